import { readdirSync, readFileSync } from "node:fs";
import { isJsonObject, type JsonObject } from "../lib/eventbridge/json";

/** The sample events of `events/`, by the name of their file without `.json`. */
export const SAMPLE_EVENTS: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  readdirSync("events").map((file) => [file.replace(/\.json$/, ""), read(`events/${file}`)]),
);

/** A sample event with other values in its `detail`; `undefined` takes a field out. */
export function variant(name: string, detail: Readonly<Record<string, unknown>>): JsonObject {
  const event = SAMPLE_EVENTS[name];
  if (!event || !isJsonObject(event.detail)) throw new Error(`There is no sample event '${name}'.`);
  return JSON.parse(JSON.stringify({ ...event, detail: { ...event.detail, ...detail } }));
}

/** ARN of the cluster that the event is of. */
export function clusterOf(event: JsonObject): string {
  const { detail } = event;
  if (!isJsonObject(detail) || typeof detail.clusterArn !== "string") throw new Error("The event has no cluster.");
  return detail.clusterArn;
}

function read(path: string): JsonObject {
  const event = JSON.parse(readFileSync(path, "utf8"));
  if (!isJsonObject(event)) throw new Error(`${path} is no event.`);
  return event;
}
