import { App } from "cdktf";
import { EcsTaskAlertStack } from "../lib";

const app = new App();

new EcsTaskAlertStack(app, "ecs-task-alert", {
  namePrefix: "shop",
  alerts: {
    checkout: {
      stops: { causes: "abnormal", services: ["checkout-api"], containers: ["app"] },
      message: {
        language: "ja",
        mention: ["channel"],
        links: [{ service: "checkout-api" }, { logGroup: "/ecs/checkout-api" }],
      },
      webhook: "on-call",
    },
    services: {
      stops: { causes: "abnormal", excludeServices: ["checkout-api"], excludeFamilies: ["*"] },
      message: { language: "ja" },
      webhook: "team",
    },
    "batch-jobs": {
      stops: { causes: "abnormal", families: ["*"] },
      message: {
        language: "ja",
        title: "📦 {service} のジョブが失敗しました",
        fields: ["service", { containers: 1 }, "startedBy", { label: "環境", text: "本番" }],
      },
      webhook: "team",
    },
  },
  webhooks: { "on-call": { ratePerSecond: 1 }, team: { ratePerSecond: 1 } },
});

app.synth();
