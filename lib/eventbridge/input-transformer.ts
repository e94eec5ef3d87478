import { inputPathProblem, readInputPath } from "./input-paths";
import { type JsonObject, parseJson } from "./json";

/** What EventBridge sends instead of the event: named values of it, and a template with their `<names>`. */
export interface InputTransformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

export type Escaping = "escaped" | "raw";
interface TransformContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event, in ISO 8601. */
  readonly ingestionTime: string;
}

interface Placeholder {
  readonly name: string;
  /** Whether it is inside a quoted string of the template. */
  readonly isQuoted: boolean;
  /** Whether it is an object's key, or part of one. */
  readonly isInKey: boolean;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html; Terraform counts bytes. */
const MAX_TEMPLATE_BYTES = 8192;
const MAX_PATHS = 100;
const INPUT_PATH_NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const PREDEFINED = new Map<string, (event: JsonObject, context: TransformContext) => unknown>([
  ["aws.events.rule-arn", (_event, context) => context.ruleArn],
  ["aws.events.rule-name", (_event, context) => context.ruleName],
  ["aws.events.event.ingestion-time", (_event, context) => context.ingestionTime],
  ["aws.events.event", headerOf],
  ["aws.events.event.json", (event) => event],
]);

const isJsonTemplate = (template: string) => template.trimStart().startsWith("{");
const QUOTED = /"(?:[^"\\]+|\\.)*"?/gs;
const NAME = /<([A-Za-z0-9_.-]+)>/g;
const TOKEN = new RegExp(`\\\\["\\\\]|${QUOTED.source}|${NAME.source}`, "gs");
const COLON = /\s*:/y;
const ESCAPED_NAME = /\\\\|\\u003c([A-Za-z0-9_.-]+)\\u003e/gi;

/** The placeholders of a template, in order. A `<` without a name and a `>` is text. */
export function placeholders(template: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  fillTemplate(template, (placeholder) => `${found.push(placeholder)}`);
  return found;
}

/**
 * The body that EventBridge would send, and whether a value in it was escaped. If `valid` is false, the body is not JSON
 * and is not sent: it goes to the dead-letter queue (`INVALID_JSON`), or is lost without one or if it is empty.
 *
 * A template that begins with `{` is filled with JSON: a bare placeholder becomes a JSON value (`""` if the path finds
 * nothing), one inside a quoted string the value's text. An object or a list of strings ends that string early, since
 * its quotes are not escaped. Any other template is filled with plain text: nothing is escaped, and objects and lists
 * lose their quotes. The result must be JSON or quoted lines.
 *
 * Whether values inside quoted strings of a JSON template are escaped as in JSON is disputed: deliveries have been seen
 * escaped, while AWS's page says that EventBridge does not escape values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export function transform(
  transformer: InputTransformer,
  event: JsonObject,
  context: TransformContext,
  escaping: Escaping = "escaped",
) {
  const { inputPaths, inputTemplate } = transformer;
  const inJson = isJsonTemplate(inputTemplate);
  let isEscaped = false;
  const body = fillTemplate(inputTemplate, ({ name, isQuoted }) => {
    if (!isKnownName(transformer, name)) return `<${name}>`;
    const found = PREDEFINED.get(name)?.(event, context) ?? readInputPath(inputPaths[name] ?? "", event);
    const value = found === undefined ? "" : found;
    const json = JSON.stringify(value);
    if (inJson && !isQuoted) return json;
    if (typeof value !== "string") return inJson ? json : json.replaceAll('"', "");
    const text = inJson && escaping === "escaped" ? json.slice(1, -1) : value;
    isEscaped ||= text !== value;
    return text;
  });
  const json = parseJson(body);
  return { body, json, valid: json !== undefined || syntaxProblem(body, inJson) === undefined, isEscaped };
}

/** Why PutTargets would refuse it. Without input paths, it accepts unknown placeholders and sends them as they are. */
export function transformerProblems(transformer: InputTransformer): string[] {
  const { inputPaths, inputTemplate: template } = transformer;
  const problems = new Set<string>();
  const count = Object.keys(inputPaths).length;
  if (count > MAX_PATHS)
    problems.add(`'inputPaths' must have at most ${MAX_PATHS} entries (EventBridge's limit), got ${count}.`);
  for (const [name, path] of Object.entries(inputPaths)) {
    const problem = inputPathProblem(path);
    if (!INPUT_PATH_NAME.test(name))
      problems.add(`'inputPaths' has the name '${name}': use 1 to 256 letters, digits, '-' and '_'.`);
    if (problem) problems.add(`'inputPaths.${name}' is '${path}', which ${problem}.`);
  }
  const bytes = Buffer.byteLength(template);
  const limit = `${MAX_TEMPLATE_BYTES} bytes (EventBridge's limit)`;
  if (bytes > MAX_TEMPLATE_BYTES) problems.add(`'inputTemplate' must be at most ${limit}, got ${bytes}: shorten it.`);
  const inJson = isJsonTemplate(template);
  for (const { name, isQuoted, isInKey } of placeholders(template)) {
    const report = (why: string) => problems.add(`'inputTemplate' has <${name}>, which ${why}`);
    if (!isKnownName(transformer, name) && count > 0)
      report("'inputPaths' lacks: add its path, or write '<' as '\\u003c' if it is text.");
    if (isInKey) report("must not be in an object's key: write out the key.");
    if (/^aws\.events\.event(\.json)?$/.test(name) && (isQuoted || !inJson))
      report("must be outside of quotes in a template that begins with '{': move it.");
  }
  const filled = fillTemplate(template, ({ isQuoted }) => (isQuoted ? "text" : "null"));
  const syntax = syntaxProblem(filled, inJson);
  if (syntax !== undefined) problems.add(`'inputTemplate' must be JSON, or lines in double quotes: ${syntax}.`);
  return [...problems];
}

/** Names that are never filled: the template has them as in `\u003cname\u003e`, as Terraform's `jsonencode` writes. */
export function escapedPlaceholders(transformer: InputTransformer): string[] {
  const filled = placeholders(transformer.inputTemplate).map(({ name }) => name);
  const escaped = [...transformer.inputTemplate.matchAll(ESCAPED_NAME)].flatMap(([, name]) => name ?? []);
  return [...new Set(escaped)].filter((name) => isKnownName(transformer, name) && !filled.includes(name));
}

function isKnownName({ inputPaths }: InputTransformer, name: string): boolean {
  return PREDEFINED.has(name) || Object.hasOwn(inputPaths, name);
}

function fillTemplate(template: string, replace: (placeholder: Placeholder) => string): string {
  return template.replace(TOKEN, (token: string, _name: string, at: number) => {
    if (!token.includes("<")) return token;
    COLON.lastIndex = at + token.length;
    const place = { isQuoted: token.startsWith('"'), isInKey: COLON.test(template) };
    return token.replace(NAME, (_, name: string) => replace({ name, ...place }));
  });
}

/** Why a filled template is not JSON, or undefined. If it is not a JSON template, it may be several quoted strings. */
function syntaxProblem(body: string, inJson: boolean): string | undefined {
  try {
    JSON.parse(body);
    return undefined;
  } catch (error) {
    const rest = body.replace(QUOTED, (quoted) => (parseJson(quoted) === undefined ? quoted : ""));
    if (!inJson && body.trim() !== "" && rest.trim() === "") return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

/** `aws.events.event` has AWS's older names and the time as a number, and no `detail`. */
function headerOf(event: JsonObject): unknown {
  const { id, account, "detail-type": detailType, time, source, region, resources, version } = event;
  return { id, account, detailType, time: Date.parse(`${time}`) || time, source, region, resources, version };
}
