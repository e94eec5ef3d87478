import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { synthesizeApp } from "../synthesized";
import { CLUSTER_ARN, SECRET, Workspace } from "./workspace";

const SEVEN = [
  "aws_cloudwatch_event_api_destination.main",
  "aws_cloudwatch_event_connection.main",
  "aws_cloudwatch_event_rule.main",
  "aws_cloudwatch_event_target.main",
  "aws_iam_policy.eventbridge_policy",
  "aws_iam_role.eventbridge_role",
  "aws_iam_role_policy_attachment.eventbridge_attachment",
];

async function original(): Promise<Workspace> {
  const { "ecs-task-alert": json } = await synthesizeApp("examples/original.ts");
  return new Workspace(json ?? "").init();
}

describe("the stack as shipped, on Terraform", () => {
  it("is valid, adds the seven resources of the original, and then has nothing left to change", async () => {
    const stack = await original();
    expect(JSON.parse(stack.terraform(["validate", "-json"]))).toMatchObject({ valid: true, diagnostics: [] });
    expect(stack.changes()).toEqual(Object.fromEntries(SEVEN.map((address) => [address, "create"])));
    expect(stack.apply()).toContain("7 added, 0 changed, 0 destroyed");
    expect(stack.changes()).toEqual({});
    expect(stack.terraform(["destroy", "-auto-approve", "-input=false", "-no-color"])).toContain("7 destroyed");
  });

  it("keeps the local state in the project's root and out of the output folder", async () => {
    const stack = await original();
    stack.apply();
    expect(existsSync(join(stack.root, "terraform.ecs-task-alert.tfstate"))).toBe(true);
    expect(existsSync(join(stack.folder, "terraform.ecs-task-alert.tfstate"))).toBe(false);
  });

  it("watches the cluster of the variable, in the cluster's Region", async () => {
    const stack = await original();
    stack.terraform(["plan", "-input=false", "-out=plan"]);
    const plan = JSON.parse(stack.terraform(["show", "-json", "plan"]));
    const rule = plan.resource_changes.find(
      ({ address }: { address: string }) => address === "aws_cloudwatch_event_rule.main",
    );
    expect(JSON.parse(rule.change.after.event_pattern).detail.clusterArn).toEqual([CLUSTER_ARN]);
    const applied = stack.apply();
    expect(applied).not.toContain(SECRET);
    expect(stack.terraform(["state", "show", "aws_cloudwatch_event_rule.main"])).toContain(
      "arn:aws:events:ap-northeast-1:",
    );
  });

  it("redacts the webhook's URL in the plan", async () => {
    const stack = await original();
    const plan = stack.terraform(["plan", "-input=false", "-no-color"]);
    expect(plan).toMatch(/invocation_endpoint\s+= \(sensitive value\)/);
    expect(plan).not.toContain(SECRET);
  });
});

describe("cluster_arn", () => {
  it.each([
    "arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo",
    "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/demo",
    "arn:aws-us-gov:ecs:us-gov-west-1:123456789012:cluster/demo",
    "arn:aws-iso-b:ecs:us-isob-east-1:123456789012:cluster/demo",
    "arn:aws-eusc:ecs:eusc-de-east-1:123456789012:cluster/demo",
    `arn:aws:ecs:us-east-1:123456789012:cluster/${"c".repeat(255)}`,
  ])("takes %s", async (cluster_arn) => {
    expect(Object.keys((await original()).changes({ cluster_arn }))).toEqual(SEVEN);
  });

  it("refuses anything else, saying what is expected and where to find it", async () => {
    const stack = await original();
    for (const cluster_arn of [
      "",
      "demo",
      "arn:aws:ecs:ap-northeast-1:123456789012:service/demo/api",
      "arn:aws:ecs:ap-northeast-1:12345678901:cluster/demo",
      "arn:aws:ecs::123456789012:cluster/demo",
      "arn:aws:iam::123456789012:cluster/demo",
      " arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo",
      "arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo\n",
      'arn:aws:ecs:ap-northeast-1:123456789012:cluster/de"mo',
      "arn:aws:ecs:ap-northeast-1:123456789012:cluster/${path.cwd}",
      `arn:aws:ecs:us-east-1:123456789012:cluster/${"c".repeat(256)}`,
    ])
      expect(stack.refusal({ cluster_arn }), JSON.stringify(cluster_arn)).toMatch(
        /cluster_arn must be the full ARN of an Amazon ECS cluster, such as arn:.* Find it on the cluster's page/,
      );
    expect(stack.refusal({ cluster_arn: undefined })).toContain("No value for required variable");
  });
});

describe("slack_webhook_url", () => {
  it.each([
    "https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx",
    "https://hooks.slack-gov.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx",
  ])("takes %s", async (slack_webhook_url) => {
    expect(Object.keys((await original()).changes({ slack_webhook_url }))).toEqual(SEVEN);
  });

  it("refuses anything else, saying what is expected and where to find it, and never the value", async () => {
    const stack = await original();
    for (const slack_webhook_url of [
      "",
      SECRET,
      `http://hooks.slack.com/services/T00000000/B00000000/${SECRET}`,
      `https://hooks.slack.com/services/T00000000/${SECRET}`,
      `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}\n`,
      `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}"`,
      `https://hooks.slack.com.example.com/services/T00000000/B00000000/${SECRET}`,
      `https://hooks.slack.com/other/T00000000/B00000000/${SECRET}`,
      `https://discord.com/api/webhooks/1/${SECRET}`,
      `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}${"x".repeat(2048)}`,
    ]) {
      const refusal = stack.refusal({ slack_webhook_url });
      expect(refusal).toMatch(/slack_webhook_url must be the full URL of a Slack incoming webhook.* Find it at https:/);
      expect(refusal).not.toContain(SECRET);
    }
    expect(stack.refusal({ slack_webhook_url: undefined })).toContain("No value for required variable");
  });

  it("refuses the webhooks of Workflow Builder, saying why, and never the value", async () => {
    const stack = await original();
    for (const path of [`workflows/T0/A0/1/${SECRET}`, `triggers/T0/1/${SECRET}`]) {
      const refusal = stack.refusal({ slack_webhook_url: `https://hooks.slack.com/${path}` });
      expect(refusal).toContain("The webhooks of Workflow Builder (/workflows/ and /triggers/) do not work");
      expect(refusal).not.toContain(SECRET);
    }
  });
});
