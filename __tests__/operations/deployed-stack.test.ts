import { resolve } from "node:path";
import { expect, it } from "vitest";
import { deployedStack, readDeployedStack } from "../../lib/operations/deployed-stack";
import { file } from "../preview/files";
import { stubEnv } from "../printed";
import { synthesize } from "../synthesized";

const APP = `import { App } from ${JSON.stringify(require.resolve("cdktf"))};
  import { EcsTaskAlertStack } from ${JSON.stringify(resolve("lib/ecs-task-alert-stack"))};
  const app = new App();
  for (const name of ["production", "staging"]) new EcsTaskAlertStack(app, name, { namePrefix: name });
  app.synth();`;
const CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/prod";
const OTHER = CLUSTER.replace("eu-west-1", "us-east-1");

it("a stack is chosen by its name if the app has several", { timeout: 30_000 }, async () => {
  stubEnv({ TF_VAR_cluster_arn: CLUSTER });
  const app = file("app.js", APP);
  await expect(readDeployedStack(app)).rejects.toMatchObject({
    exitCode: 2,
    message: "--stack: must be one of the app's stacks (production, staging), got none.",
  });
  expect((await readDeployedStack(app, "staging")).name).toBe("staging");
});

it("a stack is deployed where its cluster is, which the setting says, or else the variable", () => {
  const json = synthesize({ clusterArn: CLUSTER, deadLetterQueue: {}, namePrefix: "prod" });
  stubEnv({ TF_VAR_cluster_arn: OTHER });
  expect(deployedStack({ name: "one", json })).toMatchObject({
    account: "123456789012",
    region: "eu-west-1",
    queueName: "prod-dead-letter",
    alerts: [{ ruleName: "prod-ecs-alert", webhookVariable: "slack_webhook_url" }],
  });
  expect(deployedStack({ name: "one", json: synthesize() })).toMatchObject({
    region: "us-east-1",
    queueName: undefined,
  });
});

it.each([
  ["nothing", undefined],
  ["prod", "prod"],
])("a stack needs the ARN of its cluster, and not %s", (got, given) => {
  stubEnv({ TF_VAR_cluster_arn: given });
  expect(() => deployedStack({ name: "one", json: synthesize() })).toThrow(
    `TF_VAR_cluster_arn must be the ARN of the cluster of the stack one, got ${got}.`,
  );
});
