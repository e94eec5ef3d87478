import { isJsonList, isJsonObject, type Json, type JsonObject } from "../eventbridge/json";
import type { SampleEvent } from "./model";

/** The cluster of samples that name none. */
export const SAMPLE_CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";

type Cluster = NonNullable<ReturnType<typeof clusterIn>>;

/** ARNs of ECS that name a cluster: its own, and those of what is in it. */
const IN_CLUSTER = /^arn:([\w-]+):ecs:([\w-]+):(\d+):(?:cluster\/([\w-]+)|[a-z-]+\/([\w-]+)\/)/;

/** The first cluster that one of the events names. */
export function clusterOfEvents(events: readonly Pick<SampleEvent, "event">[]): string {
  for (const { event = {} } of events) {
    const cluster = clusterOfEvent(event);
    if (cluster) return cluster.arn;
  }
  return SAMPLE_CLUSTER;
}

/** The first cluster that a pattern allows by its ARN, by the start of it, or by the ARN of something in the cluster. */
export function clusterOfPattern(pattern: Json | undefined): string | undefined {
  if (!isJsonObject(pattern) && !isJsonList(pattern)) return clusterIn(pattern ?? null)?.arn;
  const items = Object.entries<Json>(pattern).filter(([key]) => key !== "anything-but");
  return items.map(([, item]) => clusterOfPattern(item)).find((cluster) => cluster !== undefined);
}

/**
 * The event as one of this cluster, wherever it names its own: in ARNs, and as its Region and account. An event that
 * names no cluster, such as an alarm's, gets the Region and account of the cluster.
 */
export function inCluster(event: JsonObject, clusterArn: string): JsonObject {
  const to = clusterIn(clusterArn);
  const from = clusterOfEvent(event) ?? event;
  if (!to || to.arn === from.arn) return event;
  return JSON.parse(JSON.stringify(event), (_key, value) =>
    typeof value === "string" ? moved(value, from, to) : value,
  );
}

function moved(text: string, from: Cluster | JsonObject, to: Cluster): string {
  if (text === from.region) return to.region;
  if (text === from.account) return to.account;
  if (!text.startsWith("arn:")) return text;
  const [, , service, region, account, ...resource] = text.split(":");
  if (region !== from.region || account !== from.account) return text;
  const [type, second, ...rest] = resource.join(":").split("/");
  const isInCluster = service === "ecs" && second === from.name && (type === "cluster" || rest.length > 0);
  const path = [type, isInCluster ? to.name : second, ...rest].filter((part) => part !== undefined).join("/");
  return ["arn", to.partition, service, to.region, to.account, path].join(":");
}

function clusterOfEvent({ detail, resources }: JsonObject): Cluster | undefined {
  const own = isJsonObject(detail) ? clusterIn(detail.clusterArn ?? null) : undefined;
  return own ?? (isJsonList(resources) ? resources : []).map(clusterIn).find((cluster) => cluster !== undefined);
}

function clusterIn(text: Json) {
  const [, partition = "", region = "", account = "", own, others] = IN_CLUSTER.exec(String(text)) ?? [];
  const name = own ?? others;
  if (name === undefined) return undefined;
  return { arn: `arn:${partition}:ecs:${region}:${account}:cluster/${name}`, partition, region, account, name };
}
