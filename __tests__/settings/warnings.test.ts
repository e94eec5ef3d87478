import { describe, expect, it } from "vitest";
import { EcsTaskAlertStack, type StackSettings } from "../../lib";
import { app } from "../synthesized";

/** The warnings that a stack with these settings gives. */
function warnings(settings: StackSettings): string[] {
  return new EcsTaskAlertStack(app(), "ecs-task-alert", settings).node.metadata.map(({ data }) => String(data));
}

describe("a pattern that AWS may read otherwise", () => {
  it("gets a warning, not an error", () => {
    const pattern = { detail: { startedBy: [{ wildcard: "*cron*" }] } };
    expect(warnings({ alerts: { main: { stops: { causes: "abnormal", pattern } } } })).toEqual([
      expect.stringMatching(/^'alerts\.main\.stops' makes a pattern that AWS may read otherwise\. detail\.startedBy: /),
    ]);
    expect(warnings({ alerts: { main: { stops: { pattern } } } })).toEqual([]);
  });
});

describe("a placeholder that jsonencode has escaped", () => {
  const message = (inputTemplate: string) => ({ inputPaths: { task: "$.detail.taskArn" }, inputTemplate });

  it("gets a warning, but an intended mention does not", () => {
    const template = '{"text": "\\u003c!here\\u003e Task \\u003ctask\\u003e stopped"}';
    expect(warnings({ alerts: { main: { message: message(template) } } })).toEqual([
      "'alerts.main.message.inputTemplate' has \\u003ctask\\u003e, which EventBridge never fills (Terraform's jsonencode writes '<' so): write <task>.",
    ]);
    expect(warnings({ alerts: { main: { message: message('{"text": "\\u003c!here\\u003e <task>"}') } } })).toEqual([]);
  });
});
