import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure, orFailure } from "../../cli/failure";
import { isJsonList, isJsonObject, type Json, type JsonObject, parseJson } from "../../eventbridge/json";
import type { SampleEvent } from "../model";
import { valueAt } from "./resources";

export function readSamples(folder: string): readonly SampleEvent[] {
  const names = orFailure(folder, () => readdirSync(folder)).filter((name) => name.endsWith(".json"));
  return readEvents(names.sort().map((name) => join(folder, name)));
}

/** The events of files, and of the text of standard input for `-`. @throws Failure if there is anything else */
export function readEvents(files: readonly string[], standardInput = ""): readonly SampleEvent[] {
  // Results are compared by the event's name, so the second of a name is `#2`, even if it is from another file.
  const seen = new Map<string, number>();
  return files.flatMap((file) => {
    const source = file === "-" ? "stdin" : file;
    const text = file === "-" ? standardInput : readText(file);
    const contents = unwrap(documents(text, source), source);
    if (contents.length === 0) throw new Failure(`${source}: has no event in it.`, 2);
    const name = basename(source, ".json");
    return contents.map((content) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: count === 1 ? name : `${name}#${count}`, ...content };
    });
  });
}

/** @throws Failure if it cannot be read */
export function readText(file: string): string {
  const bytes = orFailure(file, () => readFileSync(file));
  // A redirection in Windows PowerShell writes UTF-16.
  return new TextDecoder(bytes[0] === 0xff ? "utf-16le" : "utf-8").decode(bytes);
}

/** One JSON document, or JSON Lines. The parser's message is not passed on: it quotes what may be a secret. */
function documents(text: string, source: string): readonly Json[] {
  const whole = parseJson(text);
  if (whole !== undefined) return [whole];
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const value = parseJson(line);
    if (value === undefined)
      throw new Failure(`${source}: is neither JSON nor JSON Lines: line ${index + 1} is not JSON.`, 2);
    return [value];
  });
}

/** The events in what AWS's tools print around them: lists of log events, of a queue's messages. */
function unwrap(value: Json, source: string): readonly Omit<SampleEvent, "name">[] {
  if (isJsonList(value)) return value.flatMap((item) => unwrap(item, source));
  const object = isJsonObject(value) ? value : {};
  if (isEvent(object)) return [{ event: object }];
  const { events, logEvents, Messages, message, Body, MessageAttributes } = object;
  const list = [events, logEvents, Messages].find(Array.isArray);
  if (list !== undefined) return unwrap(list, source);
  if (typeof message === "string") return unwrap(documents(message, `${source}: 'message'`), source);
  if (typeof Body !== "string")
    throw new Failure(`${source}: expected an event, which is an object with 'source' and 'detail-type'.`, 2);
  // A queue has events, or the bodies that were made of them, which need not even be JSON.
  const body = parseJson(Body) ?? Body;
  const content = isJsonObject(body) && isEvent(body) ? { event: body } : { body };
  return [{ ...content, undelivered: undelivered(MessageAttributes) }];
}

function isEvent(value: JsonObject): boolean {
  return typeof value.source === "string" || typeof value["detail-type"] === "string";
}

/** Why EventBridge gave up. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function undelivered(attributes: Json | undefined): string | undefined {
  const of = (name: string) => {
    const value = valueAt(attributes, [name, "StringValue"]);
    return typeof value === "string" ? value : undefined;
  };
  if (of("ERROR_CODE") === undefined) return undefined;
  const rule = of("RULE_ARN")?.replace(/^.*\//, " for the rule ") ?? "";
  const retries = of("RETRY_ATTEMPTS")?.replace(/.+/, " after $& retries") ?? "";
  const reasons = ["ERROR_CODE", "EXHAUSTED_RETRY_CONDITION", "ERROR_MESSAGE"].flatMap((name) => of(name) ?? []);
  return `EventBridge gave up${rule}${retries}: ${reasons.join(", ")}`;
}
