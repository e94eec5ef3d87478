import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { patternWarnings } from "../../eventbridge/pattern/warnings";
import { transformerProblems } from "../../eventbridge/transformer-problems";
import { clusterOfPattern } from "../cluster";
import type { Alert } from "../model";
import { stormOf } from "../storms";
import { deliveryTo } from "./destination";
import { NotKnown } from "./expressions";
import { busOf, type Resource, referredResource } from "./resources";

type Part<Key extends keyof Alert> = Pick<Alert, Key | "problems" | "notes">;

/** The alerts that these resources make: one for each target, and one for each rule that an alarm counts. */
export function alertsOf(resources: readonly Resource[]): readonly Alert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  const posting = targets.map((target) => {
    const { notes, ...delivery } = deliveryTo(target, resources);
    const input = inputOf(target);
    const rule = referredResource(target, "rule", rules, "name");
    return alertOf(target, rule, { ...input, ...delivery, notes: [...input.notes, ...notes] });
  });
  const counting = rules.flatMap((rule) => {
    const storm = stormOf(rule, resources);
    const none = { isSlack: false, webhookVariable: undefined, problems: [], notes: [] };
    return storm ? alertOf(rule, rule, { input: { kind: "counts", storm }, ...none }) : [];
  });
  return [...posting, ...counting];
}

function alertOf(
  from: Resource,
  rule: Resource | undefined,
  target: Part<"input" | "isSlack" | "webhookVariable">,
): Alert {
  const name = rule ? rule.argument("name") : from.argument("rule");
  const ruleName = typeof name === "string" ? name : "(known after apply)";
  const missing = `The rule ${ruleName} was not found, so it is not known which events match.`;
  const own = rule ? patternOf(rule) : { pattern: undefined, compiled: undefined, problems: [missing], notes: [] };
  const problems = [...own.problems, ...target.problems];
  return {
    ...target,
    address: from.address,
    rule: rule?.address,
    ruleName,
    eventBus: busOf(rule ?? from),
    pattern: own.pattern,
    compiled: problems.length === 0 ? own.compiled : undefined,
    clusterArn: clusterOfPattern(own.pattern),
    problems,
    notes: [...own.notes, ...target.notes],
  };
}

function patternOf({ argument }: Resource): Part<"pattern" | "compiled"> {
  const problems: string[] = [];
  if (argument("state") === "DISABLED" || argument("is_enabled") === false) problems.push("The rule is disabled.");
  const text = argument("event_pattern");
  if (text instanceof NotKnown) problems.push(notKnown(text));
  else if (!text) problems.push("The rule has no event pattern, so no event matches.");
  if (typeof text !== "string" || text === "") return { pattern: undefined, compiled: undefined, problems, notes: [] };
  const ofPattern = (problem: string) => `Event pattern: ${problem}`;
  const compiled = compilePattern(text);
  const json = parseJson(text);
  return {
    pattern: isJsonObject(json) ? json : undefined,
    compiled,
    problems: [...problems, ...compiled.problems.map(ofPattern)],
    notes: patternWarnings(text).map(ofPattern),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf({ argument }: Resource): Part<"input"> {
  const path = argument("input_path");
  const body = argument("input");
  const unknown = [argument("input_transformer"), path, body].find((one) => one instanceof NotKnown);
  if (unknown instanceof NotKnown) return { input: { kind: "unknown" }, problems: [notKnown(unknown)], notes: [] };
  const inputTemplate = argument("input_transformer", 0, "input_template");
  if (typeof inputTemplate === "string") {
    const given = argument("input_transformer", 0, "input_paths");
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
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    const problems = problem ? [`'input_path' is '${path}', which ${problem}.`] : [];
    return { input: { kind: "path", path }, problems, notes: [] };
  }
  if (typeof body !== "string" || body === "") return { input: { kind: "event" }, problems: [], notes: [] };
  const problems = parseJson(body) === undefined ? ["'input' must be JSON."] : [];
  return { input: { kind: "constant", body }, problems, notes: [] };
}

function notKnown({ expression, why }: NotKnown): string {
  return `${why}: ${expression}`;
}
