import { expect, it } from "vitest";
import { deployedStack, readDeployedStack } from "../../lib/operations/deployed-stack";
import { synthesize } from "../synthesized";

const APP = { app: "examples/environments.ts" };
const CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/prod";
const OTHER = CLUSTER.replace("eu-west-1", "us-east-1");

it("a stack is chosen by its name if the app has several", { timeout: 30_000 }, async () => {
  const env = { TF_VAR_cluster_arn: CLUSTER };
  const names = "ecs-task-alert-production, ecs-task-alert-staging";
  await expect(readDeployedStack(APP, env)).rejects.toMatchObject({
    exitCode: 2,
    message: `--stack: must be one of the app's stacks (${names}), got none.`,
  });
  expect((await readDeployedStack({ ...APP, stack: "ecs-task-alert-staging" }, env)).name).toBe(
    "ecs-task-alert-staging",
  );
});

it("a stack is deployed where its cluster is, which the setting says, or else the variable", () => {
  const json = synthesize({ clusterArn: CLUSTER, deadLetterQueue: {}, namePrefix: "prod" });
  const env = { TF_VAR_cluster_arn: OTHER };
  expect(deployedStack({ name: "one", json }, env)).toMatchObject({
    account: "123456789012",
    region: "eu-west-1",
    queueName: "prod-dead-letter",
    alerts: [{ ruleName: "prod-ecs-alert", webhookVariable: "slack_webhook_url" }],
  });
  expect(deployedStack({ name: "one", json: synthesize() }, env)).toMatchObject({
    region: "us-east-1",
    queueName: undefined,
  });
});

it.each([
  ["nothing", {}],
  ["prod", { TF_VAR_cluster_arn: "prod" }],
])("a stack needs the ARN of its cluster, and not %s", (got, env) => {
  expect(() => deployedStack({ name: "one", json: synthesize() }, env)).toThrow(
    `TF_VAR_cluster_arn must be the ARN of the cluster that the stack one watches, got ${got}.`,
  );
});
