import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders, type InputTransformer } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { patternWarnings } from "../../eventbridge/pattern/warnings";
import { transformerProblems } from "../../eventbridge/transformer-problems";
import { clusterOfPattern } from "../cluster";
import type { Alert } from "../model";
import { type Delivery, deliveryTo } from "./destination";
import { NotKnown } from "./expressions";
import { busOf, type Resource, referredResource } from "./resources";

/** An alert, with what a run needs to know of it. */
export interface ReadAlert extends Alert, Delivery {
  /** Name of the event bus, which is part of the rule's ARN. */
  readonly eventBus: string;
  /** The cluster that it watches, if that is known. */
  readonly clusterArn: string | undefined;
}

/** The alerts that these resources make, one for each target. */
export function alertsOf(resources: readonly Resource[]): readonly ReadAlert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  return targets.map((target) => {
    const rule = referredResource(target, "rule", rules, "name");
    const pattern = rule ? patternOf(rule) : { problems: [ruleMissing(target)] };
    const input = inputOf(target);
    const delivery = deliveryTo(target, resources);
    return {
      address: target.address,
      rule: rule?.address,
      ruleName: nameOf(rule ?? target, rule ? "name" : "rule"),
      eventBus: busOf(rule ?? target),
      pattern: pattern.pattern,
      clusterArn: clusterOfPattern(pattern.pattern),
      input: input.input,
      problems: [...pattern.problems, ...input.problems],
      ...delivery,
      notes: [...patternNotes(pattern.pattern), ...templateNotes(input.input), ...delivery.notes],
    };
  });
}

function nameOf(resource: Resource, argument: string): string {
  const name = resource.argument(argument);
  if (typeof name === "string") return name;
  const prefix = resource.argument("name_prefix");
  return typeof prefix === "string" ? `${prefix}…` : "(known after apply)";
}

function ruleMissing(target: Resource): string {
  return `The rule ${nameOf(target, "rule")} was not found, so it is not known which events match.`;
}

function patternNotes(pattern: Alert["pattern"]): readonly string[] {
  return pattern ? patternWarnings(pattern).map((warning) => `Event pattern: ${warning}`) : [];
}

function templateNotes(input: Alert["input"]): readonly string[] {
  return (input.kind === "transformer" ? escapedPlaceholders(input.transformer) : []).map(
    (name) =>
      `Input transformer: \\u003c${name}\\u003e is sent as it stands, since EventBridge fills only <${name}>. Terraform's jsonencode escapes '<' and '>': put them back with 'replace', or write the template as a string.`,
  );
}

function patternOf(rule: Resource): { readonly pattern?: Alert["pattern"]; readonly problems: readonly string[] } {
  const isDisabled = rule.argument("state") === "DISABLED" || rule.argument("is_enabled") === false;
  const disabled = isDisabled ? ["The rule is disabled."] : [];
  const text = rule.argument("event_pattern");
  if (text instanceof NotKnown) return { problems: [...disabled, notKnown(text)] };
  if (typeof text !== "string" || text === "") {
    return { problems: [...disabled, "The rule has no event pattern, so no event matches."] };
  }
  const pattern = parseJson(text);
  const problems = compilePattern(text).problems.map((problem) => `Event pattern: ${problem}`);
  return { pattern: isJsonObject(pattern) ? pattern : undefined, problems: [...disabled, ...problems] };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf(target: Resource): Pick<Alert, "input" | "problems"> {
  const transformer = target.argument("input_transformer");
  const path = target.argument("input_path");
  const body = target.argument("input");
  const unknown = [transformer, path, body].find((argument) => argument instanceof NotKnown);
  if (unknown !== undefined) return { input: { kind: "unknown" }, problems: [notKnown(unknown)] };

  const template = target.argument("input_transformer", 0, "input_template");
  if (typeof template === "string") return transformed(template, target);
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    return { input: { kind: "path", path }, problems: problem ? [`'input_path' is '${path}', which ${problem}.`] : [] };
  }
  if (typeof body === "string" && body !== "") {
    return {
      input: { kind: "constant", body },
      problems: parseJson(body) === undefined ? ["'input' must be JSON."] : [],
    };
  }
  return { input: { kind: "event" }, problems: [] };
}

function transformed(inputTemplate: string, target: Resource): Pick<Alert, "input" | "problems"> {
  const given = target.argument("input_transformer", 0, "input_paths");
  const paths = isJsonObject(given) ? Object.entries(given) : [];
  const inputPaths = Object.fromEntries(paths.map(([name, path]) => [name, String(path)]));
  const transformer: InputTransformer = { inputPaths, inputTemplate };
  const problems = transformerProblems(transformer).map((problem) => `Input transformer: ${problem}`);
  return { input: { kind: "transformer", transformer }, problems };
}

function notKnown({ expression, why }: NotKnown): string {
  return `${why}: ${expression}`;
}
