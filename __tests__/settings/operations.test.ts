import { describe, expect, it } from "vitest";
import { refusal, synthesize } from "../synthesized";

const ALERTS = { main: {}, crashes: { stops: { causes: ["crashed"] } } } as const;

describe("deadLetterQueue", () => {
  const { resource, output } = synthesize({ alerts: ALERTS, deadLetterQueue: {} });

  it("adds a queue that encrypts, keeps for 14 days and says its URL", () => {
    expect(resource.aws_sqs_queue.dead_letter).toMatchObject({
      name: "demo-dead-letter",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(output.dead_letter_queue_url.value).toBe("${aws_sqs_queue.dead_letter.url}");
  });

  it("takes messages of exactly the stack's rules, and none in the clear", () => {
    const [allow, deny, ...others] = JSON.parse(resource.aws_sqs_queue_policy.dead_letter.policy).Statement;
    expect(allow).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "${aws_sqs_queue.dead_letter.arn}",
      Condition: {
        ArnEquals: {
          "aws:SourceArn": ["${aws_cloudwatch_event_rule.crashes.arn}", "${aws_cloudwatch_event_rule.main.arn}"],
        },
      },
    });
    expect(deny).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: "sqs:*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(others).toEqual([]);
  });

  it("is where every target sends what it could not deliver", () => {
    for (const target of ["main", "crashes"])
      expect(resource.aws_cloudwatch_event_target[target].dead_letter_config).toEqual({
        arn: "${aws_sqs_queue.dead_letter.arn}",
      });
  });

  it("may have a name of one's own, which SQS must take", () => {
    expect(synthesize({ deadLetterQueue: { name: "lost" } }).resource.aws_sqs_queue.dead_letter.name).toBe("lost");
    expect(refusal({ deadLetterQueue: { name: "lost.fifo" } })).toContain(
      "'deadLetterQueue.name' makes the queue's name",
    );
    expect(refusal({ deadLetterQueue: { name: "q".repeat(81) } })).toContain("must be 1 to 80 letters");
  });
});

describe("policies that name every rule and every destination", () => {
  const keys = (count: number) => Array.from({ length: count }, (_, n) => `alert-${n}`);
  const alerts = (count: number) => Object.fromEntries(keys(count).map((key) => [key, {}]));

  it("are refused beyond what SQS takes", () => {
    expect(synthesize({ alerts: alerts(50), deadLetterQueue: {} })).toHaveProperty("resource");
    expect(refusal({ alerts: alerts(120), deadLetterQueue: {} })).toMatch(
      /'deadLetterQueue' makes a policy of \d+ characters with the longest Region, .* at most 8192 \(Amazon SQS's limit\)/,
    );
    const storms = Object.fromEntries(keys(32).map((key) => [key, { storm: { events: 5, minutes: 5 } }]));
    expect(synthesize({ alerts: storms, deadLetterQueue: {} })).toHaveProperty("resource");
  });

  it("are refused beyond what IAM takes", () => {
    const several = (count: number) => ({
      alerts: Object.fromEntries(keys(count).map((key) => [key, { webhook: key }])),
      webhooks: Object.fromEntries(keys(count).map((key) => [key, {}])),
    });
    expect(synthesize(several(30))).toHaveProperty("resource");
    expect(refusal(several(60))).toMatch(/'webhooks' makes a policy of \d+ characters .* at most 6144/);
  });
});

describe("alarms", () => {
  it("watch the failed invocations of each rule and the messages in the queue, and treat missing data as OK", () => {
    const { resource, variable } = synthesize({ alerts: ALERTS, deadLetterQueue: {}, alarms: {} });
    expect(variable.alarm_topic_arn).toMatchObject({ type: "string", nullable: false });
    expect(Object.keys(resource.aws_cloudwatch_metric_alarm)).toEqual([
      "dead_letter_messages",
      "failed_invocations_crashes",
      "failed_invocations_main",
    ]);
    expect(resource.aws_cloudwatch_metric_alarm.failed_invocations_crashes).toMatchObject({
      namespace: "AWS/Events",
      metric_name: "FailedInvocations",
      dimensions: { RuleName: "demo-crashes" },
      statistic: "Sum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: ["${var.alarm_topic_arn}"],
    });
    expect(resource.aws_cloudwatch_metric_alarm.dead_letter_messages).toMatchObject({
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "demo-dead-letter" },
      treat_missing_data: "notBreaching",
    });
  });

  it("take the topic from a setting too, and need no queue", () => {
    const topicArn = "arn:aws:sns:ap-northeast-1:123456789012:on-call";
    const { resource, variable } = synthesize({ alarms: { topicArn } });
    expect(variable).not.toHaveProperty("alarm_topic_arn");
    expect(Object.keys(resource.aws_cloudwatch_metric_alarm)).toEqual(["failed_invocations_main"]);
    expect(resource.aws_cloudwatch_metric_alarm.failed_invocations_main.lifecycle.precondition).toEqual([
      {
        condition: `\${(element(split(":", "${topicArn}"), 3) == local.region)}`,
        error_message: expect.stringMatching(/^'alarms.topicArn' must be .*, \${local.region}, /),
      },
    ]);
    expect(resource.aws_cloudwatch_metric_alarm.failed_invocations_main.alarm_actions).toEqual([topicArn]);
    expect(refusal({ alarms: { topicArn: "on-call" } })).toContain("'alarms.topicArn' must be the ARN");
    expect(refusal({ alarms: { topicArn: `${topicArn}.fifo` } })).toContain("'alarms.topicArn' must be the ARN");
  });
});

describe("the names of alarms", () => {
  it("are refused if they would be those of main, even if there is no main", () => {
    const alerts = { "ecs-alert": { name: "other" } };
    expect(synthesize({ alerts })).toHaveProperty("resource");
    expect(refusal({ alerts, alarms: {} })).toContain("'alerts.ecs-alert' gets the same names as the key 'main'");
  });

  it("are refused beyond what CloudWatch takes", () => {
    const alerts = (length: number) => ({ ["k".repeat(length)]: { name: "x" } });
    const longest = 255 - "demo--failed-invocations".length;
    expect(synthesize({ alerts: alerts(longest), alarms: {} })).toHaveProperty("resource");
    expect(synthesize({ alerts: alerts(longest + 1) })).toHaveProperty("resource");
    expect(refusal({ alerts: alerts(longest + 1), alarms: {} })).toMatch(
      /'alerts\.k+' makes the alarm's name "demo-k+-failed-invocations" \(256 characters\), which must be 1 to 255 /,
    );
  });
});

describe("retries", () => {
  const policy = (alert: object) =>
    synthesize({ alerts: { main: alert } }).resource.aws_cloudwatch_event_target.main.retry_policy;

  it("are EventBridge's own unless set", () => {
    expect(policy({})).toBeUndefined();
  });

  it("always name both limits, since a missing one would be read as 0", () => {
    expect(policy({ maximumEventAgeSeconds: 60 })).toEqual({
      maximum_event_age_in_seconds: 60,
      maximum_retry_attempts: 185,
    });
    expect(policy({ maximumRetryAttempts: 0 })).toEqual({
      maximum_event_age_in_seconds: 86400,
      maximum_retry_attempts: 0,
    });
  });

  it.each([
    ["maximumEventAgeSeconds", 59],
    ["maximumEventAgeSeconds", 86401],
    ["maximumRetryAttempts", -1],
    ["maximumRetryAttempts", 186],
    ["maximumRetryAttempts", 1.5],
  ])("are refused outside of EventBridge's ranges: %s %d", (setting, value) => {
    expect(refusal({ alerts: { main: { [setting]: value } } })).toContain(
      `'alerts.main.${setting}' must be a whole number from`,
    );
  });
});

describe("role", () => {
  const role = (settings: object) => synthesize({ alerts: ALERTS, role: settings }).resource;

  it("is taken on by any rule unless confined to this account and these rules", () => {
    const trust = (settings: object) =>
      JSON.parse(role(settings).aws_iam_role.eventbridge_role.assume_role_policy).Statement[0];
    expect(trust({})).not.toHaveProperty("Condition");
    const rule = (name: string) => `arn:\${local.partition}:events:\${local.region}:\${local.account}:rule/${name}`;
    expect(trust({ confineToAccount: true }).Condition).toEqual({
      StringEquals: { "aws:SourceAccount": "${local.account}" },
      ArnLike: { "aws:SourceArn": [rule("demo-crashes"), rule("demo-ecs-alert")] },
    });
  });

  it("takes a path and a permissions boundary", () => {
    const permissionsBoundary = "arn:aws:iam::123456789012:policy/boundary";
    const { aws_iam_role, aws_iam_policy } = role({ path: "/alerts/", permissionsBoundary });
    expect(aws_iam_role.eventbridge_role).toMatchObject({
      path: "/alerts/",
      permissions_boundary: permissionsBoundary,
    });
    expect(aws_iam_policy.eventbridge_policy).toMatchObject({ path: "/alerts/" });
  });

  it.each<[object, string]>([
    [{ path: "alerts" }, "'role.path' must be at most 512 characters from '/' to '/'"],
    [{ path: "//" }, "'role.path' must be at most 512 characters from '/' to '/'"],
    [
      { permissionsBoundary: "arn:aws:iam::123456789012:policy/a b" },
      "'role.permissionsBoundary' must be the ARN of an IAM policy",
    ],
    [{ permissionsBoundary: "boundary" }, "'role.permissionsBoundary' must be the ARN of an IAM policy"],
  ])("is refused with %j", (settings, message) => {
    expect(refusal({ role: settings })).toContain(message);
  });

  it("is confined to the rules that use it, which those that only count do not", () => {
    const names = ["a", "b", "c", "d", "e", "f"].map((letter) => letter.repeat(20));
    const storms = names.map((name) => [name, { storm: { events: 5, minutes: 5 } }]);
    const settings = { namePrefix: "x".repeat(20), alerts: Object.fromEntries(storms) };
    const { resource } = synthesize({ ...settings, role: { confineToAccount: true } });
    const [trust] = JSON.parse(resource.aws_iam_role.eventbridge_role.assume_role_policy).Statement;
    expect(trust.Condition.ArnLike["aws:SourceArn"]).toHaveLength(12);
  });

  it("is confined to as many rules as IAM's quota has room for", () => {
    const alerts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`alert-${n}`, {}]));
    expect(synthesize({ alerts: alerts(15), role: { confineToAccount: true } })).toHaveProperty("resource");
    expect(refusal({ alerts: alerts(40), role: { confineToAccount: true } })).toMatch(
      /'role\.confineToAccount' makes a policy of \d+ characters with the longest Region, which must be at most 2048/,
    );
  });
});

describe("tags", () => {
  it("are given to the provider, so that all resources that can have some get them", () => {
    const { provider } = synthesize({ tags: { Team: "platform", "cost:center": "a b" } });
    expect(provider.aws[0].default_tags).toEqual([{ tags: { Team: "platform", "cost:center": "a b" } }]);
  });

  it.each<[string, Record<string, string>]>([
    ["reserved keys", { "aws:x": "y" }],
    ["empty keys", { "": "y" }],
    ["long keys", { ["k".repeat(129)]: "y" }],
    ["long values", { k: "v".repeat(257) }],
    ["other characters", { k: "${path.cwd}" }],
    ["keys that differ in case alone", { Team: "a", team: "b" }],
    ["more than fifty", Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"]))],
  ])("are refused: %s", (_what, tags) => {
    expect(refusal({ tags })).toMatch(/'tags(\.\S*)?' (is|has|must)/);
  });
});
