import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectCopy, run } from "../project-copy";
import { synthesizeApp } from "../synthesized";
import { startS3 } from "./s3";
import { CLUSTER_ARN, SECRET, WEBHOOK_URL, Workspace } from "./workspace";

const VARIABLES = {
  cluster_arn: undefined,
  slack_webhook_url: undefined,
  staging_slack_webhook_url: `${WEBHOOK_URL}OfStaging`,
  production_slack_webhook_url: `${WEBHOOK_URL}OfProduction`,
};

describe("examples/environments.ts", () => {
  it("deploys both environments by one command, each with its own account, Region, state and webhook", async () => {
    const s3 = await startS3();
    // `--skip-provider-lock`: cdktf would ask the public registry for checksums, wherever Terraform takes the provider from.
    const deployed = run(
      projectCopy(),
      [
        ...["npm", "run", "deploy", "--", "ecs-task-alert-*", "--app", "examples/environments.ts"],
        ...["--auto-approve", "--skip-provider-lock"],
      ],
      VARIABLES,
      // Not an account of its own: each stack assumes the role of its account.
      { AWS_ACCESS_KEY_ID: "test" },
    );
    // cdktf draws both stacks in one place, and may show the summary of one only.
    expect(deployed).toContain("7 added, 0 changed, 0 destroyed");
    expect(deployed).not.toContain(SECRET);

    for (const expected of [
      { bucket: "shop-staging-terraform", account: "111111111111", region: "ap-northeast-1", webhook: "OfStaging" },
      { bucket: "shop-terraform", account: "222222222222", region: "us-east-1", webhook: "OfProduction" },
    ]) {
      const stored = await fetch(`${s3}/${expected.bucket}/ecs-task-alert.tfstate`);
      expect(stored.headers.get("x-access-key")).toBe(`ASIA${expected.account}`);
      const state = await stored.text();
      expect(state.match(/"mode": "managed"/g)).toHaveLength(7);
      expect(state).toContain(`arn:aws:ecs:${expected.region}:${expected.account}:cluster/shop`);
      expect(state).toContain(`arn:aws:events:${expected.region}:`);
      expect(state).toContain(`${WEBHOOK_URL}${expected.webhook}"`);
    }
  });

  it("refuses the ARN of another cluster that is left in the shell", async () => {
    const { "ecs-task-alert-staging": json = "" } = await synthesizeApp("examples/environments.ts");
    const stack = new Workspace(json);
    const backend = { terraform: { backend: { local: { path: "test.tfstate" } } } };
    writeFileSync(join(stack.folder, "backend_override.tf.json"), JSON.stringify(backend));
    expect(stack.init().refusal({ ...VARIABLES, cluster_arn: CLUSTER_ARN })).toContain(
      "cluster_arn must be arn:aws:ecs:ap-northeast-1:111111111111:cluster/shop-staging, as the setting 'clusterArn' of this stack says: unset TF_VAR_cluster_arn",
    );
  });
});
