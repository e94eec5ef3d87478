import { basename } from "node:path";
import { isJsonObject, type Json, type JsonObject, kindOf, parseJson } from "../../eventbridge/json";
import { InputProblem, type SampleEvent } from "../model";
import { jsonFilesIn, readJson, readText, shown } from "./file";

const STANDARD_INPUT = "-";
/** Keys of lists that AWS's tools print: log events, a queue's messages. */
const LISTS = ["events", "logEvents", "Messages", "Records"];
/** Keys of a log event's text; of a queue message's body and attributes; of an attribute's value. */
const LOG_TEXTS = ["message"];
const BODIES = ["Body", "body"];
const ATTRIBUTES = ["MessageAttributes", "messageAttributes"];
const ATTRIBUTE_VALUES = ["StringValue", "stringValue"];
/** Keys that a body for Slack has. */
const SLACK_KEYS = ["text", "blocks", "attachments"];
const MAX_KEYS_SHOWN = 5;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html, in characters. */
const MAX_EVENT_LENGTH = 1024 * 1024;

/** An event, or a body that was already made of one. */
type Content = Pick<SampleEvent, "event" | "body" | "undelivered">;

/** The sample events of a folder, sorted by name. */
export function readSamples(folder: string): readonly SampleEvent[] {
  return readEvents(jsonFilesIn(folder), "");
}

/**
 * The events of files, and of standard input for `-`.
 * @param standardInput the text of standard input
 * @throws InputProblem if a file does not exist or contains anything but events
 */
export function readEvents(files: readonly string[], standardInput: string): readonly SampleEvent[] {
  // Results refer to events by name, so the second of a name is `#2`, even if it is from another file.
  const seen = new Map<string, number>();
  return files.flatMap((file) => {
    const isInput = file === STANDARD_INPUT;
    const name = isInput ? "stdin" : basename(file).replace(/\.json$/, "");
    return contentsOf(isInput ? name : shown(file), isInput ? standardInput : readText(file)).map((content) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: count === 1 ? name : `${name}#${count}`, ...content };
    });
  });
}

function contentsOf(source: string, text: string): readonly Content[] {
  const contents = documents(text, source).flatMap((document) => unwrap(document, source));
  if (contents.length === 0) throw new InputProblem(`${source}: has no event in it.`);
  return contents;
}

/** One JSON document, or JSON Lines. */
function documents(text: string, source: string): readonly Json[] {
  const lines = text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  const [first, second] = lines;
  if (!first || !second || parseJson(first.line) === undefined) return [readJson(text, source)];
  return lines.map(({ line, number }) => readJson(line, `${source}: line ${number}`));
}

/** The events in what AWS's tools print around them. */
function unwrap(value: Json, source: string): readonly Content[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => unwrap(item, source));
  if (!isJsonObject(value)) throw notAnEvent(source, kindOf(value));
  if (isEvent(value)) return [{ event: withinLimit(value, source), body: undefined }];

  const list = LISTS.map((key) => value[key]).find(Array.isArray);
  if (list !== undefined) return unwrap(list, source);
  const log = textUnder(LOG_TEXTS, value);
  if (log !== undefined) return unwrap(readJson(log, `${source}: 'message'`), source);
  const body = textUnder(BODIES, value);
  if (body !== undefined) return [{ ...messageBody(body, source), ...undelivered(value) }];
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
  throw new InputProblem(`${source}: an event must be at most ${MAX_EVENT_LENGTH} characters, got ${length}.`);
}

/**
 * Why EventBridge could not deliver a message, if the queue was asked for attributes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function undelivered(message: JsonObject): Pick<SampleEvent, "undelivered"> {
  const attributes = ATTRIBUTES.map((key) => message[key]).find(isJsonObject);
  const of = (name: string) => {
    const attribute = attributes?.[name];
    return isJsonObject(attribute) ? textUnder(ATTRIBUTE_VALUES, attribute) : undefined;
  };
  const code = of("ERROR_CODE");
  if (code === undefined) return {};
  const rule = of("RULE_ARN")?.replace(/^.*\//, " for the rule ") ?? "";
  const retries = of("RETRY_ATTEMPTS")?.replace(/.+/, " after $& retries") ?? "";
  const reasons = [code, of("EXHAUSTED_RETRY_CONDITION"), of("ERROR_MESSAGE")].filter((text) => text !== undefined);
  return { undelivered: `EventBridge gave up${rule}${retries}: ${reasons.join(", ")}` };
}

function textUnder(keys: readonly string[], value: JsonObject): string | undefined {
  return keys.map((key) => value[key]).find((text) => typeof text === "string");
}

function isEvent(value: JsonObject): boolean {
  return typeof value.source === "string" || typeof value["detail-type"] === "string";
}

function notAnEvent(source: string, found: string): InputProblem {
  return new InputProblem(`${source}: expected an event, which has 'source' and 'detail-type', but got ${found}.`);
}

function keysOf(value: JsonObject): string {
  const keys = Object.keys(value);
  const some = keys.slice(0, MAX_KEYS_SHOWN).map((key) => `'${shown(key)}'`);
  if (keys.length === 0) return "no keys";
  return keys.length > some.length ? `${some.join(", ")} and ${keys.length - some.length} more` : some.join(", ");
}
