import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../lib/eventbridge/json";
import type { Alert } from "../../../lib/preview/model";
import { planAlerts } from "../../../lib/preview/read/plan-alerts";

const plan: JsonObject = JSON.parse(readFileSync(join(__dirname, "plan/plan.json"), "utf8"));
const { alerts } = planAlerts(plan);

function alert(name: string, module = ""): Alert {
  const found = alerts.find(({ address }) => address === `${module}aws_cloudwatch_event_target.${name}`);
  if (found === undefined) throw new Error(`There is no target ${name}.`);
  return found;
}

describe("the rule of a target in a plan", () => {
  it.each([
    ['by_key["a"]', 'aws_cloudwatch_event_rule.each["a"]'],
    ['by_key["b.c\\"]"]', 'aws_cloudwatch_event_rule.each["b.c\\"]"]'],
    ['by_value["a"]', 'aws_cloudwatch_event_rule.each["a"]'],
    ['by_value["b.c\\"]"]', 'aws_cloudwatch_event_rule.each["b.c\\"]"]'],
    ["counted[0]", "aws_cloudwatch_event_rule.counted[0]"],
    ["counted[1]", "aws_cloudwatch_event_rule.counted[1]"],
    ["second", "aws_cloudwatch_event_rule.counted[1]"],
    ["unknown_template", 'aws_cloudwatch_event_rule.each["a"]'],
  ])("is the one that %s refers to, with its key", (name, rule) => {
    expect(alert(name).rule).toBe(rule);
  });

  it("is in the same module as the target, whatever else has its name", () => {
    for (const module of ['module.alerts["x"].', 'module.alerts["y.z"].']) {
      expect(alert("own", module).rule).toBe(`${module}aws_cloudwatch_event_rule.own`);
      expect(alert("by_name", module).rule).toBe(`${module}aws_cloudwatch_event_rule.own`);
    }
  });

  it("is found through a variable of the module, and through an output", () => {
    expect(alert("of_caller", 'module.alerts["x"].').rule).toBe('aws_cloudwatch_event_rule.each["a"]');
    expect(alert("of_module").rule).toBe('module.alerts["y.z"].aws_cloudwatch_event_rule.own');
  });

  it("is found by its name on its event bus where nothing refers to it", () => {
    expect(alert("by_name")).toMatchObject({
      rule: "aws_cloudwatch_event_rule.counted[1]",
      ruleName: "counted-1",
      eventBus: "bus",
    });
  });

  it("may not be in the plan", () => {
    expect(alert("elsewhere")).toMatchObject({
      rule: undefined,
      problems: ["The rule elsewhere was not found, so it is not known which events match."],
    });
  });
});

describe("an alert in a plan", () => {
  it("sends what its target says", () => {
    expect(alert('by_key["a"]').input).toEqual({
      kind: "transformer",
      transformer: { inputPaths: { account: "$.account" }, inputTemplate: '{"text": "A of <account>"}' },
    });
    expect(alert('by_value["a"]').input).toEqual({ kind: "constant", body: '{"text":"a"}' });
    expect(alert("of_caller", 'module.alerts["x"].').input).toEqual({ kind: "path", path: "$.detail" });
    expect(alert("second").input).toEqual({ kind: "event" });
  });

  it("has a problem for what is not known before apply, and for a rule that is for no events", () => {
    expect(alerts.flatMap(({ address, problems }) => problems.map((problem) => `${address}: ${problem}`))).toEqual([
      "aws_cloudwatch_event_target.counted[0]: The rule is disabled.",
      "aws_cloudwatch_event_target.elsewhere: The rule elsewhere was not found, so it is not known which events match.",
      "aws_cloudwatch_event_target.schedule: The rule has no event pattern, so no event matches.",
      "aws_cloudwatch_event_target.unknown: Not known before apply: event_pattern of aws_cloudwatch_event_rule.unknown",
      "aws_cloudwatch_event_target.unknown_template: Not known before apply: input_transformer of aws_cloudwatch_event_target.unknown_template",
    ]);
  });

  it("has no name for its rule if AWS makes the name", () => {
    expect(alert('by_key["a"]').ruleName).toBe("(known after apply)");
  });

  it("knows the root module's variable of the webhook that it posts to", () => {
    expect(alert("own", 'module.alerts["x"].').webhookVariable).toBe("oncall_url");
    expect(alert("second").webhookVariable).toBeUndefined();
  });
});

describe("a plan with little in it", () => {
  const rule = { address: "aws_cloudwatch_event_rule.r", type: "aws_cloudwatch_event_rule", name: "r" };
  const target = { address: "aws_cloudwatch_event_target.t", type: "aws_cloudwatch_event_target", name: "t" };
  const alertsOf = (resources: Json, more: JsonObject = {}) =>
    planAlerts({ planned_values: { root_module: { resources } }, ...more }).alerts;

  it("needs planned values only", () => {
    const values = { name: "r", event_pattern: '{"source":["a"]}' };
    expect(
      alertsOf([
        { ...rule, values },
        { ...target, values: { rule: "r" } },
      ]),
    ).toMatchObject([
      { rule: rule.address, ruleName: "r", eventBus: "default", pattern: { source: ["a"] }, problems: [] },
    ]);
  });

  it("may have no alerts", () => {
    expect(alertsOf([])).toEqual([]);
    expect(planAlerts({ planned_values: {} })).toEqual({ alerts: [], clusterArn: undefined });
  });

  it("has a problem for what is sensitive, and does not look at it", () => {
    const [sensitive] = alertsOf([
      { ...target, values: { rule: "r", input: '{"text":"x"}' }, sensitive_values: { input: true, rule: false } },
    ]);
    expect(sensitive).toMatchObject({
      input: { kind: "unknown" },
      problems: expect.arrayContaining([`Sensitive, so it is not read: input of ${target.address}`]),
    });
  });

  it("does not show what it deletes, nor what is not known of an instance that it replaces", () => {
    const changes = [
      { address: "aws_cloudwatch_event_target.gone", change: { actions: ["delete"], after_unknown: {} } },
      { address: target.address, deposed: "1", change: { actions: ["delete"], after_unknown: { input: true } } },
    ];
    const all = alertsOf([{ ...target, values: { rule: "r", input: "{}" } }], { resource_changes: changes });
    expect(all).toMatchObject([{ address: target.address, input: { kind: "constant" } }]);
  });

  it("tells rules of one name apart by the Region of their provider", () => {
    const values = (source: string, more: JsonObject = {}) => ({
      name: "r",
      event_pattern: `{"source":["${source}"]}`,
      ...more,
    });
    const other = { ...rule, address: "aws_cloudwatch_event_rule.other", name: "other" };
    const of = (address: string, provider_config_key: string) => ({ address, provider_config_key });
    const configuration = {
      root_module: { resources: [of(rule.address, "aws"), of(other.address, "aws.eu"), of(target.address, "aws.eu")] },
    };
    const resources = [
      { ...rule, values: values("us") },
      { ...other, values: values("eu") },
      { ...target, values: { rule: "r" } },
    ];
    expect(alertsOf(resources, { configuration })[0]?.rule).toBe(other.address);
    const byRegion = [
      { ...rule, values: values("us", { region: "us-east-1" }) },
      { ...other, values: values("eu", { region: "eu-west-1" }) },
      { ...target, values: { rule: "r", region: "eu-west-1" } },
    ];
    expect(alertsOf(byRegion)[0]?.rule).toBe(other.address);
  });

  it("is for the cluster of its pattern, or else for the only one in other patterns", () => {
    const cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/shop";
    const patterns = [{ detail: { clusterArn: [cluster] } }, { source: ["aws.cloudwatch"] }];
    const resources = patterns.flatMap((pattern, index) => [
      {
        ...rule,
        address: `${rule.address}${index}`,
        values: { name: `${index}`, event_pattern: JSON.stringify(pattern) },
      },
      { ...target, address: `${target.address}${index}`, values: { rule: `${index}` } },
    ]);
    expect(alertsOf(resources).map(({ clusterArn }) => clusterArn)).toEqual([cluster, cluster]);
    expect(alertsOf(resources.slice(2))[0]?.clusterArn).toBeUndefined();
  });
});
