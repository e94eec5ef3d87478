import { basename } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { InputProblem, type SampleEvent } from "../model";
import { jsonFilesIn, parseJson, readText } from "./file";
import { jsonTexts } from "./json-texts";

const STANDARD_INPUT = "-";
/** Keys under which AWS's tools print lists: of log events, of messages of a queue. */
const LISTS = ["events", "logEvents", "Messages", "Records"];
/** Keys under which a log event has its text. */
const LOG_TEXT = "message";
/** Keys under which a message of a queue has its body. */
const BODIES = ["Body", "body"];
/** Keys under which it has its attributes, and these their texts. */
const ATTRIBUTES = ["MessageAttributes", "messageAttributes"];
const ATTRIBUTE_TEXTS = ["StringValue", "stringValue"];
/** What tells a body made for Slack from other JSON. */
const SLACK_KEYS = ["text", "blocks", "attachments"];

/** What is in a file: events, and bodies that were made of events already. */
type Content = Pick<SampleEvent, "event" | "body" | "undelivered">;

/** The sample events of a folder, in the order of their names. */
export function readSamples(folder: string): readonly SampleEvent[] {
  return named(jsonFilesIn(folder).flatMap((file) => contentsOf(file, readText(file))));
}

/**
 * The events of files, and of standard input for `-`.
 * @param standardInput the text of standard input
 * @throws InputProblem when there is no such file, or when it holds anything but events
 */
export function readEvents(files: readonly string[], standardInput: string): readonly SampleEvent[] {
  return named(
    files.flatMap((file) =>
      file === STANDARD_INPUT ? contentsOf("stdin", standardInput) : contentsOf(file, readText(file)),
    ),
  );
}

/** A second event of a name is `#2`, also where two files have one name: results are told apart by it. */
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
  const contents = documents(text, file).flatMap((document) => unwrap(document, file));
  if (contents.length === 0) throw new InputProblem(`${file}: has no event in it.`);
  return contents.map((content) => ({ file, content }));
}

/** The one JSON document of a text, or the several of JSON Lines and of exported logs. */
function documents(text: string, file: string): readonly Json[] {
  try {
    return [parseJson(text, file)];
  } catch (notOneDocument) {
    const texts = jsonTexts(text);
    if (texts === undefined || texts.length === 0) throw notOneDocument;
    return texts.map((one, index) => parseJson(one, texts.length > 1 ? `${file}: document ${index + 1}` : file));
  }
}

/** The events in what AWS's tools print around them. */
function unwrap(value: Json, file: string): readonly Content[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => unwrap(item, file));
  if (!isJsonObject(value)) throw notAnEvent(file, kindOf(value));
  if (isEvent(value)) return [{ event: value, body: undefined }];

  const list = LISTS.map((key) => value[key]).find(Array.isArray);
  if (list !== undefined) return unwrap(list, file);
  const log = value[LOG_TEXT];
  if (typeof log === "string") return unwrap(parseJson(log, `${file}: '${LOG_TEXT}'`), file);
  const body = BODIES.map((key) => value[key]).find((text) => typeof text === "string");
  if (typeof body === "string") return [{ ...messageBody(body), ...undelivered(value) }];
  if (SLACK_KEYS.some((key) => key in value)) return [{ event: undefined, body: value }];
  throw notAnEvent(file, `an object with ${keys(value)}`);
}

/** The event that a queue's message holds, or else what a target was sent, which need not even be JSON. */
function messageBody(text: string): Content {
  let body: Json = text;
  try {
    body = JSON.parse(text);
  } catch {}
  return isJsonObject(body) && isEvent(body) ? { event: body, body: undefined } : { event: undefined, body };
}

/**
 * What EventBridge says of a message that it could not deliver, where the queue was asked for attributes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function undelivered(message: JsonObject): Pick<SampleEvent, "undelivered"> {
  const attributes = ATTRIBUTES.map((key) => message[key]).find(isJsonObject);
  const of = (name: string) => {
    const attribute = attributes?.[name];
    const text = isJsonObject(attribute) ? ATTRIBUTE_TEXTS.map((key) => attribute[key]).find(Boolean) : undefined;
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

function notAnEvent(file: string, found: string): InputProblem {
  return new InputProblem(`${file}: is not an event, which has 'source' and 'detail-type', but ${found}.`);
}

function keys(value: JsonObject): string {
  const names = Object.keys(value);
  const some = names
    .slice(0, 5)
    .map((name) => `'${name}'`)
    .join(", ");
  if (names.length === 0) return "nothing in it";
  return names.length > 5 ? `${some} and ${names.length - 5} more` : some;
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  return typeof value === "string" ? "a string" : `a ${typeof value}`;
}
