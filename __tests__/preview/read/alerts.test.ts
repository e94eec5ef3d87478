import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../lib/eventbridge/json";
import { alertsOfStacks, readPlan } from "../../../lib/preview/read/alerts";
import { synthesize } from "../../synthesized";
import { file, problemOf } from "../files";

const CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop";
const TRANSFORMER = { inputPaths: { a: "$.account" }, inputTemplate: '{"text": <a>}' };
const ARGUMENTS = { input_paths: TRANSFORMER.inputPaths, input_template: TRANSFORMER.inputTemplate };

const rule = (values: object) => ({ event_pattern: '{"source":["aws.ecs"]}', name: "r", ...values });
const target = (values: object) => ({ rule: "${aws_cloudwatch_event_rule.r.name}", ...values });

function stack(rules: object, targets: object, more: JsonObject = {}) {
  const resource = {
    aws_cloudwatch_event_rule: rules,
    aws_cloudwatch_event_target: targets,
    ...(more.resource as object),
  };
  return JSON.parse(JSON.stringify({ ...more, resource }));
}

function alertsOf(json: JsonObject) {
  return alertsOfStacks([{ name: "a", json }], CLUSTER);
}

/** The one alert of a stack with this rule and target. */
function alertOf(ofRule: object, ofTarget: object = {}, more: JsonObject = {}) {
  return alertsOf(stack({ r: rule(ofRule) }, { t: target(ofTarget) }, more))[0];
}

describe("an alert of a synthesized stack", () => {
  it("is the target with the rule that it refers to, by their addresses", () => {
    const json = stack({ r: rule({}), s: rule({ name: "s" }) }, { t: target({ input_transformer: ARGUMENTS }) });
    expect(alertsOf(json)).toEqual([
      {
        address: "aws_cloudwatch_event_target.t",
        rule: "aws_cloudwatch_event_rule.r",
        ruleName: "r",
        eventBus: "default",
        pattern: { source: ["aws.ecs"] },
        compiled: expect.anything(),
        clusterArn: CLUSTER,
        input: { kind: "transformer", transformer: TRANSFORMER },
        webhookVariable: undefined,
        problems: [],
        notes: [],
        isSlack: true,
      },
    ]);
  });

  it("is for the requested cluster, in pattern and template, even through locals", () => {
    const pattern = '{"detail":{"clusterArn":["${var.cluster_arn}"],"x":["$${var.cluster_arn}"]}}';
    const template = '{"text": "${local.name} in ${local.region}"}';
    const locals = {
      name: '${element(split("/", var.cluster_arn), 1)}',
      region: '${element(split(":", local.arn), 3)}',
      arn: "${var.cluster_arn}",
    };
    const json = stack(
      { r: rule({ event_pattern: pattern }) },
      { t: target({ input_transformer: { input_template: template } }) },
      { locals },
    );
    expect(alertsOf(json)[0]).toMatchObject({
      pattern: { detail: { clusterArn: [CLUSTER], x: ["${var.cluster_arn}"] } },
      input: { transformer: { inputPaths: {}, inputTemplate: '{"text": "shop in eu-west-1"}' } },
    });
  });

  it("is for the default of the variable 'cluster_arn' if there is one", () => {
    const own = "arn:aws:ecs:us-east-1:123456789012:cluster/own";
    const pattern = '{"detail":{"clusterArn":["${var.cluster_arn}"]}}';
    const variable = { cluster_arn: { default: own } };
    expect(alertOf({ event_pattern: pattern }, {}, { variable })).toMatchObject({
      pattern: { detail: { clusterArn: [own] } },
      clusterArn: own,
    });
  });

  it("knows the variable of the webhook that it posts to", () => {
    const resource = {
      aws_cloudwatch_event_api_destination: { d: { invocation_endpoint: "${var.oncall_slack_webhook_url}" } },
    };
    const arn = "${aws_cloudwatch_event_api_destination.d.arn}";
    expect(alertOf({}, { arn }, { resource })?.webhookVariable).toBe("oncall_slack_webhook_url");
    const trimmed = { aws_cloudwatch_event_api_destination: { d: { invocation_endpoint: "${lower(var.x)}" } } };
    expect(alertOf({}, { arn }, { resource: trimmed })?.webhookVariable).toBe("x");
    expect(alertOf({}, { arn: "arn:aws:sns:eu-west-1:123456789012:x" })?.webhookVariable).toBeUndefined();
  });

  it("has the rule that it names, on the same event bus", () => {
    const json = stack(
      { a: rule({}), b: rule({ event_bus_name: "arn:aws:events:eu-west-1:123456789012:event-bus/b" }) },
      { t: { rule: "r", event_bus_name: "b" } },
    );
    expect(alertsOf(json)[0]).toMatchObject({ rule: "aws_cloudwatch_event_rule.b", eventBus: "b" });
  });

  it("has the value of another argument or the default of a variable where it refers to that", () => {
    const variable = { source: { default: "my.app" }, secret: { default: "x", sensitive: true } };
    const resource = { aws_sqs_queue: { q: { name: "q-${var.source}" } } };
    const pattern = '{"source":["${var.source}"],"detail":{"q":["${aws_sqs_queue.q.name}"]}}';
    expect(alertOf({ event_pattern: pattern }, {}, { variable, resource })?.pattern).toEqual({
      source: ["my.app"],
      detail: { q: ["q-my.app"] },
    });
    expect(alertOf({ event_pattern: "${var.secret}" }, {}, { variable })?.problems).toEqual([
      "Not known before apply: var.secret",
    ]);
  });

  it("has a problem for what is not known before apply", () => {
    expect(alertOf({ event_pattern: '{"resources":["${aws_sqs_queue.q.arn}"]}' })).toMatchObject({
      pattern: undefined,
      problems: ["Not known before apply: aws_sqs_queue.q.arn"],
    });
    expect(alertOf({}, { input_transformer: { input_template: "${upper(var.x)}" } })).toMatchObject({
      input: { kind: "unknown" },
      problems: ["Not known before apply: upper(var.x)"],
    });
    expect(alertOf({ name: "${var.x}" })).toMatchObject({ ruleName: "(known after apply)", problems: [] });
  });

  it("has every problem that AWS would report", () => {
    expect(
      alertOf(
        { event_pattern: '{"source":"aws.ecs"}' },
        { input_transformer: { input_paths: { a: "b" }, input_template: "{" } },
      )?.problems,
    ).toEqual([
      expect.stringMatching(/^Event pattern: /),
      expect.stringMatching(/^Input transformer: 'inputPaths.a' is 'b', which must begin with '\$'/),
      expect.stringMatching(/^Input transformer: 'inputTemplate' must be JSON/),
    ]);
    expect(alertOf({ event_pattern: "no" })).toMatchObject({
      pattern: undefined,
      problems: [expect.stringMatching(/^Event pattern: must be a JSON object/)],
    });
    expect(alertOf({}, { input: "no" })?.problems).toEqual(["'input' must be JSON."]);
    expect(alertOf({}, { input_path: "$..x" })?.problems).toEqual([
      expect.stringMatching(/^'input_path' is '\$\.\.x', which must begin with '\$' and go on in steps/),
    ]);
  });

  it("has a note on a pattern that EventBridge may read otherwise, and is an alert nevertheless", () => {
    const pattern = JSON.stringify({ a: [{ wildcard: "*a" }, { "equals-ignore-case": "B" }] });
    const alert = alertOf({ event_pattern: pattern });
    expect(alert?.notes).toEqual([expect.stringMatching(/^Event pattern: a: EventBridge may match other values/)]);
    expect(alert?.problems).toEqual([]);
  });

  it("has a note on a placeholder that is escaped and so never filled, not on an escaped mention", () => {
    const notesOf = (template: string) =>
      alertOf({}, { input_transformer: { input_paths: { task: "$.detail.taskArn" }, input_template: template } })
        ?.notes;
    expect(notesOf('{"text": "\\u003ctask\\u003e"}')).toEqual([
      expect.stringMatching(/^Input transformer: \\u003ctask\\u003e is sent as it stands/),
    ]);
    expect(notesOf('{"text": "\\u003c!here\\u003e <task>"}')).toEqual([]);
  });

  it.each([
    [{ state: "DISABLED" }, ["The rule is disabled."]],
    [{ is_enabled: false }, ["The rule is disabled."]],
    [{ state: "ENABLED" }, []],
    [{ is_enabled: true }, []],
    [
      { event_pattern: null, schedule_expression: "rate(1 hour)" },
      ["The rule has no event pattern, so no event matches."],
    ],
  ])("never rings if its rule is disabled or a schedule: %j", (values, problems) => {
    expect(alertOf(values)?.problems).toEqual(problems);
  });

  it("says that its rule is elsewhere", () => {
    expect(alertsOf(stack({}, { t: { rule: "other" } }))[0]).toMatchObject({
      rule: undefined,
      ruleName: "other",
      pattern: undefined,
      problems: ["The rule other was not found, so it is not known which events match."],
    });
  });

  it.each([
    [{ input: '{"text":"x"}' }, { kind: "constant", body: '{"text":"x"}' }],
    [{ input_path: "$.detail" }, { kind: "path", path: "$.detail" }],
    [{}, { kind: "event" }],
    [{ input_transformer: [ARGUMENTS] }, { kind: "transformer", transformer: TRANSFORMER }],
    [{ input_transformer: [], input: null, input_path: "" }, { kind: "event" }],
  ])("sends what its target says: %j", (values, input) => {
    expect(alertOf({}, values)?.input).toEqual(input);
  });

  it("has the name of its stack before its address where several stacks have alerts", () => {
    const json = stack({ r: rule({}) }, { t: target({}) });
    const of = (...stacks: { name: string; json: JsonObject }[]) =>
      alertsOfStacks(stacks).map(({ address, rule }) => `${address} ${rule}`);
    expect(of({ name: "a", json }, { name: "b", json: { resource: {} } })).toEqual([
      "aws_cloudwatch_event_target.t aws_cloudwatch_event_rule.r",
    ]);
    expect(of({ name: "a", json }, { name: "b", json })).toEqual([
      "a.aws_cloudwatch_event_target.t a.aws_cloudwatch_event_rule.r",
      "b.aws_cloudwatch_event_target.t b.aws_cloudwatch_event_rule.r",
    ]);
  });

  it("is without problems in the stack as shipped", () => {
    expect(alertsOf(synthesize())).toMatchObject([
      {
        address: "aws_cloudwatch_event_target.main",
        rule: "aws_cloudwatch_event_rule.main",
        ruleName: "demo-ecs-alert",
        webhookVariable: "slack_webhook_url",
        problems: [],
      },
    ]);
  });
});

describe("a file with alerts", () => {
  const configuration = stack({ r: rule({}) }, { t: target({}) });

  it("is a plan, or for a comparison a synthesized stack", () => {
    const plan = { planned_values: { root_module: {} } };
    expect(readPlan(file("plan.json", plan)).alerts).toEqual([]);
    expect(readPlan(file("plan.json", plan), CLUSTER).alerts).toEqual([]);
    expect(readPlan(file("cdk.tf.json", configuration), CLUSTER).alerts).toHaveLength(1);
  });

  it("is refused if its plan failed, however much of it there is", () => {
    const failed = { errored: true, complete: false, variables: {} };
    for (const plan of [failed, { ...failed, planned_values: { root_module: {} } }])
      for (const cluster of [undefined, CLUSTER])
        expect(problemOf(() => readPlan(file("x", plan), cluster))).toMatch(
          /^x: is a plan that failed \('errored' is true\)/,
        );
  });

  it.each([
    ["PK\u0003\u0004"],
    ['{"@level":"info"}\n{"@level":"info"}'],
    [{ values: { root_module: {} } }],
    [configuration],
    [{ "detail-type": "x", source: "y" }],
    [[]],
    [""],
    ["resource {}"],
  ])("is refused when it is anything else, with what to do: %j", (content) => {
    expect(problemOf(() => readPlan(file("x", content)))).toBe(
      "x: is not a plan as JSON, as made by `terraform plan -out plan` and `terraform show -json plan`.",
    );
  });

  it("is refused when it does not exist", () => {
    expect(problemOf(() => readPlan("nowhere.json"))).toBe("nowhere.json: does not exist.");
  });
});
