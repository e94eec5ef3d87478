import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../lib/eventbridge/event-pattern";
import { patternWarnings } from "../lib/eventbridge/pattern/warnings";
import { clusterOf, SAMPLE_EVENTS } from "./sample-events";
import { STOP_LABELS } from "./stops/stop-labels";
import { type Synthesized, synthesizeApp } from "./synthesized";

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

describe.each(EXAMPLES)("examples/%s", (example) => {
  it("matches its snapshot, and writes no path, token or stack trace", async () => {
    for (const text of Object.values(await synthesizeApp(`examples/${example}`))) {
      expect(JSON.parse(text)).toMatchSnapshot();
      expect(text).not.toMatch(/TfToken\[|unresolved-token|stackTrace/);
      for (const [, rule] of rulesOf(JSON.parse(text))) expect(patternWarnings(rule.event_pattern)).toEqual([]);
      expect(text).not.toMatch(/"\/(home|root|Users|tmp|work|var)\//);
    }
  });
});

describe("examples/production.ts", () => {
  it("tells of every abnormal stop once, and of no other", async () => {
    const { "ecs-task-alert": text = "" } = await synthesizeApp("examples/production.ts");
    for (const [name, event] of Object.entries(SAMPLE_EVENTS)) {
      const abnormal = !["none", "notStopped"].includes(STOP_LABELS[name]?.cause ?? "");
      // Its sidecars have the names of the events'.
      expect(ringing(JSON.parse(text), event), name).toHaveLength(abnormal ? 1 : 0);
    }
  });
});

describe("examples/several-channels.ts", () => {
  it("tells of no stop twice", async () => {
    const { "ecs-task-alert": text = "" } = await synthesizeApp("examples/several-channels.ts");
    for (const [name, event] of Object.entries(SAMPLE_EVENTS))
      expect(ringing(JSON.parse(text), event).length, name).toBeLessThanOrEqual(1);
  });
});
