import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/eventbridge/json";
import type { SampleEvent } from "../../lib/preview/model";
import { alertsOfStacks } from "../../lib/preview/read/alerts";
import { runEvents } from "../../lib/preview/run";
import { jsonReport, printableJson } from "../../lib/preview/show/json";
import { anyPrintedText } from "./previews";

const CLUSTER = "arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo";
const EVENT = {
  source: "aws.ecs",
  region: "ap-northeast-1",
  account: "123456789012",
  time: "2025-06-03T05:45:36Z",
  detail: { clusterArn: CLUSTER, stoppedReason: 'exit "1"', containers: [{ name: "app" }], empty: "" },
};
const PATTERN = { source: ["aws.ecs"], detail: { clusterArn: ["${var.cluster_arn}"] } };

const sample = (event: JsonObject, name = "event"): SampleEvent => ({ name, event, body: undefined });

/** Runs events through alerts, each given by the arguments of its target and rule. */
function run(
  targets: Readonly<Record<string, JsonObject>>,
  events: readonly SampleEvent[] = [sample(EVENT)],
  rule: JsonObject = {},
  asTheyAre = false,
) {
  const names = Object.keys(targets);
  const resource = {
    aws_cloudwatch_event_rule: Object.fromEntries(
      names.map((name) => [name, { name, event_pattern: JSON.stringify(PATTERN), ...rule }]),
    ),
    aws_cloudwatch_event_target: Object.fromEntries(
      names.map((name) => [name, { rule: `\${aws_cloudwatch_event_rule.${name}.name}`, ...targets[name] }]),
    ),
  };
  return runEvents(alertsOfStacks([{ name: "stack", json: { resource } }], CLUSTER), events, asTheyAre);
}

/** The result of one alert with one event. */
function resultOf(target: JsonObject, event: JsonObject = EVENT, rule: JsonObject = {}) {
  const [result] = run({ a: target }, [sample(event)], rule).results;
  if (result === undefined) throw new Error("There is no result.");
  return result;
}

function transformed(inputTemplate: string, inputPaths: JsonObject = {}, rule: JsonObject = {}) {
  return resultOf({ input_transformer: { input_paths: inputPaths, input_template: inputTemplate } }, EVENT, rule);
}

describe("the results", () => {
  it("are every event with every alert, in the order of both", () => {
    const { results } = run({ b: {}, a: {} }, [sample(EVENT, "two"), sample({ source: "x" }, "one")]);
    expect(results.map(({ event, alert, matched }) => [event.name, alert.address, matched])).toEqual([
      ["two", "aws_cloudwatch_event_target.b", true],
      ["two", "aws_cloudwatch_event_target.a", true],
      ["one", "aws_cloudwatch_event_target.b", false],
      ["one", "aws_cloudwatch_event_target.a", false],
    ]);
  });

  it("treat each event as one of the stack's cluster", () => {
    const other = { ...EVENT, detail: { ...EVENT.detail, clusterArn: "arn:aws-cn:ecs:cn-north-1:1:cluster/other" } };
    expect(resultOf({}, other).matched).toBe(true);
    const [asItIs] = run({ a: {} }, [sample(other)], {}, true).results;
    expect(asItIs?.matched).toBe(false);
    expect(asItIs?.mismatch?.()?.path).toBe("detail.clusterArn");
    const quoted = { ...EVENT, detail: { clusterArn: '"],"x":["' } };
    expect(resultOf({}, quoted).mismatch?.()?.path).toBe("detail.clusterArn");
  });

  it("say which field of the pattern an event does not meet first", () => {
    const result = resultOf({}, { source: "aws.ec2", detail: {} });
    expect(result).toMatchObject({
      event: { name: "event" },
      alert: { address: "aws_cloudwatch_event_target.a" },
      verdict: "silent",
      matched: false,
      sent: false,
      body: undefined,
      problems: [],
    });
    expect(result.mismatch?.()).toEqual({ path: "source", expected: ["aws.ecs"], actual: "aws.ec2" });
  });

  it("are no match for an alert that has a problem, while the others go on", () => {
    const { alerts, results } = run({ bad: { input: "no" }, good: { input: '{"text":"x"}' } });
    expect(alerts.map(({ problems }) => problems.length)).toEqual([1, 0]);
    expect(results.map(({ verdict, mismatch }) => [verdict, mismatch])).toEqual([
      ["lost", undefined],
      ["rings", undefined],
    ]);
  });

  it("say of a body that its alert is unknown", () => {
    const body: SampleEvent = { name: "body", event: undefined, body: { text: "x" } };
    expect(run({ a: {} }, [body]).results).toMatchObject([
      {
        verdict: "not an event",
        matched: false,
        sent: false,
        problems: ["This is the body of a message, not an event, so it is not known which alerts it matches."],
      },
    ]);
  });

  it("are quick for many events and several alerts", () => {
    const events = Array.from({ length: 1000 }, (_, index) => sample(EVENT, `${index}`));
    const started = performance.now();
    expect(run({ a: {}, b: {}, c: {} }, events).results).toHaveLength(3000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("the body", () => {
  it("is what the input transformer makes of the event", () => {
    expect(
      transformed('{"text": <group>, "n": "<n>"}', { group: "$.detail.containers[0].name", n: "$.account" }),
    ).toMatchObject({
      matched: true,
      sent: true,
      body: '{"text": "app", "n": "123456789012"}',
      problems: [],
    });
  });

  it("is the whole event, a part of it, or a text that is always the same", () => {
    expect(resultOf({}).body).toBe(JSON.stringify(EVENT));
    expect(resultOf({ input_path: "$.detail.containers" }).body).toBe('[{"name":"app"}]');
    expect(resultOf({ input: '{"text" : "x"}' })).toMatchObject({ body: '{"text" : "x"}', problems: [] });
  });

  it("is not sent where the input path finds nothing", () => {
    expect(resultOf({ input_path: "$.detail.none" })).toMatchObject({
      verdict: "lost",
      matched: true,
      sent: false,
      body: "",
      problems: ["The target's input path finds nothing in the event, so there is nothing to send."],
    });
  });

  it("is only an attempt if it is not JSON", () => {
    expect(transformed('{"text": "<c>"}', { c: "$.detail.containers" })).toMatchObject({
      matched: true,
      sent: false,
      body: '{"text": "[{"name":"app"}]"}',
      problems: [expect.stringContaining("not JSON")],
    });
  });

  it("is sent, and said to be refused, where Slack would refuse it", () => {
    expect(transformed('{"text": <e>}', { e: "$.detail.empty" })).toMatchObject({
      verdict: "lost",
      sent: true,
      problems: [expect.stringMatching(/^Slack would refuse: .*no_text/)],
    });
    expect(transformed('"<a>"\n"<a>"', { a: "$.account" })).toMatchObject({
      sent: true,
      problems: ["Slack would refuse: the body is not one JSON object."],
    });
  });

  it("has a warning if it is only right when EventBridge escapes", () => {
    const warning = expect.stringContaining("right only if EventBridge escapes values inside strings");
    expect(transformed('{"text": "<r>"}', { r: "$.detail.stoppedReason" })).toMatchObject({
      verdict: "warned",
      sent: true,
      body: '{"text": "exit \\"1\\""}',
      problems: [warning],
    });
    expect(transformed('{"text": <r>}', { r: "$.detail.stoppedReason" }).problems).toEqual([]);
    const said = { ...EVENT, detail: { ...EVENT.detail, stoppedReason: "a\\u0062" } };
    const template = { input_template: '{"text": "<r>"}', input_paths: { r: "$.detail.stoppedReason" } };
    expect(resultOf({ input_transformer: template }, said).problems).toEqual([warning]);
  });
});

describe("what EventBridge says of rule and time", () => {
  const template = '{"text": "<aws.events.rule-arn> <aws.events.rule-name> <aws.events.event.ingestion-time>"}';
  const textOf = (event: JsonObject, rule: JsonObject = {}) =>
    JSON.parse(resultOf({ input_transformer: { input_template: template } }, event, rule).body ?? "").text;

  it("is the rule's ARN in the account and Region of the event, and the event's own time", () => {
    expect(textOf(EVENT)).toBe("arn:aws:events:ap-northeast-1:123456789012:rule/a a 2025-06-03T05:45:36.000Z");
  });

  it("is an ARN with the event bus for another bus than the default one", () => {
    expect(textOf(EVENT, { event_bus_name: "bus", name: "r" })).toContain(":rule/bus/r r ");
    const arn = "arn:aws:events:ap-northeast-1:123456789012:event-bus/bus";
    expect(textOf(EVENT, { event_bus_name: arn, name: "r" })).toContain(":rule/bus/r r ");
    expect(textOf(EVENT, { event_bus_name: "default", name: "r" })).toContain(":rule/r r ");
  });

  it("is in the partition of the event's resource", () => {
    const resources = ["arn:aws-cn:ecs:cn-north-1:123456789012:task/demo/1"];
    expect(textOf({ ...EVENT, region: "cn-north-1", resources })).toMatch(
      /^arn:aws-cn:events:cn-north-1:123456789012:/,
    );
  });

  it("is made up where the event says nothing", () => {
    expect(textOf({ source: "aws.ecs", detail: EVENT.detail, time: "no" })).toBe(
      "arn:aws:events:us-east-1:123456789012:rule/a a 1970-01-01T00:00:00.000Z",
    );
  });
});

describe("the JSON document", () => {
  it("has alerts and results with just their documented keys, null for what is missing", () => {
    const preview = run({ a: { input: '{"text":"x"}' } }, [sample(EVENT), sample({ source: "x" }, "event#2")]);
    const orphan = { ...preview, alerts: preview.alerts.map((alert) => ({ ...alert, rule: undefined })) };
    expect(JSON.parse(jsonReport(preview))).toEqual({
      alerts: [
        { address: "aws_cloudwatch_event_target.a", rule: "aws_cloudwatch_event_rule.a", problems: [], notes: [] },
      ],
      results: [
        {
          event: "event",
          alert: "aws_cloudwatch_event_target.a",
          matched: true,
          sent: true,
          body: '{"text":"x"}',
          problems: [],
        },
        {
          event: "event#2",
          alert: "aws_cloudwatch_event_target.a",
          matched: false,
          sent: false,
          body: null,
          problems: [],
        },
      ],
    });
    expect(JSON.parse(jsonReport(orphan)).alerts[0].rule).toBeNull();
  });

  it("reads the same to a program whatever a text contains, and gives a terminal or a pipeline nothing to obey", () => {
    const piece = fc.oneof(anyPrintedText, fc.constantFrom("##vso[", "##[", "#", "\u007f", "\u{e0001}", "é", "\ufeff"));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const json = JSON.stringify(pieces);
        expect(JSON.parse(printableJson(json))).toEqual(pieces);
        expect(printableJson(json)).not.toMatch(/[^\P{C}\n\t]|[\u2028\u2029]|##(vso)?\[/u);
      }),
    );
  });
});
