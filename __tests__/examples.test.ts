import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../lib/eventbridge/event-pattern";
import { clusterOf, SAMPLE_EVENTS } from "./sample-events";
import { STOP_LABELS } from "./stops/stop-labels";
import { type Synthesized, synthesizeApp, withoutMetadata } from "./synthesized";

const EXAMPLES = readdirSync("examples").filter((file) => file.endsWith(".ts"));

function rulesOf(stack: Synthesized): [key: string, rule: { event_pattern: string }][] {
  return Object.entries<{ event_pattern: string }>(stack.resource.aws_cloudwatch_event_rule);
}

/** Keys of the alerts of a stack that ring for an event of its own cluster. */
function ringing(stack: Synthesized, event: (typeof SAMPLE_EVENTS)[string]): string[] {
  return rulesOf(stack)
    .filter(([, rule]) =>
      compilePattern(rule.event_pattern.replace("${var.cluster_arn}", clusterOf(event))).matches(event),
    )
    .map(([key]) => key);
}

/** `original.ts` has the snapshot of `main.ts` as shipped, and what `environments.ts` adds is asserted below. */
const WITHOUT_SNAPSHOT = ["original.ts", "environments.ts"];

describe.each(EXAMPLES)("examples/%s", (example) => {
  it("matches its snapshot, and writes no path, token or stack trace", async () => {
    for (const text of Object.values(await synthesizeApp(`examples/${example}`))) {
      if (!WITHOUT_SNAPSHOT.includes(example)) expect(withoutMetadata(text)).toMatchSnapshot();
      expect(text).not.toMatch(/TfToken\[|unresolved-token|stackTrace/);
      for (const [, rule] of rulesOf(JSON.parse(text))) expect(compilePattern(rule.event_pattern).warnings).toEqual([]);
      expect(text).not.toMatch(/"\/(home|root|Users|tmp|work|var)\//);
    }
  });
});

describe("examples/production.ts", () => {
  it("reports every abnormal stop once, and no other", async () => {
    const { "ecs-task-alert": text = "" } = await synthesizeApp("examples/production.ts");
    for (const [name, event] of Object.entries(SAMPLE_EVENTS)) {
      const abnormal = !["none", "notStopped"].includes(STOP_LABELS[name]?.cause ?? "");
      // Its sidecars have the names of the events'.
      expect(ringing(JSON.parse(text), event), name).toHaveLength(abnormal ? 1 : 0);
    }
  });
});

describe("examples/several-channels.ts", () => {
  it("reports no stop twice", async () => {
    const { "ecs-task-alert": text = "" } = await synthesizeApp("examples/several-channels.ts");
    for (const [name, event] of Object.entries(SAMPLE_EVENTS))
      expect(ringing(JSON.parse(text), event).length, name).toBeLessThanOrEqual(1);
  });
});

describe("examples/environments.ts", () => {
  it("gives each stack its cluster, role, state, webhook and names", async () => {
    const stacks = await synthesizeApp("examples/environments.ts");
    expect(Object.keys(stacks).sort()).toEqual(["ecs-task-alert-production", "ecs-task-alert-staging"]);
    for (const [name, cluster, account, region] of [
      ["staging", "shop-staging", "111111111111", "ap-northeast-1"],
      ["production", "shop", "222222222222", "us-east-1"],
    ] as const) {
      const { variable, provider, terraform, resource } = JSON.parse(stacks[`ecs-task-alert-${name}`] ?? "");
      expect(variable.cluster_arn.default).toBe(`arn:aws:ecs:${region}:${account}:cluster/${cluster}`);
      expect(variable).toHaveProperty(`${name}_slack_webhook_url`);
      expect(provider.aws[0].assume_role).toEqual([{ role_arn: `arn:aws:iam::${account}:role/deploy` }]);
      expect(terraform.backend.s3).toMatchObject({ region, bucket: `${cluster}-terraform`, use_lockfile: true });
      expect(resource.aws_cloudwatch_event_rule.main.name).toBe(`${name}-ecs-alert`);
    }
  });
});

describe("examples/storms.ts", () => {
  it("sends every stop to the quiet channel and only the storms to on-call", async () => {
    const { "ecs-task-alert": text = "" } = await synthesizeApp("examples/storms.ts");
    const targets = JSON.parse(text).resource.aws_cloudwatch_event_target;
    const webhooks = Object.entries<{ arn: string }>(targets).map(([key, { arn }]) => [key, arn.split(".")[1]]);
    expect(Object.fromEntries(webhooks)).toEqual({
      stops: "quiet",
      storm_began: "on-call",
      storm_over: "on-call",
      "start-storm_began": "on-call",
      "start-storm_over": "on-call",
    });
  });
});
