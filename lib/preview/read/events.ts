import { basename } from "node:path";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../../eventbridge/json";
import { InputProblem, type SampleEvent } from "../model";
import { jsonFilesIn, readJson, readText, shown } from "./file";

const STANDARD_INPUT = "-";
/** Keys of lists that AWS's tools print: log events, a queue's messages. */
const LISTS = ["events", "logEvents", "Messages", "Records"];
/** Key of a log event's text. */
const LOG_TEXT = "message";
/** Keys of the body of a queue's message. */
const BODIES = ["Body", "body"];
/** Keys of its attributes, and of an attribute's value. */
const ATTRIBUTES = ["MessageAttributes", "messageAttributes"];
const ATTRIBUTE_VALUES = ["StringValue", "stringValue"];
/** Keys that a body for Slack has. */
const SLACK_KEYS = ["text", "blocks", "attachments"];
const MAX_KEYS_SHOWN = 5;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html: AWS's limit is lower. */
const MAX_EVENT_LENGTH = 1024 * 1024;

/** An event, or a body that was already made of one. */
type Content = Pick<SampleEvent, "event" | "body" | "undelivered">;

/** The sample events of a folder, sorted by name. */
export function readSamples(folder: string): readonly SampleEvent[] {
  return named(jsonFilesIn(folder).flatMap((file) => contentsOf(file, readText(file))));
}

/**
 * The events of files, and of standard input for `-`.
 * @param standardInput the text of standard input
 * @throws InputProblem if a file does not exist or contains anything but events
 */
export function readEvents(files: readonly string[], standardInput: string): readonly SampleEvent[] {
  return named(
    files.flatMap((file) =>
      file === STANDARD_INPUT ? contentsOf("stdin", standardInput) : contentsOf(file, readText(file)),
    ),
  );
}

/** The second event of a name gets `#2`, even if it is from another file: results refer to events by name. */
function named(contents: readonly { readonly file: string; readonly content: Content }[]): readonly SampleEvent[] {
  const seen = new Map<string, number>();
  return contents.map(({ file, content }) => {
    const name = basename(file).replace(/\.json$/, "");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}#${count}`, ...content };
  });
}

function contentsOf(file: string, text: string): readonly { readonly file: string; readonly content: Content }[] {
  const source = shown(file);
  const contents = documents(text, source).flatMap((document) => unwrap(document, source));
  if (contents.length === 0) throw new InputProblem(`${source}: has no event in it.`);
  return contents.map((content) => ({ file, content }));
}

/** One JSON document, or JSON Lines. */
function documents(text: string, source: string): readonly Json[] {
  const lines = text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  const [first, second] = lines;
  const isJsonLines = first && second && parseJson(first.line) !== undefined;
  if (!isJsonLines) return [readJson(text, source)];
  return lines.map(({ line, number }) => readJson(line, `${source}: line ${number}`));
}

/** The events in what AWS's tools print around them. */
function unwrap(value: Json, source: string): readonly Content[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => unwrap(item, source));
  if (!isJsonObject(value)) throw notAnEvent(source, kindOf(value));
  if (isEvent(value)) return [{ event: withinLimit(value, source), body: undefined }];

  const list = LISTS.map((key) => value[key]).find(Array.isArray);
  if (list !== undefined) return unwrap(list, source);
  const log = value[LOG_TEXT];
  if (typeof log === "string") return unwrap(readJson(log, `${source}: '${LOG_TEXT}'`), source);
  const body = BODIES.map((key) => value[key]).find((text) => typeof text === "string");
  if (typeof body === "string") return [{ ...messageBody(body, source), ...undelivered(value) }];
  if (SLACK_KEYS.some((key) => key in value)) return [{ event: undefined, body: withinLimit(value, source) }];
  throw notAnEvent(source, `an object with ${keysOf(value)}`);
}

/** The event in a queue's message, or else the body that was sent to a target, which need not even be JSON. */
function messageBody(text: string, source: string): Content {
  const body = withinLimit(parseJson(text) === undefined ? text : readJson(text, `${source}: 'Body'`), source);
  return isJsonObject(body) && isEvent(body) ? { event: body, body: undefined } : { event: undefined, body };
}

function withinLimit<T extends Json>(value: T, source: string): T {
  const { length } = JSON.stringify(value);
  if (length <= MAX_EVENT_LENGTH) return value;
  throw new InputProblem(
    `${source}: has an event of ${length} characters: EventBridge takes at most ${MAX_EVENT_LENGTH}.`,
  );
}

/**
 * Why EventBridge could not deliver a message, if the queue was asked for attributes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function undelivered(message: JsonObject): Pick<SampleEvent, "undelivered"> {
  const attributes = ATTRIBUTES.map((key) => message[key]).find(isJsonObject);
  const of = (name: string) => {
    const attribute = attributes?.[name];
    const text = isJsonObject(attribute) ? ATTRIBUTE_VALUES.map((key) => attribute[key]).find(Boolean) : undefined;
    return typeof text === "string" ? text : undefined;
  };
  const code = of("ERROR_CODE");
  if (code === undefined) return {};
  const rule = of("RULE_ARN")?.replace(/^.*\//, "");
  const retries = of("RETRY_ATTEMPTS");
  const said = [
    `EventBridge gave up${rule ? ` for the rule ${rule}` : ""}${retries ? ` after ${retries} retries` : ""}: ${code}`,
    ...[of("EXHAUSTED_RETRY_CONDITION"), of("ERROR_MESSAGE")].filter((text) => text !== undefined),
  ];
  return { undelivered: said.join(", ") };
}

function isEvent(value: JsonObject): boolean {
  return typeof value.source === "string" || typeof value["detail-type"] === "string";
}

function notAnEvent(source: string, found: string): InputProblem {
  return new InputProblem(`${source}: expected an event, which has 'source' and 'detail-type', but got ${found}.`);
}

function keysOf(value: JsonObject): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return "no keys";
  const some = keys.slice(0, MAX_KEYS_SHOWN).map((key) => `'${shown(key)}'`);
  const rest = keys.length - some.length;
  return rest > 0 ? `${some.join(", ")} and ${rest} more` : some.join(", ");
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  return typeof value === "string" ? "a string" : `a ${typeof value}`;
}
