import { basename, join } from "node:path";
import { Failure } from "../../cli/failure";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../../eventbridge/json";
import type { SampleEvent } from "../model";
import { filesIn, readJson, readText } from "./file";
import { valueAt } from "./resources";

/** An event, or a body that was already made of one. */
type Content = Omit<SampleEvent, "name">;

/** The sample events of a folder, sorted by name. */
export function readSamples(folder: string): readonly SampleEvent[] {
  const names = filesIn(folder).filter((name) => name.endsWith(".json"));
  const files = names.sort().map((name) => join(folder, name));
  return readEvents(files, "");
}

/**
 * The events of files, and of standard input for `-`.
 * @param standardInput the text of standard input
 * @throws Failure if a file does not exist or contains anything but events
 */
export function readEvents(files: readonly string[], standardInput: string): readonly SampleEvent[] {
  // Results are compared by the event's name, so the second of a name is `#2`, even if it is from another file.
  const seen = new Map<string, number>();
  return files.flatMap((file) => {
    const isInput = file === "-";
    const name = isInput ? "stdin" : basename(file, ".json");
    const source = isInput ? name : file;
    const contents = documents(isInput ? standardInput : readText(file), source).flatMap((one) => unwrap(one, source));
    if (contents.length === 0) throw new Failure(`${source}: has no event in it.`, 2);
    return contents.map((content) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: count === 1 ? name : `${name}#${count}`, ...content };
    });
  });
}

/** One JSON document, or JSON Lines. */
function documents(text: string, source: string): readonly Json[] {
  const lines = text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ line, number: index + 1 }]));
  const [first, second] = lines;
  if (!first || !second || parseJson(first.line) === undefined) return [readJson(text, source)];
  return lines.map(({ line, number }) => readJson(line, `${source}: line ${number}`));
}

/** The events in what AWS's tools print around them: lists of log events, of a queue's messages. */
function unwrap(value: Json, source: string): readonly Content[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => unwrap(item, source));
  const object = isJsonObject(value) ? value : {};
  if (isEvent(object)) return [{ event: object, body: undefined }];
  const { events, logEvents, Messages, message, Body, MessageAttributes } = object;
  const list = [events, logEvents, Messages].find(Array.isArray);
  if (list !== undefined) return unwrap(list, source);
  if (typeof message === "string") return unwrap(readJson(message, `${source}: 'message'`), source);
  if (typeof Body === "string") return [{ ...messageBody(Body), undelivered: undelivered(MessageAttributes) }];
  throw new Failure(`${source}: expected an event, which is an object with 'source' and 'detail-type'.`, 2);
}

/** The event in a queue's message, or else the body that was sent to a target, which need not even be JSON. */
function messageBody(text: string): Content {
  const body = parseJson(text) ?? text;
  return isJsonObject(body) && isEvent(body) ? { event: body, body: undefined } : { event: undefined, body };
}

/**
 * Why EventBridge could not deliver a message, if the queue was asked for attributes.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function undelivered(attributes: Json | undefined): string | undefined {
  const of = (name: string) => {
    const value = valueAt(attributes, [name, "StringValue"]);
    return typeof value === "string" ? value : undefined;
  };
  const code = of("ERROR_CODE");
  if (code === undefined) return undefined;
  const rule = of("RULE_ARN")?.replace(/^.*\//, " for the rule ") ?? "";
  const retries = of("RETRY_ATTEMPTS")?.replace(/.+/, " after $& retries") ?? "";
  const reasons = [code, of("EXHAUSTED_RETRY_CONDITION"), of("ERROR_MESSAGE")].filter((text) => text !== undefined);
  return `EventBridge gave up${rule}${retries}: ${reasons.join(", ")}`;
}

function isEvent(value: JsonObject): boolean {
  return typeof value.source === "string" || typeof value["detail-type"] === "string";
}
