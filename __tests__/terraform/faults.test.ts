import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { refusal, type Synthesized, synthesize } from "../synthesized";
import { type Variables, WEBHOOK_URL, Workspace } from "./workspace";

const EVERYTHING: StackSettings = {
  alerts: { main: {}, crashes: { stops: { causes: ["crashed"] }, webhook: "on-call" } },
  webhooks: { main: {}, "on-call": {} },
  deadLetterQueue: {},
  alarms: {},
  role: { confineToAccount: true },
};

const VARIABLES = {
  on_call_slack_webhook_url: WEBHOOK_URL,
  alarm_topic_arn: "arn:aws:sns:ap-northeast-1:123456789012:on-call",
} satisfies Variables;

describe("an apply that stops halfway", () => {
  it.each([
    ["aws_cloudwatch_event_api_destination", "on-call"],
    ["aws_sqs_queue", "dead_letter"],
  ])("at %s.%s is finished by the next one", (type, name) => {
    const stack = new Workspace(JSON.stringify(endingAt(synthesize(EVERYTHING), type, name))).init();
    expect(failure(stack, VARIABLES)).toContain("ended half-way");
    const applied = stack.terraform(["state", "list"]);
    expect(applied).toContain(`${type}.${name}`);
    expect(applied).not.toContain("aws_cloudwatch_event_target.crashes");

    stack.write(JSON.stringify(synthesize(EVERYTHING)));
    const rest = stack.changes(VARIABLES);
    expect(new Set(Object.values(rest))).toEqual(new Set(["create"]));
    stack.apply(VARIABLES);
    expect(stack.changes(VARIABLES)).toEqual({});
  });

  it("while an alert is renamed is finished by the next one, and duplicates no alert", () => {
    const renamed = { ...EVERYTHING, alerts: { main: {}, failures: EVERYTHING.alerts?.crashes ?? {} } };
    const stack = new Workspace(JSON.stringify(synthesize(EVERYTHING))).init();
    stack.apply(VARIABLES);
    stack.write(JSON.stringify(endingAt(synthesize(renamed), "aws_cloudwatch_event_rule", "failures")));
    expect(failure(stack, VARIABLES)).toContain("ended half-way");

    stack.write(JSON.stringify(synthesize(renamed)));
    stack.apply(VARIABLES);
    expect(stack.changes(VARIABLES)).toEqual({});
    expect(stack.terraform(["state", "list"]).match(/^aws_cloudwatch_event_rule\..*$/gm)).toEqual([
      "aws_cloudwatch_event_rule.failures",
      "aws_cloudwatch_event_rule.main",
    ]);
  });
});

describe("an apply with a variable that cannot be right", () => {
  it("says what the variable must be, and leaves the stack as it was", () => {
    const stack = new Workspace(JSON.stringify(synthesize(EVERYTHING))).init();
    stack.apply(VARIABLES);
    for (const [name, expected] of [
      ["alarm_topic_arn", "must be the ARN of a standard Amazon SNS topic"],
      ["on_call_slack_webhook_url", "must be the full URL of a Slack incoming webhook"],
    ] as const) {
      const right = VARIABLES[name];
      expect(failure(stack, { ...VARIABLES, [name]: undefined })).toContain(`variable "${name}" is not set`);
      for (const wrong of ["", `"${right}"`, `${right}\n`, `${right}\${path.cwd}`])
        expect(failure(stack, { ...VARIABLES, [name]: wrong }), wrong).toContain(`${name} ${expected}`);
    }
    const elsewhere = VARIABLES.alarm_topic_arn.replace("ap-northeast-1", "us-east-1");
    expect(failure(stack, { ...VARIABLES, alarm_topic_arn: elsewhere })).toContain(
      "alarm_topic_arn must be the ARN of an Amazon SNS topic in the cluster's Region, ap-northeast-1,",
    );
    expect(stack.changes(VARIABLES)).toEqual({});
  });

  it("says so where a setting names the topic", () => {
    const topicArn = "arn:aws:sns:us-east-1:123456789012:on-call";
    const stack = new Workspace(JSON.stringify(synthesize({ alarms: { topicArn } }))).init();
    expect(failure(stack, {})).toContain(
      "'alarms.topicArn' must be the ARN of an Amazon SNS topic in the cluster's Region",
    );
  });
});

describe("namePrefix", () => {
  it("can be applied at its longest, and is refused one character longer", () => {
    const longest = "p".repeat(64 - "-eventbridge-role".length);
    const stack = new Workspace(JSON.stringify(synthesize({ ...EVERYTHING, namePrefix: longest }))).init();
    stack.apply(VARIABLES);
    expect(stack.changes(VARIABLES)).toEqual({});
    expect(refusal({ ...EVERYTHING, namePrefix: `${longest}p` })).toMatch(/'namePrefix' .* \(65 characters\)/);
  });
});

/** The stack with a condition that fails as soon as the resource is there, so that what needs it is never begun. */
function endingAt(stack: Synthesized, type: string, name: string): Synthesized {
  const resource = stack.resource[type][name];
  resource.lifecycle = {
    ...resource.lifecycle,
    postcondition: [{ condition: '${self.id == ""}', error_message: "The apply ended half-way." }],
  };
  return stack;
}

/** What an apply that must fail says, without Terraform's frame and line breaks. */
function failure(stack: Workspace, variables: Variables): string {
  const { status, stdout, stderr } = stack.run(["apply", "-auto-approve", "-input=false", "-no-color"], variables);
  expect(status, stdout).toBe(1);
  return `${stdout}${stderr}`.replace(/[╷│╵\s]+/g, " ");
}
