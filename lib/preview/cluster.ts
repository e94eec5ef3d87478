import { isJsonObject, type Json, type JsonObject } from "../eventbridge/json";

/** The cluster of samples that name none. */
export const SAMPLE_CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";

interface Place {
  readonly region: string;
  readonly account: string;
}

interface Cluster extends Place {
  readonly arn: string;
  readonly partition: string;
  readonly name: string;
}

/** ARNs of ECS that name a cluster: its own, and those of what is in it. */
const IN_CLUSTER = /^arn:([\w-]+):ecs:([\w-]+):(\d+):(?:cluster\/([\w-]+)|[a-z-]+\/([\w-]+)\/)/;

/** Whether a value is the ARN of a cluster. */
export function isClusterArn(value: Json | undefined): value is string {
  return typeof value === "string" && clusterIn(value)?.arn === value;
}

/** The first cluster that one of the events names. */
export function clusterOfEvents(events: readonly { readonly event: JsonObject | undefined }[]): string {
  for (const { event } of events) {
    const cluster = event && clusterOfEvent(event);
    if (cluster !== undefined) return cluster.arn;
  }
  return SAMPLE_CLUSTER;
}

/** The first cluster that a pattern allows by its ARN, by the start of it, or by the ARN of something in the cluster. */
export function clusterOfPattern(pattern: Json | undefined): string | undefined {
  if (typeof pattern === "string") return clusterIn(pattern)?.arn;
  const items = Array.isArray(pattern) ? pattern : isJsonObject(pattern) ? allowed(pattern) : [];
  for (const item of items) {
    const found = clusterOfPattern(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function allowed({ "anything-but": _refused, ...rest }: JsonObject): readonly Json[] {
  return Object.values(rest);
}

/**
 * The event as one of this cluster, wherever it names its own: in ARNs, and as its Region and account. An event that
 * names no cluster, such as an alarm's, has the Region and account of the cluster's.
 */
export function inCluster(event: JsonObject, clusterArn: string): JsonObject {
  const to = clusterIn(clusterArn);
  const own = clusterOfEvent(event);
  const { region, account } = own ?? event;
  if (to === undefined || to.arn === own?.arn || typeof region !== "string" || typeof account !== "string")
    return event;
  const moved = moveAll(event, { region, account }, to, own?.name);
  return isJsonObject(moved) ? moved : event;
}

function moveAll(value: Json, from: Place, to: Cluster, name: string | undefined): Json {
  if (typeof value === "string") return moveText(value, from, to, name);
  if (Array.isArray(value)) return value.map((item: Json) => moveAll(item, from, to, name));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moveAll(item, from, to, name)]));
}

function moveText(text: string, from: Place, to: Cluster, name: string | undefined): string {
  if (text === from.region) return to.region;
  if (text === from.account) return to.account;
  const [arn, , service, region, account, ...resource] = text.split(":");
  if (arn !== "arn" || region !== from.region || account !== from.account) return text;
  const [type, second, ...rest] = resource.join(":").split("/");
  const isInCluster = service === "ecs" && second === name && (type === "cluster" || rest.length > 0);
  const path = [type, isInCluster ? to.name : second, ...rest].filter((part) => part !== undefined).join("/");
  return ["arn", to.partition, service, to.region, to.account, path].join(":");
}

function clusterOfEvent({ detail, resources }: JsonObject): Cluster | undefined {
  const own = isJsonObject(detail) ? detail.clusterArn : undefined;
  const candidates = [own, ...(Array.isArray(resources) ? resources : [])];
  return candidates.map(clusterIn).find((cluster) => cluster !== undefined);
}

function clusterIn(text: Json | undefined): Cluster | undefined {
  const [, partition = "", region = "", account = "", own, others] =
    (typeof text === "string" && IN_CLUSTER.exec(text)) || [];
  const name = own ?? others;
  if (name === undefined) return undefined;
  return { arn: `arn:${partition}:ecs:${region}:${account}:cluster/${name}`, partition, region, account, name };
}
