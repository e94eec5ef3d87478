import { THE_CLUSTER } from "../aws/arns";
import { allOf, anyOf, PATTERN_SHAPE } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import { shapeOf, some, someOrAbnormal, string } from "../problems/shape";

/** What happened, in words with `%` for the service, and the names and reasons of the events that tell of it. */
function incident(color: "good" | "warning" | "danger") {
  return (emoji: string, en: string, ja: string) => ({
    on: (events: readonly string[], reason?: readonly Json[]) => ({ color, emoji, en, ja, events, reason }),
  });
}

const good = incident("good");
const warning = incident("warning");
const danger = incident("danger");

/** A rollback is a deployment in progress, which only its reason tells: `rolling back` or `Rolling back`. */
const ROLLING_BACK = { wildcard: "*olling back*" };

/**
 * What can be alerted on, one row each. SERVICE_STEADY_STATE is missing on purpose: ECS repeats it for hours. Deployments
 * fail only for services with the deployment circuit breaker or deployment alarms.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const INCIDENTS = {
  deploymentFailed: danger("💔", "A deployment of % failed", "%のデプロイが失敗しました").on([
    "SERVICE_DEPLOYMENT_FAILED",
  ]),
  deploymentRolledBack: danger(
    "⏪",
    "A deployment of % is being rolled back",
    "%のデプロイをロールバックしています",
  ).on(["SERVICE_DEPLOYMENT_IN_PROGRESS"], [ROLLING_BACK]),
  deploymentStarted: good("🚀", "A deployment of % started", "%のデプロイが始まりました").on(
    ["SERVICE_DEPLOYMENT_IN_PROGRESS"],
    [{ exists: false }, { "anything-but": ROLLING_BACK }],
  ),
  deploymentCompleted: good("✅", "A deployment of % completed", "%のデプロイが完了しました").on([
    "SERVICE_DEPLOYMENT_COMPLETED",
  ]),
  placementFailed: danger("📦", "Tasks of % cannot be placed", "%のタスクを配置できません").on([
    "SERVICE_TASK_PLACEMENT_FAILURE",
  ]),
  startImpaired: danger("🚫", "Tasks of % cannot start", "%のタスクを起動できません").on([
    "SERVICE_TASK_START_IMPAIRED",
  ]),
  misconfigured: danger("🔧", "The configuration of % is wrong", "%の設定に誤りがあります").on([
    "SERVICE_TASK_CONFIGURATION_FAILURE",
  ]),
  healthUnknown: warning("❓", "The health of % is unknown", "%のヘルスが不明です").on(["SERVICE_HEALTH_UNKNOWN"]),
  registrationFailed: warning("📇", "Tasks of % cannot be registered", "%のタスクを登録できません").on([
    "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY",
    "VPC_LATTICE_TARGET_UNHEALTHY",
  ]),
  throttled: warning("🐢", "Operations of % are throttled", "%の操作がスロットリングされています").on([
    "ECS_OPERATION_THROTTLED",
    "SERVICE_DISCOVERY_OPERATION_THROTTLED",
  ]),
  daemonConstraintViolated: warning(
    "😈",
    "A task of % violates the daemon placement constraint",
    "%のタスクがデーモンの配置制約に違反しています",
  ).on(["SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED"]),
};

/** What happened to a service or a deployment. */
export type Incident = keyof typeof INCIDENTS;

function isIncident(text: string): text is Incident {
  return Object.hasOwn(INCIDENTS, text);
}

export const ALL_INCIDENTS: readonly Incident[] = Object.keys(INCIDENTS).filter(isIncident);

/** Events about services and deployments. ECS does not promise how often it sends them, or that it sends each. */
export interface ServiceIncidents {
  /** What the alert is for: some incidents, or `abnormal` for all that are not good news. */
  readonly kinds: "abnormal" | readonly Incident[];
  /** Only these services: exact names, or prefixes that end in `*`. @default - all services */
  readonly services?: readonly string[];
  /** The cluster of the variable `cluster_arn`, or any cluster of its account and Region. @default "variable" */
  readonly cluster?: "variable" | "any";
  /** Further fields of an event pattern that must match, but none that another setting uses. @default - none */
  readonly pattern?: JsonObject;
}

export const INCIDENT_SHAPE = shapeOf<ServiceIncidents>({
  kinds: { ...someOrAbnormal(ALL_INCIDENTS), required: true },
  services: some(
    string(/^[\w-]{1,255}$|^[\w-]{0,254}\*$/, "1 to 255 letters, digits, '-' and '_', with a '*' only at the end"),
  ),
  ...PATTERN_SHAPE,
});

/** The incidents that an alert is for, `abnormal` being all that are not good news. */
export function kindsOf({ kinds }: ServiceIncidents): readonly Incident[] {
  if (kinds === "abnormal") return ALL_INCIDENTS.filter((kind) => INCIDENTS[kind].color !== "good");
  return kinds.filter(isIncident);
}

const SERVICE_EVENT = { source: ["aws.ecs"], "detail-type": ["ECS Service Action", "ECS Deployment State Change"] };

/** AWS documents some events under both detail types, and `detail.clusterArn` only for some. @throws FieldConflict */
export function incidentsPattern(incidents: ServiceIncidents): JsonObject {
  const { pattern = {} } = incidents;
  const rows = kindsOf(incidents).map((kind) => INCIDENTS[kind]);
  const plain = rows.filter(({ reason }) => !reason).flatMap(({ events }) => events);
  const withReason = rows.flatMap(({ events, reason }) => (reason ? { eventName: events, reason } : []));
  const detail = anyOf(plain.length > 0 ? [{ eventName: plain }, ...withReason] : withReason);
  const resources = resourcesOf(incidents);
  return allOf({ ...SERVICE_EVENT, ...(resources && { resources }), detail }, pattern);
}

function resourcesOf({ cluster, services }: ServiceIncidents): Json[] | undefined {
  const { partition, region, account, clusterName } = THE_CLUSTER;
  const any = cluster === "any";
  const start = `arn:${partition}:ecs:${region}:${account}:service/${clusterName}/`;
  if (!services) return any ? undefined : [{ prefix: start }];
  return services.map((service) => {
    const name = service.replace(/\*$/, "");
    if (any) return name === service ? { suffix: `/${name}` } : { wildcard: `*:service/*/${service}` };
    return name === service ? start + name : { prefix: start + name };
  });
}
