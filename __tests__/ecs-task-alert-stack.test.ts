import { LocalBackend, S3Backend, TerraformVariable, Testing } from "cdktf";
import { beforeAll, describe, expect, it } from "vitest";
import { EcsTaskAlertStack, type StackSettings } from "../lib";
import { app, refusal, type Synthesized, synthesize, synthesizeApp } from "./synthesized";

describe("the stack as shipped", () => {
  let stacks: Record<string, string>;
  let text: string;
  let stack: Synthesized;

  beforeAll(async () => {
    stacks = await synthesizeApp("examples/original.ts");
    text = stacks["ecs-task-alert"] ?? "";
    stack = JSON.parse(text);
  });

  it("is one stack with the seven resources of the original at its addresses", () => {
    expect(Object.keys(stacks)).toEqual(["ecs-task-alert"]);
    const addresses = Object.entries<object>(stack.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses).toEqual([
      "aws_cloudwatch_event_api_destination.main",
      "aws_cloudwatch_event_connection.main",
      "aws_cloudwatch_event_rule.main",
      "aws_cloudwatch_event_target.main",
      "aws_iam_policy.eventbridge_policy",
      "aws_iam_role.eventbridge_role",
      "aws_iam_role_policy_attachment.eventbridge_attachment",
    ]);
  });

  it("matches every stopped task of the cluster and nothing else", () => {
    expect(JSON.parse(stack.resource.aws_cloudwatch_event_rule.main.event_pattern)).toEqual({
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      detail: { clusterArn: ["${var.cluster_arn}"], lastStatus: ["STOPPED"] },
    });
  });

  it("asks for the cluster's ARN and for the webhook's URL, which is sensitive", () => {
    expect(Object.keys(stack.variable)).toEqual(["cluster_arn", "slack_webhook_url"]);
    expect(stack.variable.cluster_arn).toMatchObject({ type: "string", nullable: false });
    expect(stack.variable.cluster_arn).not.toHaveProperty("sensitive");
    expect(stack.variable.slack_webhook_url).toMatchObject({ type: "string", nullable: false, sensitive: true });
    for (const variable of Object.values<object>(stack.variable)) {
      expect(variable).toHaveProperty("description");
      expect(variable).toHaveProperty("validation");
      expect(variable).not.toHaveProperty("default");
    }
  });

  it("takes the provider's Region and account from the cluster's ARN, and accepts any provider from 6.25 up to 7", () => {
    expect(stack.provider.aws).toEqual([
      {
        region: '${element(split(":", var.cluster_arn), 3)}',
        allowed_account_ids: ['${element(split(":", var.cluster_arn), 4)}'],
      },
    ]);
    expect(stack.terraform.required_providers.aws).toEqual({ source: "aws", version: "~> 6.25" });
  });

  it("lets the role call the one API destination and nothing else", () => {
    expect(JSON.parse(stack.resource.aws_iam_policy.eventbridge_policy.policy).Statement).toEqual([
      {
        Action: "events:InvokeApiDestination",
        Effect: "Allow",
        Resource: "${aws_cloudwatch_event_api_destination.main.arn}",
      },
    ]);
  });

  it("writes no absolute path, no unresolved token and no stack trace", () => {
    expect(stack.terraform.backend).toEqual({ local: { path: "../../../terraform.ecs-task-alert.tfstate" } });
    expect(text).not.toMatch(/TfToken\[|unresolved-token|stackTrace/);
    expect(text).not.toContain(process.cwd());
    expect(text).not.toMatch(/"\/(home|root|Users|tmp|work|var)\//);
  });

  it("writes the input template indented, so that a changed label is a changed line", () => {
    const template = stack.resource.aws_cloudwatch_event_target.main.input_transformer.input_template;
    expect(template).toBe(JSON.stringify(JSON.parse(template), undefined, 2));
    expect(template).toContain("`<serviceName>` の ECS タスクが停止しました。");
  });
});

describe("a custom backend", () => {
  it("replaces the local one", () => {
    const stack = new EcsTaskAlertStack(app(), "ecs-task-alert");
    new S3Backend(stack, { bucket: "states", key: "ecs-task-alert.tfstate", region: "ap-northeast-1" });
    const { terraform } = JSON.parse(Testing.synth(stack, true));
    expect(terraform.backend).toEqual({
      s3: { bucket: "states", key: "ecs-task-alert.tfstate", region: "ap-northeast-1" },
    });
  });

  it("may be another local one", () => {
    const stack = new EcsTaskAlertStack(app(), "ecs-task-alert");
    new LocalBackend(stack, { path: "elsewhere.tfstate" });
    expect(JSON.parse(Testing.synth(stack, true)).terraform.backend).toEqual({ local: { path: "elsewhere.tfstate" } });
  });
});

describe("namePrefix", () => {
  it("is the beginning of every resource's name", () => {
    const { resource } = synthesize({ namePrefix: "prod" });
    expect(resource.aws_cloudwatch_event_rule.main.name).toBe("prod-ecs-alert");
    expect(resource.aws_cloudwatch_event_api_destination.main.name).toBe("prod-api");
    expect(resource.aws_cloudwatch_event_connection.main.name).toBe("prod-connection");
    expect(resource.aws_iam_role.eventbridge_role.name).toBe("prod-eventbridge-role");
    expect(resource.aws_iam_policy.eventbridge_policy.name).toBe("prod-eventbridge-policy");
  });

  it("may be as long as the role's name allows, and no longer", () => {
    const longest = "p".repeat(64 - "-eventbridge-role".length);
    expect(synthesize({ namePrefix: longest }).resource.aws_iam_role.eventbridge_role.name).toHaveLength(64);
    expect(refusal({ namePrefix: `${longest}p` })).toContain(
      `'namePrefix' makes the role's name "${longest}p-eventbridge-role" (65 characters), which must be 1 to 64 letters, digits and '+=,.@-_' (IAM's rule for roles): change it.`,
    );
  });

  it.each(["", "my team", "チーム", "a/b", "${path.cwd}"])("is refused when it is %j", (namePrefix) => {
    expect(refusal({ namePrefix })).toContain("'namePrefix'");
  });
});

describe("custom names", () => {
  it("replace those built from the prefix", () => {
    const { resource } = synthesize({
      alerts: { main: { name: "stops" } },
      webhooks: { main: { name: "slack" } },
      connectionName: "none",
      role: { name: "caller", policyName: "calls" },
    });
    expect(resource.aws_cloudwatch_event_rule.main.name).toBe("stops");
    expect(resource.aws_cloudwatch_event_api_destination.main.name).toBe("slack");
    expect(resource.aws_cloudwatch_event_connection.main.name).toBe("none");
    expect(resource.aws_iam_role.eventbridge_role.name).toBe("caller");
    expect(resource.aws_iam_policy.eventbridge_policy.name).toBe("calls");
  });
});

describe("several alerts and webhooks", () => {
  const alerts = { main: {}, crashes: { webhook: "on-call" }, "failed-starts": { webhook: "on-call" } };
  const webhooks = { main: {}, "on-call": { ratePerSecond: 1 } };

  it("use their keys in addresses, names and variables", () => {
    const { resource, variable } = synthesize({ alerts, webhooks });
    expect(resource.aws_cloudwatch_event_rule.crashes.name).toBe("demo-crashes");
    expect(resource.aws_cloudwatch_event_target.crashes.rule).toBe("${aws_cloudwatch_event_rule.crashes.name}");
    expect(resource.aws_cloudwatch_event_target.crashes.arn).toBe(
      "${aws_cloudwatch_event_api_destination.on-call.arn}",
    );
    expect(resource.aws_cloudwatch_event_api_destination["on-call"]).toMatchObject({
      name: "demo-on-call",
      invocation_endpoint: "${var.on_call_slack_webhook_url}",
      invocation_rate_limit_per_second: 1,
    });
    expect(variable.on_call_slack_webhook_url).toMatchObject({ sensitive: true, nullable: false });
  });

  it("share a connection, a role and a policy that names exactly the destinations in use", () => {
    const { resource } = synthesize({ alerts, webhooks });
    expect(Object.keys(resource.aws_cloudwatch_event_connection)).toEqual(["main"]);
    expect(Object.keys(resource.aws_iam_role)).toEqual(["eventbridge_role"]);
    expect(JSON.parse(resource.aws_iam_policy.eventbridge_policy.policy).Statement[0].Resource).toEqual([
      "${aws_cloudwatch_event_api_destination.main.arn}",
      "${aws_cloudwatch_event_api_destination.on-call.arn}",
    ]);
  });

  it("do not depend on the order of the keys", () => {
    const reversed = {
      alerts: Object.fromEntries(Object.entries(alerts).reverse()),
      webhooks: Object.fromEntries(Object.entries(webhooks).reverse()),
    };
    expect(JSON.stringify(synthesize(reversed))).toBe(JSON.stringify(synthesize({ alerts, webhooks })));
  });

  it("need no webhook or alert named main", () => {
    const { resource, variable } = synthesize({ alerts: { crashes: { webhook: "oncall" } }, webhooks: { oncall: {} } });
    expect(Object.keys(resource.aws_cloudwatch_event_rule)).toEqual(["crashes"]);
    expect(Object.keys(variable)).toEqual(["cluster_arn", "oncall_slack_webhook_url"]);
  });
});

describe("settings that AWS would refuse", () => {
  it("are refused all at once, each with the setting, the rule and the remedy", () => {
    const message = refusal({
      namePrefix: "p".repeat(48),
      alerts: {
        "1st": {},
        crashes: { webhook: "missing" },
        "ecs-alert": {},
        main: {},
      },
      webhooks: { main: { ratePerSecond: 0 }, "on-call": {}, on_call: { ratePerSecond: 1.5 } },
    });
    expect(message).toContain("'namePrefix' makes the role's name");
    expect(message).toContain(
      "'alerts.1st' makes the Terraform resource's name \"1st\" (3 characters), which must be a letter followed by",
    );
    expect(message).toContain("'alerts.crashes.webhook' is 'missing', which is not in 'webhooks'");
    expect(message).toContain("'alerts.ecs-alert' gets the same names as the key 'main'");
    expect(message).toContain(
      "'webhooks.main.ratePerSecond' must be a whole number from 1 to 300 (EventBridge's range), got 0",
    );
    expect(message).toContain(
      "'webhooks.on_call' names the variable 'on_call_slack_webhook_url', and so does 'webhooks.on-call': rename one.",
    );
    expect(message).toContain("'webhooks.on_call.ratePerSecond' must be a whole number");
    expect(message).toContain("'webhooks.on-call' is used by no alert");
    expect(message).toMatch(/^The settings of stack 'ecs-task-alert' have \d+ problems:\n {2}- /);
  });

  it("name the alert whose key makes a name too long", () => {
    const key = "k".repeat(60);
    expect(synthesize({ alerts: { ["k".repeat(59)]: {} } })).toHaveProperty("resource");
    expect(refusal({ alerts: { [key]: {} } })).toContain(
      `'alerts.${key}' makes the rule's name "demo-${key}" (65 characters), which must be 1 to 64`,
    );
    expect(refusal({ alerts: { main: { name: "x".repeat(65) } } })).toContain(
      "'alerts.main.name' makes the rule's name",
    );
  });

  it("include one name for two alerts or webhooks", () => {
    const twice = { a: { name: "x" }, b: { name: "x" } };
    expect(refusal({ alerts: twice })).toContain("'alerts.b.name' names the rule 'x', and so does 'alerts.a.name'");
    expect(refusal({ webhooks: twice })).toContain(
      "'webhooks.b.name' names the API destination 'x', and so does 'webhooks.a.name'",
    );
  });

  it("include more than 300 alerts", () => {
    const alerts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, {}]));
    expect(Object.keys(synthesize({ alerts: alerts(300) }).resource.aws_cloudwatch_event_rule)).toHaveLength(300);
    expect(refusal({ alerts: alerts(301) })).toContain("'alerts' must make at most 300 rules");
  });

  it("include empty alerts and empty webhooks", () => {
    expect(refusal({ alerts: {} })).toContain("'alerts' must not be empty");
    expect(refusal({ webhooks: {} })).toContain("'webhooks' must not be empty");
  });
});

describe("settings", () => {
  it("have their problems reported together, even those of the stops and the message of one alert", () => {
    const message = refusal({
      alerts: { main: { stops: { services: ["a b"] }, message: { language: "en", mention: ["U1"], title: " " } } },
    });
    expect(message).toContain("have 3 problems");
    for (const setting of ["stops.services.0", "message.mention.0", "message.title"])
      expect(message).toContain(`'alerts.main.${setting}'`);
  });

  it("have a wrong prefix and a wrong key reported alongside the problems of the alert", () => {
    const alert = { stops: { services: ["a b"] }, storm: { events: 9, minutes: 5 } };
    const message = refusal({ namePrefix: "my team", alerts: { "1st": alert }, alarms: {} });
    expect(message).toMatch(/have 5 problems:\n {2}- 'namePrefix' must be .*, got "my team"/);
    expect(message.match(/'alerts\.1st' makes the Terraform resource's name/g)).toHaveLength(3);
    expect(message).toContain("'alerts.1st.stops.services.0' must be 1 to 255 letters");
  });

  it.each<[string, NonNullable<StackSettings["alerts"]>]>([
    ["stops", { main: { stops: { services: ["x".repeat(3000)] } } }],
    ["incidents", { main: { incidents: { kinds: "abnormal", services: ["x".repeat(3000)] } } }],
  ])("have a wrong value reported alone, without the pattern that is too long because of it: %s", (what, alerts) => {
    const message = refusal({ alerts });
    expect(message).toContain("have a problem:");
    expect(message).toContain(`'alerts.main.${what}.services.0' must be`);
  });

  it("may have keys that are properties of every object", () => {
    const { resource } = synthesize({ alerts: { constructor: {}, toString: {} }, webhooks: { main: {} } });
    expect(Object.keys(resource.aws_cloudwatch_event_rule)).toEqual(["constructor", "toString"]);
  });
});

describe("two stacks of one app", () => {
  const warnings = (one: StackSettings, other: StackSettings) => {
    const both = app();
    new EcsTaskAlertStack(both, "one", one);
    const { node } = new EcsTaskAlertStack(both, "other", other);
    return node.metadata.map(({ data }) => String(data)).join();
  };
  const arn = (account: string, region = "us-east-1") => `arn:aws:ecs:${region}:${account}:cluster/demo`;

  it("get a warning about names that they share, since they may be in one account", () => {
    const warning = warnings({ deadLetterQueue: {} }, { deadLetterQueue: {}, alerts: { main: {}, crashed: {} } });
    expect(warning).toContain("The stacks 'one' and 'other' give the same names to ");
    for (const name of ["rule 'demo-ecs-alert'", "role 'demo-eventbridge-role'", "queue 'demo-dead-letter'"])
      expect(warning).toContain(`the ${name}`);
    expect(warning).not.toContain("variable");
    expect(warnings({ clusterArn: arn("111111111111") }, {})).toContain("rule 'demo-ecs-alert'");
  });

  it("get a warning about alarms, whose names follow the keys even if the rules have custom names", () => {
    const own = (name: string): StackSettings => ({
      alerts: { main: { name } },
      webhooks: { main: { name } },
      connectionName: name,
      role: { name, policyName: name },
      alarms: {},
    });
    expect(warnings(own("one"), own("other"))).toContain(
      "the same names to the alarm 'demo-ecs-alert-failed-invocations'. In",
    );
    const { alarms: _, ...silent } = own("other");
    expect(warnings(own("one"), silent)).toBe("");
    const queue = { deadLetterQueue: { name: "lost" }, alarms: {} };
    expect(warnings({ ...queue, namePrefix: "a" }, { ...queue, namePrefix: "b" })).toContain("alarm 'lost-messages'");
  });

  it("get no warning if they share none, or are for two accounts", () => {
    expect(warnings({}, { namePrefix: "other" })).toBe("");
    expect(warnings({ clusterArn: arn("111111111111") }, { clusterArn: arn("222222222222") })).toBe("");
  });

  it("get a warning only about the role and policy in two Regions of one account, since those are global", () => {
    const warning = warnings({ clusterArn: arn("111111111111") }, { clusterArn: arn("111111111111", "us-west-2") });
    expect(warning).toContain(
      "the same names to the role 'demo-eventbridge-role', the policy 'demo-eventbridge-policy'.",
    );
  });
});

describe("clusterArn", () => {
  const clusterArn = "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/demo";

  it("is the variable's default, and its only value", () => {
    const { cluster_arn } = synthesize({ clusterArn }).variable;
    expect(cluster_arn.default).toBe(clusterArn);
    expect(cluster_arn.validation).toHaveLength(2);
    expect(cluster_arn.validation[1]).toEqual({
      condition: `\${var.cluster_arn == "${clusterArn}"}`,
      error_message: expect.stringContaining("unset TF_VAR_cluster_arn"),
    });
  });

  it.each(["demo", "arn:aws:ecs:us-east-1:1:cluster/demo", `${clusterArn}${"x".repeat(300)}`, ""])(
    "is refused unless it is the full ARN of a cluster: %s",
    (wrong) => {
      expect(refusal({ clusterArn: wrong })).toContain("'clusterArn' must be the full ARN of an Amazon ECS cluster");
    },
  );
});

describe("a webhook's URL in an override", () => {
  it("fails the synthesis without being shown", () => {
    const url = "https://hooks.slack.com/services/T00000000/B00000000/MarkedSecret";
    const stack = new EcsTaskAlertStack(app(), "ecs-task-alert");
    stack.addOverride("resource.aws_cloudwatch_event_api_destination.main.invocation_endpoint", url);
    expect(() => Testing.synth(stack, true)).toThrow(
      "'resource.aws_cloudwatch_event_api_destination.main.invocation_endpoint' has a webhook's URL in cdk.tf.json",
    );
    expect(() => Testing.synth(stack, true)).not.toThrow("MarkedSecret");
  });
});

describe("keys", () => {
  it("that would make the names of main are refused, unless the name is set", () => {
    expect(refusal({ alerts: { "ecs-alert": {} }, webhooks: { main: {} } })).toContain(
      "'alerts.ecs-alert' gets the same names as the key 'main'",
    );
    expect(refusal({ alerts: { main: { webhook: "api" } }, webhooks: { api: {} } })).toContain(
      "'webhooks.api' gets the same names as the key 'main'",
    );
    expect(synthesize({ alerts: { "ecs-alert": { name: "stops" } } })).toHaveProperty("resource");
  });

  it("name the alarms even if the rule keeps its name, so that an alarm never moves to another address", () => {
    const { resource } = synthesize({ alerts: { stops: { name: "demo-ecs-alert" } }, alarms: {} });
    expect(resource.aws_cloudwatch_metric_alarm.failed_invocations_stops).toMatchObject({
      alarm_name: "demo-stops-failed-invocations",
      dimensions: { RuleName: "demo-ecs-alert" },
    });
  });
});

describe("the order of changes", () => {
  const { resource } = synthesize({ deadLetterQueue: {} });

  it("creates what targets point at before it deletes the old", () => {
    for (const type of ["aws_cloudwatch_event_api_destination", "aws_cloudwatch_event_connection"])
      expect(resource[type].main.lifecycle).toMatchObject({ create_before_destroy: true });
    expect(resource.aws_sqs_queue.dead_letter.lifecycle).toEqual({ create_before_destroy: true });
  });

  it("gives the role its permission before a target uses it", () => {
    expect(resource.aws_cloudwatch_event_target.main.depends_on).toEqual([
      "aws_iam_role_policy_attachment.eventbridge_attachment",
    ]);
  });
});

describe("main.ts", () => {
  it("may add variables, outputs and resources of its own to the stack", () => {
    const stack = new EcsTaskAlertStack(app(), "ecs-task-alert");
    new TerraformVariable(stack, "team", { type: "string" });
    expect(JSON.parse(Testing.synth(stack, true)).variable).toHaveProperty("team");
  });
});
