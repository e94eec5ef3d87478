import type { Json } from "../eventbridge/json";

/** Something that ECS reports about a service or a deployment. */
interface IncidentKind {
  /** What happened, with `%` for the service. */
  readonly en: string;
  readonly ja: string;
  readonly emoji: string;
  readonly color: "good" | "warning" | "danger";
  /** Whether `kinds: "abnormal"` includes it. */
  readonly isAbnormal: boolean;
  readonly eventNames: readonly string[];
  /** Condition on the event's reason. @default - any reason, or none */
  readonly reason?: readonly Json[];
}

/** A rollback is a deployment in progress, which only its reason tells: `rolling back` or `Rolling back`. */
const ROLLING_BACK = { wildcard: "*olling back*" };

/**
 * What can be alerted on, one row each. SERVICE_STEADY_STATE is missing on purpose: ECS repeats it for hours.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const INCIDENT_KINDS = {
  /** Only for services with the deployment circuit breaker or deployment alarms. */
  deploymentFailed: {
    en: "A deployment of % failed",
    ja: "%のデプロイが失敗しました",
    emoji: "💔",
    color: "danger",
    isAbnormal: true,
    eventNames: ["SERVICE_DEPLOYMENT_FAILED"],
  },
  deploymentRolledBack: {
    en: "A deployment of % is being rolled back",
    ja: "%のデプロイをロールバックしています",
    emoji: "⏪",
    color: "danger",
    isAbnormal: true,
    eventNames: ["SERVICE_DEPLOYMENT_IN_PROGRESS"],
    reason: [ROLLING_BACK],
  },
  deploymentStarted: {
    en: "A deployment of % started",
    ja: "%のデプロイが始まりました",
    emoji: "🚀",
    color: "good",
    isAbnormal: false,
    eventNames: ["SERVICE_DEPLOYMENT_IN_PROGRESS"],
    reason: [{ exists: false }, { "anything-but": ROLLING_BACK }],
  },
  deploymentCompleted: {
    en: "A deployment of % completed",
    ja: "%のデプロイが完了しました",
    emoji: "✅",
    color: "good",
    isAbnormal: false,
    eventNames: ["SERVICE_DEPLOYMENT_COMPLETED"],
  },
  /** No container instance or capacity meets the task's requirements. */
  placementFailed: {
    en: "Tasks of % cannot be placed",
    ja: "%のタスクを配置できません",
    emoji: "📦",
    color: "danger",
    isAbnormal: true,
    eventNames: ["SERVICE_TASK_PLACEMENT_FAILURE"],
  },
  /** Tasks fail to start again and again, so ECS slows down. */
  startImpaired: {
    en: "Tasks of % cannot start",
    ja: "%のタスクを起動できません",
    emoji: "🚫",
    color: "danger",
    isAbnormal: true,
    eventNames: ["SERVICE_TASK_START_IMPAIRED"],
  },
  misconfigured: {
    en: "The configuration of % is wrong",
    ja: "%の設定に誤りがあります",
    emoji: "🔧",
    color: "danger",
    isAbnormal: true,
    eventNames: ["SERVICE_TASK_CONFIGURATION_FAILURE"],
  },
  healthUnknown: {
    en: "The health of % is unknown",
    ja: "%のヘルスが不明です",
    emoji: "❓",
    color: "warning",
    isAbnormal: true,
    eventNames: ["SERVICE_HEALTH_UNKNOWN"],
  },
  /** Registration with service discovery or VPC Lattice. */
  registrationFailed: {
    en: "Tasks of % cannot be registered",
    ja: "%のタスクを登録できません",
    emoji: "📇",
    color: "warning",
    isAbnormal: true,
    eventNames: ["SERVICE_DISCOVERY_INSTANCE_UNHEALTHY", "VPC_LATTICE_TARGET_UNHEALTHY"],
  },
  /** Calls of ECS or of service discovery. */
  throttled: {
    en: "Operations of % are throttled",
    ja: "%の操作がスロットリングされています",
    emoji: "🐢",
    color: "warning",
    isAbnormal: true,
    eventNames: ["ECS_OPERATION_THROTTLED", "SERVICE_DISCOVERY_OPERATION_THROTTLED"],
  },
  daemonConstraintViolated: {
    en: "A task of % violates the daemon placement constraint",
    ja: "%のタスクがデーモンの配置制約に違反しています",
    emoji: "😈",
    color: "warning",
    isAbnormal: true,
    eventNames: ["SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED"],
  },
} as const satisfies Readonly<Record<string, IncidentKind>>;

/** What happened to a service or a deployment. */
export type Incident = keyof typeof INCIDENT_KINDS;

export function isIncident(text: string): text is Incident {
  return Object.hasOwn(INCIDENT_KINDS, text);
}

export const ALL_INCIDENTS: readonly Incident[] = Object.keys(INCIDENT_KINDS).filter(isIncident);
export const ABNORMAL_INCIDENTS: readonly Incident[] = ALL_INCIDENTS.filter((kind) => INCIDENT_KINDS[kind].isAbnormal);

export function incidentKind(name: Incident): IncidentKind {
  return INCIDENT_KINDS[name];
}
