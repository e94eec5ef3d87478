import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { patternWarnings } from "../../eventbridge/pattern/warnings";
import { transformerProblems } from "../../eventbridge/transformer-problems";
import { clusterOfPattern } from "../cluster";
import type { Alert } from "../model";
import { deliveryTo } from "./destination";
import { NotKnown } from "./expressions";
import { busOf, type Resource, referredResource } from "./resources";

/** An argument of a rule or target as read, with what AWS has against it. */
type Read<Key extends keyof Alert> = Pick<Alert, Key | "problems"> & Partial<Pick<Alert, "notes">>;

/** The alerts that these resources make, one for each target. */
export function alertsOf(resources: readonly Resource[]): readonly Alert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  return targets.map((target) => {
    const rule = referredResource(target, "rule", rules, "name");
    const { pattern, ...ofPattern } = rule ? patternOf(rule) : ruleMissing(target);
    const { input, ...ofInput } = inputOf(target);
    const delivery = deliveryTo(target, resources);
    return {
      address: target.address,
      rule: rule?.address,
      ruleName: nameOf(rule ?? target, rule ? "name" : "rule"),
      eventBus: busOf(rule ?? target),
      pattern,
      clusterArn: clusterOfPattern(pattern),
      input,
      problems: [...ofPattern.problems, ...ofInput.problems],
      ...delivery,
      notes: [...(ofPattern.notes ?? []), ...(ofInput.notes ?? []), ...delivery.notes],
    };
  });
}

function nameOf(resource: Resource, argument: string): string {
  const name = resource.argument(argument);
  if (typeof name === "string") return name;
  const prefix = resource.argument("name_prefix");
  return typeof prefix === "string" ? `${prefix}…` : "(known after apply)";
}

function ruleMissing(target: Resource): Read<"pattern"> {
  const problem = `The rule ${nameOf(target, "rule")} was not found, so it is not known which events match.`;
  return { pattern: undefined, problems: [problem] };
}

function patternOf(rule: Resource): Read<"pattern"> {
  const isDisabled = rule.argument("state") === "DISABLED" || rule.argument("is_enabled") === false;
  const disabled = isDisabled ? ["The rule is disabled."] : [];
  const text = rule.argument("event_pattern");
  if (text instanceof NotKnown) return { pattern: undefined, problems: [...disabled, notKnown(text)] };
  if (typeof text !== "string" || text === "") {
    return { pattern: undefined, problems: [...disabled, "The rule has no event pattern, so no event matches."] };
  }
  const json = parseJson(text);
  const pattern = isJsonObject(json) ? json : undefined;
  const inWords = (problem: string) => `Event pattern: ${problem}`;
  const problems = [...disabled, ...compilePattern(text).problems.map(inWords)];
  return { pattern, problems, notes: pattern ? patternWarnings(pattern).map(inWords) : [] };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf(target: Resource): Read<"input"> {
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
    const problems = parseJson(body) === undefined ? ["'input' must be JSON."] : [];
    return { input: { kind: "constant", body }, problems };
  }
  return { input: { kind: "event" }, problems: [] };
}

function transformed(inputTemplate: string, target: Resource): Read<"input"> {
  const given = target.argument("input_transformer", 0, "input_paths");
  const paths = isJsonObject(given) ? Object.entries(given) : [];
  const inputPaths = Object.fromEntries(paths.map(([name, path]) => [name, String(path)]));
  const transformer = { inputPaths, inputTemplate };
  return {
    input: { kind: "transformer", transformer },
    problems: transformerProblems(transformer).map((problem) => `Input transformer: ${problem}`),
    notes: escapedPlaceholders(transformer).map(
      (name) =>
        `Input transformer: \\u003c${name}\\u003e is sent as it stands, since EventBridge fills only <${name}>. Terraform's jsonencode escapes '<' and '>': put them back with 'replace', or write the template as a string.`,
    ),
  };
}

function notKnown({ expression, why }: NotKnown): string {
  return `${why}: ${expression}`;
}
