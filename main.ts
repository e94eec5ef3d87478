import { App } from "cdktf";
import { EcsTaskAlertStack } from "./lib/ecs-task-alert-stack";

const app = new App();
new EcsTaskAlertStack(app, "ecs-task-alert");
app.synth();
