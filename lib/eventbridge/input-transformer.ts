import { inputPathProblem, readInputPath } from "./input-paths";
import type { Json, JsonObject } from "./json";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html; Terraform counts bytes. */
export const INPUT_TRANSFORMER_LIMITS = {
  inputPaths: 100,
  inputPathNameLength: 256,
  inputTemplateBytes: 8192,
} as const;

/** What EventBridge sends instead of the event: named values of it, and a template with their `<names>`. */
export interface InputTransformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/**
 * How EventBridge fills a placeholder that stands inside a quoted string of a JSON template: "escaped" (quotes,
 * backslashes and control characters get their JSON escapes) or "raw" (the value as it is). Which it does is disputed:
 * deliveries have been seen escaped, while AWS's page says that EventBridge does not escape values.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export type Reading = "escaped" | "raw";

export interface TransformContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event, in ISO 8601. */
  readonly ingestionTime: string;
}

export interface Placeholder {
  readonly name: string;
  /** Whether it stands inside a quoted string of the template. */
  readonly position: "quoted" | "bare";
  /** Where its `<` stands in the template. */
  readonly index: number;
}

const NAME = /^[A-Za-z0-9_-]+$/;
const TOKEN = /\\["\\]|"|<([A-Za-z0-9_.-]+)>/g;
const END_OF_KEY = { bare: /^\s*:/, quoted: /^(?:[^"\\]|\\.)*"\s*:/s } as const;
const QUOTED_STRING = /"(?:[^"\\]|\\.)*"/gs;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const PREDEFINED = new Map<string, (event: JsonObject, context: TransformContext) => Json>([
  ["aws.events.rule-arn", (_event, context) => context.ruleArn],
  ["aws.events.rule-name", (_event, context) => context.ruleName],
  ["aws.events.event.ingestion-time", (_event, context) => context.ingestionTime],
  ["aws.events.event", headerOf],
  ["aws.events.event.json", (event) => event],
]);
const WHOLE_EVENT = ["aws.events.event", "aws.events.event.json"];

/** The placeholders of a template, in order. A `<` that begins no name up to a `>` is text. */
export function placeholders(template: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  let quoted = false;
  for (const token of template.matchAll(TOKEN)) {
    const name = token[1];
    if (name !== undefined) found.push({ name, position: quoted ? "quoted" : "bare", index: token.index });
    else if (token[0] === '"') quoted = !quoted;
  }
  return found;
}

/**
 * The body that EventBridge would send; where `valid` is false, the attempt that it does not send, because it is not
 * JSON. Such a body goes to the dead-letter queue (`INVALID_JSON`) or is lost; an empty one is lost in either case.
 *
 * A template that begins with `{` is filled with JSON: a bare placeholder becomes a JSON value (`""` where the path
 * finds nothing), one inside a quoted string the value's text; an object or a list of strings ends that string early,
 * for its quotes are not escaped. Any other template is filled with plain text, nothing escaped, objects and lists
 * without their quotes; it has to end up as JSON or as quoted lines.
 */
export function transform(
  t: InputTransformer,
  event: JsonObject,
  context: TransformContext,
  reading: Reading = "escaped",
): { readonly body: string; readonly valid: boolean } {
  const inJson = isJsonTemplate(t.inputTemplate);
  const body = fill(t.inputTemplate, ({ name, position }) => {
    if (!isKnown(t, name)) return `<${name}>`;
    const path = t.inputPaths[name] ?? "";
    const value = PREDEFINED.get(name)?.(event, context) ?? readInputPath(path, event);
    if (!inJson) return plainText(value);
    return position === "bare" ? JSON.stringify(value === undefined ? "" : value) : textInString(value, reading);
  });
  return { body, valid: syntaxProblem(body, inJson) === undefined };
}

/**
 * Why PutTargets would refuse an input transformer; empty when it is accepted, which does not promise a valid body.
 * Without input paths EventBridge lets an unknown placeholder pass and sends it as it is written.
 */
export function transformerProblems(t: InputTransformer): string[] {
  return [...inputPathsProblems(t.inputPaths), ...templateProblems(t)];
}

function inputPathsProblems(paths: InputTransformer["inputPaths"]): string[] {
  const { inputPaths: most, inputPathNameLength: longest } = INPUT_TRANSFORMER_LIMITS;
  const problems: string[] = [];
  const count = Object.keys(paths).length;
  if (count > most) problems.push(`'inputPaths' must be at most ${most} (EventBridge's limit), got ${count}.`);
  for (const [name, path] of Object.entries(paths)) {
    if (!NAME.test(name) || name.length > longest) {
      problems.push(`'inputPaths' has the name '${name}': use 1 to ${longest} letters, digits, '-' and '_'.`);
    }
    const problem = inputPathProblem(path);
    if (problem !== undefined) problems.push(`'inputPaths.${name}' ${problem}: '${path}'.`);
  }
  return problems;
}

function templateProblems(t: InputTransformer): string[] {
  const { inputTemplate: template } = t;
  if (template === "") return ["'inputTemplate' must not be empty."];
  const inJson = isJsonTemplate(template);
  const problems = new Set<string>();
  const bytes = Buffer.byteLength(template);
  const { inputTemplateBytes: most } = INPUT_TRANSFORMER_LIMITS;
  if (bytes > most) {
    problems.add(`'inputTemplate' must be at most ${most} bytes (EventBridge's limit), got ${bytes}: shorten it.`);
  }
  for (const { name, position, index } of placeholders(template)) {
    if (!isKnown(t, name) && Object.keys(t.inputPaths).length > 0) {
      problems.add(`'inputTemplate' has <${name}>, which 'inputPaths' lacks: add its path, or write '<' as '\\u003c'.`);
    }
    if (END_OF_KEY[position].test(template.slice(index + name.length + 2))) {
      problems.add(`'inputTemplate' must not have a placeholder in an object's key: <${name}>.`);
    }
    if (WHOLE_EVENT.includes(name) && !(inJson && position === "bare")) {
      problems.add(`'inputTemplate' must have <${name}> outside of quotes, in a template that begins with '{'.`);
    }
  }
  const syntax = syntaxProblem(
    fill(template, ({ position }) => (position === "bare" ? "null" : "text")),
    inJson,
  );
  if (syntax !== undefined) problems.add(`'inputTemplate' must be JSON, or lines in double quotes: ${syntax}.`);
  return [...problems];
}

function isJsonTemplate(template: string): boolean {
  return template.trimStart().startsWith("{");
}

function isKnown(t: InputTransformer, name: string): boolean {
  return PREDEFINED.has(name) || Object.hasOwn(t.inputPaths, name);
}

function fill(template: string, replace: (placeholder: Placeholder) => string): string {
  let filled = "";
  let end = 0;
  for (const placeholder of placeholders(template)) {
    filled += template.slice(end, placeholder.index) + replace(placeholder);
    end = placeholder.index + placeholder.name.length + 2;
  }
  return filled + template.slice(end);
}

function textInString(value: Json | undefined, reading: Reading): string {
  if (typeof value !== "string") return value === undefined ? "" : JSON.stringify(value);
  return reading === "raw" ? value : JSON.stringify(value).slice(1, -1);
}

function plainText(value: Json | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value).replaceAll('"', "");
}

/** Why a filled template is not JSON, or undefined. A text template may also be several quoted strings. */
function syntaxProblem(body: string, inJson: boolean): string | undefined {
  const problem = jsonProblem(body);
  if (problem === undefined || inJson || body.trim() === "") return problem;
  const rest = body.replace(QUOTED_STRING, (line) => (jsonProblem(line) === undefined ? "" : line));
  return rest.trim() === "" ? undefined : problem;
}

function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `aws.events.event` carries AWS's older names and the time as a number, and has no `detail`. */
function headerOf(event: JsonObject): JsonObject {
  const { id, account, time, source, region, resources, version } = event;
  const epoch = typeof time === "string" ? Date.parse(time) : Number.NaN;
  const header = {
    id,
    account,
    detailType: event["detail-type"],
    time: Number.isNaN(epoch) ? time : epoch,
    source,
    region,
    resources,
    version,
  };
  return Object.fromEntries(
    Object.entries(header).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
