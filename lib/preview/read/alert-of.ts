import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { patternWarnings } from "../../eventbridge/pattern/warnings";
import { transformerProblems } from "../../eventbridge/transformer-problems";
import { clusterOfPattern } from "../cluster";
import type { Alert, Storm } from "../model";
import { stormOf } from "../storms";
import { deliveryTo } from "./destination";
import { NotKnown } from "./expressions";
import { busOf, type Resource, referredResource } from "./resources";

/** What AWS has against an alert, and what may go wrong. */
type Found = Readonly<Record<"problems" | "notes", string[]>>;

/** The alerts that these resources make: one for each target, and one for each rule that an alarm counts. */
export function alertsOf(resources: readonly Resource[]): readonly Alert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  const storms = rules.flatMap((rule) => {
    const storm = stormOf(rule, resources);
    return storm ? [{ rule, storm }] : [];
  });
  return [
    ...targets.map((target) => alertOf(target, referredResource(target, "rule", rules, "name"), resources)),
    ...storms.map(({ rule, storm }) => alertOf(rule, rule, resources, storm)),
  ];
}

function alertOf(from: Resource, rule: Resource | undefined, resources: readonly Resource[], storm?: Storm): Alert {
  const found: Found = { problems: [], notes: [] };
  const name = rule ? rule.argument("name") : from.argument("rule");
  const ruleName = typeof name === "string" ? name : "(known after apply)";
  if (!rule) found.problems.push(`The rule ${ruleName} was not found, so it is not known which events match.`);
  const { pattern, compiled } = rule ? patternOf(rule, found) : {};
  const target = storm
    ? { input: { kind: "counts", storm } as const, isSlack: false, webhookVariable: undefined }
    : { input: inputOf(from, found), ...deliveryTo(from, resources, found.notes) };
  return {
    address: from.address,
    rule: rule?.address,
    ruleName,
    eventBus: busOf(rule ?? from),
    pattern,
    compiled: found.problems.length === 0 ? compiled : undefined,
    clusterArn: clusterOfPattern(pattern),
    ...target,
    ...found,
  };
}

function patternOf({ argument }: Resource, { problems, notes }: Found): Partial<Pick<Alert, "pattern" | "compiled">> {
  if (argument("state") === "DISABLED" || argument("is_enabled") === false) problems.push("The rule is disabled.");
  const text = argument("event_pattern");
  if (text instanceof NotKnown) problems.push(text.problem);
  else if (!text) problems.push("The rule has no event pattern, so no event matches.");
  if (typeof text !== "string" || text === "") return {};
  const compiled = compilePattern(text);
  problems.push(...compiled.problems.map((problem) => `Event pattern: ${problem}`));
  notes.push(...patternWarnings(text).map((warning) => `Event pattern: ${warning}`));
  const pattern = parseJson(text);
  return isJsonObject(pattern) ? { pattern, compiled } : {};
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf({ argument }: Resource, { problems, notes }: Found): Alert["input"] {
  const path = argument("input_path");
  const body = argument("input");
  const unknown = [argument("input_transformer"), path, body].find((one) => one instanceof NotKnown);
  if (unknown instanceof NotKnown) {
    problems.push(unknown.problem);
    return { kind: "unknown" };
  }
  const inputTemplate = argument("input_transformer", 0, "input_template");
  if (typeof inputTemplate === "string") {
    const given = argument("input_transformer", 0, "input_paths");
    const paths = isJsonObject(given) ? Object.entries(given).map(([name, one]) => [name, String(one)]) : [];
    const transformer = { inputPaths: Object.fromEntries(paths), inputTemplate };
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
