import { isJsonList, isJsonObject, type Json, type JsonObject } from "../eventbridge/json";

/** The cluster of samples that name none. */
export const SAMPLE_CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";

type Cluster = NonNullable<ReturnType<typeof clusterIn>>;

/** ARNs of ECS that name a cluster: its own, and those of what is in it. */
const IN_CLUSTER = /^arn:([\w-]+):ecs:([\w-]+):(\d+):(?:cluster\/([\w-]+)|[a-z-]+\/([\w-]+)\/)/;

/** The first cluster that an event names or a pattern allows: by its ARN, or by the ARN of something in it. */
export function clusterOf(value: Json | undefined): Cluster | undefined {
  if (!isJsonObject(value) && !isJsonList(value)) return clusterIn(String(value));
  for (const [key, item] of Object.entries<Json>(value)) {
    const cluster = key === "anything-but" ? undefined : clusterOf(item);
    if (cluster) return cluster;
  }
  return undefined;
}

/** The event as one of this cluster, or at least of its Region and account if it names no cluster of its own. */
export function inCluster(event: JsonObject, clusterArn: string): JsonObject {
  const to = clusterIn(clusterArn);
  const from = clusterOf(event) ?? event;
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

function clusterIn(text: string) {
  const [, partition = "", region = "", account = "", own, others] = IN_CLUSTER.exec(text) ?? [];
  const name = own ?? others;
  if (name === undefined) return undefined;
  return { arn: `arn:${partition}:ecs:${region}:${account}:cluster/${name}`, partition, region, account, name };
}
