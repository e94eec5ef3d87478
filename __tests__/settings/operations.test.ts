import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { refusal, synthesize } from "../synthesized";

const ALERTS = { main: {}, crashes: { stops: { causes: ["crashed"] } } } as const;

describe("deadLetterQueue", () => {
  const { resource, output } = synthesize({ alerts: ALERTS, deadLetterQueue: {} });

  it("adds a queue that encrypts messages, keeps them for 14 days and has its URL as an output", () => {
    expect(resource.aws_sqs_queue.dead_letter).toMatchObject({
      name: "demo-dead-letter",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(output.dead_letter_queue_url.value).toBe("${aws_sqs_queue.dead_letter.url}");
  });

  it("accepts messages from exactly the stack's rules, and none over plain HTTP", () => {
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

  it("may have a custom name, which SQS must accept", () => {
    expect(synthesize({ deadLetterQueue: { name: "lost" } }).resource.aws_sqs_queue.dead_letter.name).toBe("lost");
    expect(refusal({ deadLetterQueue: { name: "lost.fifo" } })).toContain(
      "'deadLetterQueue.name' makes the queue's name",
    );
    expect(refusal({ deadLetterQueue: { name: "q".repeat(81) } })).toContain("must be 1 to 80 letters");
  });
});

describe("policies that name every rule and every destination", () => {
  const keys = (count: number) => Array.from({ length: count }, (_, n) => `alert-${n}`);
  const PADDING = 40;
  /** Alerts or webhooks whose names have this many characters more in all. */
  const named = (count: number, more: number) => {
    const padding = (n: number) => "x".repeat(Math.max(0, Math.min(PADDING, more - n * PADDING)));
    return Object.fromEntries(keys(count).map((key, n) => [key, { name: `${n}-${padding(n)}` }]));
  };

  const posting = (webhooks: object) => Object.fromEntries(Object.keys(webhooks).map((key) => [key, { webhook: key }]));

  it.each<[setting: string, quota: string, count: number, settings: (entries: object) => StackSettings]>([
    [
      "deadLetterQueue",
      "8192 (Amazon SQS's limit)",
      75,
      (entries) => ({ alerts: { ...entries }, deadLetterQueue: {} }),
    ],
    ["webhooks", "6144 (IAM's limit)", 45, (entries) => ({ alerts: posting(entries), webhooks: { ...entries } })],
    [
      "role.confineToAccount",
      "2048 (IAM's default quota)",
      20,
      (entries) => ({ alerts: { ...entries }, role: { confineToAccount: true } }),
    ],
  ])("may be as long as the quota for '%s', %s, and no longer", (setting, quota, count, settings) => {
    const most = count * PADDING;
    const longest = /makes a policy of (\d+) /.exec(refusal(settings(named(count, most))))?.[1];
    const fitting = most - (Number(longest) - Number.parseInt(quota, 10));
    expect(synthesize(settings(named(count, fitting)))).toHaveProperty("resource");
    expect(refusal(settings(named(count, fitting + 1)))).toContain(
      `'${setting}' makes a policy of ${Number.parseInt(quota, 10) + 1} characters with the longest Region, which must be at most ${quota}: `,
    );
  });

  it("do not name the rules that only count", () => {
    const storms = Object.fromEntries(keys(32).map((key) => [key, { storm: { events: 5, minutes: 5 } }]));
    expect(synthesize({ alerts: storms, deadLetterQueue: {} })).toHaveProperty("resource");
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

  it("can take the topic from a setting, and need no queue", () => {
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

  it("are refused if they are longer than CloudWatch allows", () => {
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

  it("can be assumed for any rule unless confined to this account and these rules", () => {
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

  it("is confined to the rules that use it, not those that only count", () => {
    const names = ["a", "b", "c", "d", "e", "f"].map((letter) => letter.repeat(20));
    const storms = names.map((name) => [name, { storm: { events: 5, minutes: 5 } }]);
    const settings = { namePrefix: "x".repeat(20), alerts: Object.fromEntries(storms) };
    const { resource } = synthesize({ ...settings, role: { confineToAccount: true } });
    const [trust] = JSON.parse(resource.aws_iam_role.eventbridge_role.assume_role_policy).Statement;
    expect(trust.Condition.ArnLike["aws:SourceArn"]).toHaveLength(12);
  });
});

describe("tags", () => {
  it("are set on the provider, so that all resources that can be tagged get them", () => {
    const { provider } = synthesize({ tags: { Team: "platform", "cost:center": "a b" } });
    expect(provider.aws[0].default_tags).toEqual([{ tags: { Team: "platform", "cost:center": "a b" } }]);
  });

  const some = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v"]));

  it.each<[string, Record<string, string>]>([
    ["fifty", some(50)],
    ["the longest key", { ["k".repeat(128)]: "v" }],
    ["the longest value", { k: "v".repeat(256) }],
  ])("are accepted up to the limits: %s", (_what, tags) => {
    expect(synthesize({ tags }).provider.aws[0].default_tags).toEqual([{ tags }]);
  });

  const KEY_RULE = "which must be 1 to 128 letters, digits, spaces and '_.:/=+-@', and not begin with 'aws:'";
  const VALUE_RULE = "'tags.k' must be at most 256 letters, digits, spaces and '_.:/=+-@'";

  it.each<[string, Record<string, string>, string]>([
    ["reserved keys", { "aws:x": "y" }, `'tags' has the key "aws:x", ${KEY_RULE}`],
    ["empty keys", { "": "y" }, `'tags' has the key "", ${KEY_RULE}`],
    ["long keys", { ["k".repeat(129)]: "y" }, `'tags' has the key "${"k".repeat(129)}", ${KEY_RULE}`],
    ["long values", { k: "v".repeat(257) }, VALUE_RULE],
    ["other characters", { k: "${path.cwd}" }, VALUE_RULE],
    ["keys that differ in case alone", { Team: "a", team: "b" }, `'tags' has the key "team" twice except for case`],
    ["more than fifty", some(51), "'tags' must be at most 50 (AWS's limit), got 51: remove some."],
  ])("are refused: %s", (_what, tags, problem) => {
    expect(refusal({ tags })).toContain(problem);
  });
});
