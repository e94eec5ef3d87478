import { App } from "cdktf";
import type { SlackMessage } from "../lib";
import { EcsTaskAlertStack } from "../lib";

/** Tasks of services and of task families: their names are known, so the titles can have them. */
const named = { services: ["*"], families: ["*"] };
/** Tasks that were run with a group of the caller's own. */
const unnamed = { excludeServices: ["*"], excludeFamilies: ["*"] };

/** Sidecars are stopped with their task, so their exit codes say nothing. Add yours. */
const ignoreContainers = [
  "envoy",
  "*log_router",
  "*log-router",
  "*otel-*",
  "opentelemetry-*",
  "cloudwatch-agent",
  "xray-daemon",
];

const message = {
  language: "en",
  links: ["stoppedTasks", { runbook: "https://wiki.example.com/runbooks/ecs-task-stopped" }],
  footer: "ecs-task-alert",
} as const satisfies SlackMessage;

/** An alert that is two hours late is better read in the dead-letter queue. */
const delivery = { maximumEventAgeSeconds: 7200, maximumRetryAttempts: 185 };
const alert = { ...delivery, message } as const;
const page = { ...alert, message: { ...message, mention: ["here"] } } as const;

/** What ECS reports about services and deployments. */
const news = { language: "en", mention: ["here"], footer: "ecs-task-alert" } as const;

const app = new App();

new EcsTaskAlertStack(app, "ecs-task-alert", {
  namePrefix: "prod",
  alerts: {
    "failed-to-start": { ...alert, stops: { ...named, causes: ["failedToStart"] } },
    crashed: { ...page, stops: { ...named, causes: ["crashed"], ignoreContainers } },
    "out-of-memory": { ...page, stops: { ...named, causes: ["outOfMemory"] } },
    unhealthy: { ...alert, stops: { ...named, causes: ["unhealthy"] } },
    interrupted: { ...alert, stops: { ...named, causes: ["interrupted"] } },
    "deployment-failed": { ...delivery, message: news, incidents: { kinds: ["deploymentFailed"] } },
    "placement-failed": { ...delivery, message: news, incidents: { kinds: ["placementFailed"] } },
    "other-tasks": { ...alert, stops: { ...unnamed, causes: "abnormal", ignoreContainers } },
  },
  webhooks: { main: { ratePerSecond: 1 } },
  deadLetterQueue: {},
  alarms: {},
  role: {
    confineToAccount: true,
    path: "/alerts/",
    permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  },
  tags: { Team: "platform" },
});

app.synth();
