import { App } from "cdktf";
import { EcsTaskAlertStack } from "../lib";

const stops = { causes: "abnormal" } as const;

const app = new App();

/** Every abnormal stop goes to a quiet channel. Only a storm of them pages somebody, once, and says when it is over. */
new EcsTaskAlertStack(app, "ecs-task-alert", {
  namePrefix: "shop",
  alerts: {
    stops: { stops, message: { language: "en" }, webhook: "quiet" },
    storm: {
      stops,
      storm: {
        events: 10,
        minutes: 5,
        message: { language: "en", mention: ["here"], links: [{ runbook: "https://wiki.example.com/runbooks/storm" }] },
      },
      webhook: "on-call",
    },
    "start-storm": {
      incidents: { kinds: ["startImpaired", "placementFailed"] },
      storm: { events: 5, minutes: 15, message: { language: "en" } },
      webhook: "on-call",
    },
  },
  webhooks: { quiet: { ratePerSecond: 1 }, "on-call": { ratePerSecond: 1 } },
  deadLetterQueue: {},
});

app.synth();
