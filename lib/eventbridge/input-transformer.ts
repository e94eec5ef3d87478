import { readInputPath } from "./input-paths";
import { fillTemplate, isJsonTemplate, placeholders, syntaxProblem } from "./input-template";
import { isNestedTooDeeply, type JsonObject } from "./json";

/** What EventBridge sends instead of the event: named values of it, and a template with their `<names>`. */
export interface InputTransformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/**
 * How EventBridge fills a placeholder inside a quoted string of a JSON template: "escaped" (quotes, backslashes and
 * control characters are escaped as in JSON) or "raw" (the value as it is). Which it does is disputed: deliveries have
 * been seen escaped, while AWS's page says that EventBridge does not escape values.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-issues
 */
export type Escaping = "escaped" | "raw";

export interface TransformContext {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When EventBridge received the event, in ISO 8601. */
  readonly ingestionTime: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const PREDEFINED = new Map<string, (event: JsonObject, context: TransformContext) => unknown>([
  ["aws.events.rule-arn", (_event, context) => context.ruleArn],
  ["aws.events.rule-name", (_event, context) => context.ruleName],
  ["aws.events.event.ingestion-time", (_event, context) => context.ingestionTime],
  ["aws.events.event", headerOf],
  ["aws.events.event.json", (event) => event],
]);

const ESCAPED_TOKEN = /\\\\|\\u003c([A-Za-z0-9_.-]+)\\u003e/gi;

/** Whether a placeholder has a value: from an input path, or from EventBridge itself. */
export function isKnownName({ inputPaths }: InputTransformer, name: string): boolean {
  return PREDEFINED.has(name) || Object.hasOwn(inputPaths, name);
}

/**
 * Names with a value that the template has in escaped brackets only, as in `\u003cname\u003e`, which EventBridge never
 * fills. Terraform's `jsonencode` escapes every `<` and `>` like that.
 */
export function escapedPlaceholders(transformer: InputTransformer): string[] {
  const filled = placeholders(transformer.inputTemplate).map(({ name }) => name);
  const escaped = [...transformer.inputTemplate.matchAll(ESCAPED_TOKEN)].flatMap(([, name]) => name ?? []);
  return [...new Set(escaped)].filter((name) => isKnownName(transformer, name) && !filled.includes(name));
}

/**
 * The body that EventBridge would send, and whether a value in it was escaped. If `valid` is false, the body is not JSON and is not sent: it goes to the
 * dead-letter queue (`INVALID_JSON`) or is lost, and an empty one is lost in either case. So is what an event nested
 * too deeply would make.
 *
 * A template that begins with `{` is filled with JSON: a bare placeholder becomes a JSON value (`""` if the path finds
 * nothing), one inside a quoted string the value's text. An object or a list of strings ends that string early, since
 * its quotes are not escaped. Any other template is filled with plain text: nothing is escaped, and objects and lists
 * lose their quotes. The result must be JSON or quoted lines.
 */
export function transform(
  transformer: InputTransformer,
  event: JsonObject,
  context: TransformContext,
  escaping: Escaping = "escaped",
): { readonly body: string; readonly valid: boolean; readonly isEscaped: boolean } {
  if (isNestedTooDeeply(event)) return { body: "", valid: false, isEscaped: false };
  const { inputPaths, inputTemplate } = transformer;
  const inJson = isJsonTemplate(inputTemplate);
  let isEscaped = false;
  const body = fillTemplate(inputTemplate, ({ name, position }) => {
    if (!isKnownName(transformer, name)) return `<${name}>`;
    const found = PREDEFINED.get(name)?.(event, context) ?? readInputPath(inputPaths[name] ?? "", event);
    const value = found === undefined ? "" : found;
    const json = JSON.stringify(value);
    if (inJson && position === "bare") return json;
    if (typeof value !== "string") return inJson ? json : json.replaceAll('"', "");
    const text = inJson && escaping === "escaped" ? json.slice(1, -1) : value;
    isEscaped ||= text !== value;
    return text;
  });
  return { body, valid: syntaxProblem(body, inJson) === undefined, isEscaped };
}

/** `aws.events.event` has AWS's older names and the time as a number, and no `detail`. */
function headerOf(event: JsonObject): unknown {
  const { id, account, "detail-type": detailType, time, source, region, resources, version } = event;
  const epoch = typeof time === "string" ? Date.parse(time) : Number.NaN;
  return { id, account, detailType, time: Number.isNaN(epoch) ? time : epoch, source, region, resources, version };
}
