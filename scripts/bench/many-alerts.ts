import { App } from "cdktf";
import { EcsTaskAlertStack } from "../../lib/ecs-task-alert-stack";

/** An app with as many alerts as its argument says, one for each service. */
const count = Number(process.argv[2] ?? 1);

const app = new App();
new EcsTaskAlertStack(app, "ecs-task-alert", {
  alerts: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `service-${index}`,
      { stops: { causes: "abnormal", services: [`service-${index}`] }, message: { language: "en" } },
    ]),
  ),
});
app.synth();
