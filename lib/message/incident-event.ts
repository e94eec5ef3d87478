import { type EventRows, LONGEST_REASON, PLACE_ROWS, type Shape } from "./event-rows";

/**
 * The values of an ECS event about a service or deployment, one row each.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const INCIDENT_ROWS = {
  serviceArn: {
    path: "$.resources[0]",
    longest: 600,
    alwaysPresent: true,
    field: { name: "service", en: "Service", ja: "サービス", short: false },
  },
  eventName: {
    path: "$.detail.eventName",
    longest: 64,
    alwaysPresent: true,
    field: { name: "event", en: "Event", ja: "イベント", short: true },
  },
  reason: {
    path: "$.detail.reason",
    longest: LONGEST_REASON,
    free: true,
    field: { name: "reason", en: "Reason", ja: "理由", short: false },
  },
  deploymentId: {
    path: "$.detail.deploymentId",
    longest: 64,
    field: { name: "deployment", en: "Deployment", ja: "デプロイ", short: true },
  },
  time: {
    path: "$.time",
    longest: 20,
    alwaysPresent: true,
    field: { name: "time", en: "Time (UTC)", ja: "日時 (UTC)", short: true },
  },
  ...PLACE_ROWS,
  clusterArn: { path: "$.detail.clusterArn", longest: 330 },
  createdAt: { path: "$.detail.createdAt", longest: 24 },
} as const satisfies EventRows;

/** Further paths at which every such event has a string. */
export const INCIDENT_ALWAYS_PRESENT = ["$.detail-type", "$.id", "$.source", "$.detail.eventType"];

export const INCIDENT_SHAPE: Shape = {
  resources: ["text"],
  detail: {
    capacityProviderArns: ["text"],
    containerInstanceArns: ["text"],
    ec2InstanceIds: ["text"],
    instanceIds: ["text"],
    targetGroupArns: ["text"],
    taskArns: ["text"],
    taskSetArns: ["text"],
  },
};
