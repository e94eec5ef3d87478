import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders, transformerProblems } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { clusterOfPattern } from "../cluster";
import type { Alert } from "../model";
import { stormOf } from "../storms";
import { deliveryTo } from "./destination";
import { NotKnown } from "./expressions";
import { busOf, type Resource, referredResource } from "./resources";

/** What AWS has against an alert, and what may go wrong. */
interface Found {
  readonly problems: string[];
  readonly notes: string[];
}

/** The alerts that these resources make: one for each target, and one for each rule that an alarm counts. */
export function alertsOf(resources: readonly Resource[]): readonly Alert[] {
  return [...targetAlerts(resources), ...countingAlerts(resources)];
}

function countingAlerts(resources: readonly Resource[]): readonly Alert[] {
  return resources.flatMap((rule) => {
    const storm = rule.type === "aws_cloudwatch_event_rule" ? stormOf(rule, resources) : undefined;
    if (!storm) return [];
    const found: Found = { problems: [], notes: [] };
    const pattern = patternOf(rule, found);
    return {
      address: rule.address,
      rule: rule.address,
      ruleName: String(rule.argument("name")),
      eventBus: busOf(rule),
      pattern,
      clusterArn: clusterOfPattern(pattern),
      input: { kind: "counts", storm },
      webhookVariable: undefined,
      isSlack: false,
      ...found,
    } as const;
  });
}

function targetAlerts(resources: readonly Resource[]): readonly Alert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  return targets.map((target) => {
    const found: Found = { problems: [], notes: [] };
    const rule = referredResource(target, "rule", rules, "name");
    const name = rule ? rule.argument("name") : target.argument("rule");
    const ruleName = typeof name === "string" ? name : "(known after apply)";
    if (!rule) found.problems.push(`The rule ${ruleName} was not found, so it is not known which events match.`);
    const pattern = rule && patternOf(rule, found);
    const input = inputOf(target, found);
    const { notes, ...delivery } = deliveryTo(target, resources);
    return {
      address: target.address,
      rule: rule?.address,
      ruleName,
      eventBus: busOf(rule ?? target),
      pattern,
      clusterArn: clusterOfPattern(pattern),
      input,
      problems: found.problems,
      notes: [...found.notes, ...notes],
      ...delivery,
    };
  });
}

function patternOf(rule: Resource, { problems, notes }: Found): Alert["pattern"] {
  const isDisabled = rule.argument("state") === "DISABLED" || rule.argument("is_enabled") === false;
  if (isDisabled) problems.push("The rule is disabled.");
  const text = rule.argument("event_pattern");
  if (text instanceof NotKnown) problems.push(notKnown(text));
  if (!text) problems.push("The rule has no event pattern, so no event matches.");
  if (typeof text !== "string" || text === "") return undefined;
  const compiled = compilePattern(text);
  problems.push(...compiled.problems.map((problem) => `Event pattern: ${problem}`));
  const pattern = parseJson(text);
  if (!isJsonObject(pattern)) return undefined;
  notes.push(...compiled.warnings.map((warning) => `Event pattern: ${warning}`));
  return pattern;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf(target: Resource, { problems, notes }: Found): Alert["input"] {
  const transformer = target.argument("input_transformer");
  const path = target.argument("input_path");
  const body = target.argument("input");
  const unknown = [transformer, path, body].find((argument) => argument instanceof NotKnown);
  if (unknown !== undefined) {
    problems.push(notKnown(unknown));
    return { kind: "unknown" };
  }
  const inputTemplate = target.argument("input_transformer", 0, "input_template");
  if (typeof inputTemplate === "string") {
    const given = target.argument("input_transformer", 0, "input_paths");
    const paths = isJsonObject(given) ? Object.entries(given) : [];
    const inputPaths = Object.fromEntries(paths.map(([name, path]) => [name, String(path)]));
    const transformer = { inputPaths, inputTemplate };
    problems.push(...transformerProblems(transformer).map((problem) => `Input transformer: ${problem}`));
    for (const name of escapedPlaceholders(transformer))
      notes.push(
        `Input transformer: \\u003c${name}\\u003e is sent as it stands, since EventBridge fills only <${name}>. Terraform's jsonencode escapes '<' and '>': put them back with 'replace', or write the template as a string.`,
      );
    return { kind: "transformer", transformer };
  }
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    if (problem) problems.push(`'input_path' is '${path}', which ${problem}.`);
    return { kind: "path", path };
  }
  if (typeof body !== "string" || body === "") return { kind: "event" };
  if (parseJson(body) === undefined) problems.push("'input' must be JSON.");
  return { kind: "constant", body };
}

function notKnown({ expression, why }: NotKnown): string {
  return `${why}: ${expression}`;
}
