import type { ClusterArn } from "../aws/arns";
import { allOf, anyOf } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import { listOf } from "../problems/not-together-with";
import { ABNORMAL_INCIDENTS, type Incident, incidentKind } from "./kinds";

/**
 * Which events about services and deployments an alert is for. ECS does not promise how often it sends them, or that it
 * sends each.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export interface ServiceIncidents {
  /** What the alert is for: some incidents, or `abnormal` for all that are no good news. */
  readonly kinds: "abnormal" | readonly Incident[];
  /** Only these services: exact names, or prefixes that end in `*`. @default - all services */
  readonly services?: readonly string[];
  /**
   * The cluster of the variable `cluster_arn`, or any cluster of its account and Region.
   * @default "variable"
   */
  readonly cluster?: "variable" | "any";
  /**
   * Further fields of an event pattern that must match. A field that another setting uses cannot be set here.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   * @default - no further fields
   */
  readonly pattern?: JsonObject;
}

/** The settings with the incidents as a list. */
export interface PlainIncidents {
  readonly kinds: readonly Incident[];
  readonly services: readonly string[] | undefined;
}

export function plainIncidents({ kinds, services }: ServiceIncidents): PlainIncidents {
  return { kinds: kinds === "abnormal" ? ABNORMAL_INCIDENTS : (listOf(kinds) ?? []), services };
}

/**
 * The event pattern of the incidents. AWS documents some events under both detail types, and `detail.clusterArn` only for
 * some, so the cluster is that of the service's ARN.
 * @param cluster whose parts may be tokens
 * @throws FieldConflict if `pattern` sets a field that another setting uses
 */
export function incidentsPattern(incidents: ServiceIncidents, cluster: ClusterArn): JsonObject {
  const resources = resourcesOf(incidents, cluster);
  return allOf(
    {
      source: ["aws.ecs"],
      "detail-type": ["ECS Service Action", "ECS Deployment State Change"],
      ...(resources && { resources }),
      detail: kindsPattern(plainIncidents(incidents).kinds),
    },
    incidents.pattern ?? {},
  );
}

function kindsPattern(kinds: readonly Incident[]): JsonObject {
  const rows = kinds.map(incidentKind);
  const plain = rows.filter(({ reason }) => reason === undefined).flatMap(({ eventNames }) => eventNames);
  const alternatives: JsonObject[] = [
    ...(plain.length > 0 ? [{ eventName: plain }] : []),
    ...rows.flatMap(({ eventNames, reason }) => (reason ? [{ eventName: eventNames, reason }] : [])),
  ];
  return anyOf(alternatives);
}

function resourcesOf({ cluster: which, services }: ServiceIncidents, cluster: ClusterArn): Json[] | undefined {
  const { partition, region, account, clusterName } = cluster;
  const any = which === "any";
  const start = `arn:${partition}:ecs:${region}:${account}:service/${clusterName}/`;
  if (!services) return any ? undefined : [{ prefix: start }];
  return services.map((service) => {
    const name = service.replace(/\*$/, "");
    if (any) return name === service ? { suffix: `/${name}` } : { wildcard: `*:service/*/${service}` };
    return name === service ? start + name : { prefix: start + name };
  });
}
