import { type EventRows, LONGEST_REASON, PLACE_ROWS, type Shape } from "./event-rows";

/**
 * The values of an ECS stop event, one row each.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const STOP_ROWS = {
  group: {
    path: "$.detail.group",
    longest: 263,
    free: true,
    field: { name: "service", en: "Service or task family", ja: "サービスまたはタスクファミリー", short: true },
  },
  stopCode: {
    path: "$.detail.stopCode",
    longest: 24,
    field: { name: "stopCode", en: "Stop code", ja: "停止コード", short: true },
  },
  stoppedReason: {
    path: "$.detail.stoppedReason",
    longest: LONGEST_REASON,
    free: true,
    field: { name: "stoppedReason", en: "Stopped reason", ja: "停止理由", short: false },
  },
  stoppedAt: {
    path: "$.detail.stoppedAt",
    longest: 24,
    field: { name: "stoppedAt", en: "Stopped at (UTC)", ja: "停止日時 (UTC)", short: true },
  },
  clusterArn: {
    path: "$.detail.clusterArn",
    longest: 330,
    alwaysPresent: true,
    field: { name: "cluster", en: "Cluster", ja: "クラスター", short: false },
  },
  ...PLACE_ROWS,
  availabilityZone: {
    path: "$.detail.availabilityZone",
    longest: 30,
    field: { name: "availabilityZone", en: "Availability Zone", ja: "アベイラビリティーゾーン", short: true },
  },
  taskArn: {
    path: "$.detail.taskArn",
    longest: 400,
    alwaysPresent: true,
    field: { name: "task", en: "Task", ja: "タスク", short: false },
  },
  taskDefinitionArn: {
    path: "$.detail.taskDefinitionArn",
    longest: 330,
    alwaysPresent: true,
    field: { name: "taskDefinition", en: "Task definition", ja: "タスク定義", short: false },
  },
  launchType: {
    path: "$.detail.launchType",
    longest: 17,
    field: { name: "launchType", en: "Launch type", ja: "起動タイプ", short: true },
  },
  capacityProviderName: {
    path: "$.detail.capacityProviderName",
    longest: 255,
    free: true,
    field: { name: "capacityProvider", en: "Capacity provider", ja: "キャパシティプロバイダー", short: true },
  },
  startedBy: {
    path: "$.detail.startedBy",
    longest: 1024,
    free: true,
    field: { name: "startedBy", en: "Started by", ja: "起動元", short: false },
  },
  time: { path: "$.time", longest: 20, alwaysPresent: true },
  createdAt: { path: "$.detail.createdAt", longest: 24, alwaysPresent: true },
  startedAt: { path: "$.detail.startedAt", longest: 24 },
} as const satisfies EventRows;

/** Further paths at which every stop event has a string. */
export const STOP_ALWAYS_PRESENT = [
  ...["$.detail-type", "$.id", "$.source"],
  ...["$.detail.desiredStatus", "$.detail.lastStatus", "$.detail.updatedAt"],
];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export const STOP_SHAPE: Shape = {
  resources: ["text"],
  detail: {
    attachments: [{ details: [{}] }],
    attributes: [{}],
    containers: [
      {
        exitCode: "number",
        gpuIds: ["text"],
        managedAgents: [{}],
        networkBindings: [{ containerPort: "number", hostPort: "number" }],
        networkInterfaces: [{}],
      },
    ],
    enableExecuteCommand: "boolean",
    ephemeralStorage: { sizeInGiB: "number" },
    fargateEphemeralStorage: { sizeInGiB: "number" },
    inferenceAccelerators: [{}],
    overrides: {
      containerOverrides: [
        {
          command: ["text"],
          cpu: "number",
          environment: [{}],
          environmentFiles: [{}],
          memory: "number",
          memoryReservation: "number",
          resourceRequirements: [{}],
        },
      ],
      ephemeralStorage: { sizeInGiB: "number" },
      inferenceAcceleratorOverrides: [{}],
    },
    tags: [{}],
    version: "number",
  },
};
