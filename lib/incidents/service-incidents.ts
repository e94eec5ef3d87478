import type { ClusterArn } from "../aws/arns";
import { allOf, anyOf, checkPattern } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import { listOf } from "../problems/not-together-with";
import type { Report } from "../problems/problem";

/**
 * What can be alerted on, and the events that tell of it. SERVICE_STEADY_STATE is missing on purpose: ECS repeats it for
 * hours.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const INCIDENT_EVENTS = {
  /** Only for services with the deployment circuit breaker or deployment alarms. */
  deploymentFailed: ["SERVICE_DEPLOYMENT_FAILED"],
  deploymentRolledBack: ["SERVICE_DEPLOYMENT_IN_PROGRESS"],
  deploymentStarted: ["SERVICE_DEPLOYMENT_IN_PROGRESS"],
  deploymentCompleted: ["SERVICE_DEPLOYMENT_COMPLETED"],
  placementFailed: ["SERVICE_TASK_PLACEMENT_FAILURE"],
  startImpaired: ["SERVICE_TASK_START_IMPAIRED"],
  misconfigured: ["SERVICE_TASK_CONFIGURATION_FAILURE"],
  healthUnknown: ["SERVICE_HEALTH_UNKNOWN"],
  registrationFailed: ["SERVICE_DISCOVERY_INSTANCE_UNHEALTHY", "VPC_LATTICE_TARGET_UNHEALTHY"],
  throttled: ["ECS_OPERATION_THROTTLED", "SERVICE_DISCOVERY_OPERATION_THROTTLED"],
  daemonConstraintViolated: ["SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What happened to a service or a deployment. */
export type Incident = keyof typeof INCIDENT_EVENTS;

/** A rollback is a deployment in progress, which only its reason tells: `rolling back` or `Rolling back`. */
const ROLLING_BACK = { wildcard: "*olling back*" };

/** Conditions on the reason of the events. The others may have any, or none. */
const INCIDENT_REASONS: { readonly [Name in Incident]?: readonly Json[] } = {
  deploymentRolledBack: [ROLLING_BACK],
  deploymentStarted: [{ exists: false }, { "anything-but": ROLLING_BACK }],
};

function titleIn(color: "good" | "warning" | "danger") {
  return (emoji: string, en: string, ja: string) => ({ emoji, color, en, ja });
}

const good = titleIn("good");
const warning = titleIn("warning");
const danger = titleIn("danger");

/** What happened, with `%` for the service. What is not good news is abnormal. */
export const INCIDENT_TITLES: Readonly<Record<Incident, ReturnType<typeof good>>> = {
  deploymentFailed: danger("💔", "A deployment of % failed", "%のデプロイが失敗しました"),
  deploymentRolledBack: danger("⏪", "A deployment of % is being rolled back", "%のデプロイをロールバックしています"),
  deploymentStarted: good("🚀", "A deployment of % started", "%のデプロイが始まりました"),
  deploymentCompleted: good("✅", "A deployment of % completed", "%のデプロイが完了しました"),
  placementFailed: danger("📦", "Tasks of % cannot be placed", "%のタスクを配置できません"),
  startImpaired: danger("🚫", "Tasks of % cannot start", "%のタスクを起動できません"),
  misconfigured: danger("🔧", "The configuration of % is wrong", "%の設定に誤りがあります"),
  healthUnknown: warning("❓", "The health of % is unknown", "%のヘルスが不明です"),
  registrationFailed: warning("📇", "Tasks of % cannot be registered", "%のタスクを登録できません"),
  throttled: warning("🐢", "Operations of % are throttled", "%の操作がスロットリングされています"),
  daemonConstraintViolated: warning(
    "😈",
    "A task of % violates the daemon placement constraint",
    "%のタスクがデーモンの配置制約に違反しています",
  ),
};

export function isIncident(text: string): text is Incident {
  return Object.hasOwn(INCIDENT_EVENTS, text);
}

export const ALL_INCIDENTS: readonly Incident[] = Object.keys(INCIDENT_EVENTS).filter(isIncident);
export const ABNORMAL_INCIDENTS = ALL_INCIDENTS.filter((kind) => INCIDENT_TITLES[kind].color !== "good");

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
  /** The cluster of the variable `cluster_arn`, or any cluster of its account and Region. @default "variable" */
  readonly cluster?: "variable" | "any";
  /**
   * Further fields of an event pattern that must match. A field that another setting uses cannot be set here.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   * @default - no further fields
   */
  readonly pattern?: JsonObject;
}

export function kindsOf({ kinds }: ServiceIncidents): readonly Incident[] {
  return kinds === "abnormal" ? ABNORMAL_INCIDENTS : (listOf(kinds) ?? []);
}

const SERVICE_EVENT = { source: ["aws.ecs"], "detail-type": ["ECS Service Action", "ECS Deployment State Change"] };

/**
 * The event pattern of the incidents. AWS documents some events under both detail types, and `detail.clusterArn` only for
 * some, so the cluster is that of the service's ARN.
 * @param cluster whose parts may be tokens
 * @throws FieldConflict if `pattern` sets a field that another setting uses
 */
export function incidentsPattern(incidents: ServiceIncidents, cluster: ClusterArn): JsonObject {
  const resources = resourcesOf(incidents, cluster);
  const detail = kindsPattern(kindsOf(incidents));
  return allOf({ ...SERVICE_EVENT, ...(resources && { resources }), detail }, incidents.pattern ?? {});
}

function kindsPattern(kinds: readonly Incident[]): JsonObject {
  const plain = kinds.filter((kind) => !INCIDENT_REASONS[kind]).flatMap((kind) => INCIDENT_EVENTS[kind]);
  const withReason = kinds.flatMap((kind) => {
    const reason = INCIDENT_REASONS[kind];
    return reason ? { eventName: INCIDENT_EVENTS[kind], reason } : [];
  });
  return anyOf(plain.length > 0 ? [{ eventName: plain }, ...withReason] : withReason);
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

/** A service's name, or the beginning of one and `*`. */
const NAME = /^[A-Za-z0-9_-]{1,255}$|^[A-Za-z0-9_-]{0,254}\*$/;
const NAME_RULE = "1 to 255 letters, digits, '-' and '_' (Amazon ECS's limit), with a '*' only at the end";

/** Reports what can match nothing or EventBridge would refuse. @returns the pattern, or undefined if there is a problem */
export function checkIncidents(report: Report, setting: string, incidents: ServiceIncidents, longest: ClusterArn) {
  const { services = ["*"] } = incidents;
  const check = (name: string, values: readonly string[], isRight: (value: string) => boolean, rule: string) => {
    const wrong = values.filter((value) => !isRight(value));
    if (values.length === 0) report(`${setting}.${name}`, "must not be empty: name some.");
    for (const value of wrong) report(`${setting}.${name}`, `has "${value}", which must be ${rule}.`);
    return values.length > 0 && wrong.length === 0;
  };
  const kindsAreRight = check("kinds", kindsOf(incidents), isIncident, `one of ${ALL_INCIDENTS.join(", ")}`);
  const servicesAreRight = check("services", services, (service) => NAME.test(service), NAME_RULE);
  if (!kindsAreRight || !servicesAreRight) return undefined;
  return checkPattern(report, setting, () => incidentsPattern(incidents, longest));
}
