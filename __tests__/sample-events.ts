import { readdirSync, readFileSync } from "node:fs";
import { isJsonObject, type JsonObject } from "../lib/eventbridge/json";

/** The sample events of `events/`, by the name of their file without `.json`. */
export const ALL_SAMPLES: Readonly<Record<string, JsonObject>> = Object.fromEntries(
  readdirSync("events").map((file) => [file.replace(/\.json$/, ""), read(`events/${file}`)]),
);

/** Those of tasks that stop. */
export const SAMPLE_EVENTS = ofType((type) => type === "ECS Task State Change");
/** Those of services and deployments. */
export const INCIDENT_SAMPLES = ofType((type) => type !== "ECS Task State Change");

/** A sample event with other values in its `detail`; `undefined` takes a field out. */
export function variant(name: string, detail: Readonly<Record<string, unknown>>): JsonObject {
  const event = ALL_SAMPLES[name];
  if (!event || !isJsonObject(event.detail)) throw new Error(`There is no sample event '${name}'.`);
  return JSON.parse(JSON.stringify({ ...event, detail: { ...event.detail, ...detail } }));
}

/** ARN of the cluster that the event is of. */
export function clusterOf(event: JsonObject): string {
  const { detail, resources } = event;
  if (isJsonObject(detail) && typeof detail.clusterArn === "string") return detail.clusterArn;
  const [service] = Array.isArray(resources) ? resources : [];
  return String(service).replace(/:service\/([^/]+)\/.*$/, ":cluster/$1");
}

function ofType(accepts: (type: unknown) => boolean): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(Object.entries(ALL_SAMPLES).filter(([, event]) => accepts(event["detail-type"])));
}

function read(path: string): JsonObject {
  const event = JSON.parse(readFileSync(path, "utf8"));
  if (!isJsonObject(event)) throw new Error(`${path} is not an event.`);
  return event;
}
