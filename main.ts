import { App } from "cdktf";
import { EcsTaskAlertStack } from "./lib";

const app = new App();
new EcsTaskAlertStack(app, "ecs-task-alert");
app.synth();
