import { App } from "cdktf";
import { EcsTaskAlertStack } from "../lib";

/** What `main.ts` is before anybody edits it: the original alert, for every stop. */
const app = new App();
new EcsTaskAlertStack(app, "ecs-task-alert");
app.synth();
