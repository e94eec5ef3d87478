import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../lib/eventbridge/json";
import { alertsOfStacks } from "../../../lib/preview/read/alerts";
import { runEvents } from "../../../lib/preview/run";
import { redact } from "../../../lib/problems/redact";

const ROLE = "arn:aws:iam::123456789012:role/x";
const WEBHOOK = "https://hooks.slack.com/services/T0/B0/x";
const API_DESTINATION = "arn:aws:events:us-east-1:123456789012:api-destination/slack/11111111";
const LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:x";

interface Parts {
  readonly target?: JsonObject;
  readonly api?: JsonObject;
  readonly body?: Json;
  readonly rule?: JsonObject;
}

/** A stack with one rule, whose target is an API destination unless it has another ARN. */
function sourceOf({ target, api, body = [], rule }: Parts) {
  const json = {
    variable: { secret: { sensitive: true, default: "s" }, open: { default: "C1" } },
    resource: {
      aws_cloudwatch_event_rule: { r: { name: "r", event_pattern: '{"source":["aws.ecs"]}', ...rule } },
      aws_cloudwatch_event_target: {
        t: {
          rule: "${aws_cloudwatch_event_rule.r.name}",
          arn: "${aws_cloudwatch_event_api_destination.d.arn}",
          role_arn: ROLE,
          ...target,
        },
      },
      aws_cloudwatch_event_api_destination: {
        d: {
          connection_arn: "${aws_cloudwatch_event_connection.c.arn}",
          http_method: "POST",
          invocation_endpoint: WEBHOOK,
          ...api,
        },
      },
      aws_cloudwatch_event_connection: {
        c: { auth_parameters: { api_key: { value: "${var.secret}" }, invocation_http_parameters: { body } } },
      },
    },
  };
  return alertsOfStacks([{ name: "a", json: JSON.parse(JSON.stringify(json)) }]);
}

function alertOf(parts: Parts) {
  const [alert] = sourceOf(parts);
  if (alert === undefined) throw new Error("There is no alert.");
  return alert;
}

function resultOf(parts: Parts) {
  return runEvents(sourceOf(parts), [{ name: "e", event: { source: "aws.ecs" }, body: undefined }]).results[0];
}

describe("a target", () => {
  it.each([
    ["a webhook", {}, true],
    ["GovSlack", { api: { invocation_endpoint: "https://hooks.slack-gov.com/services/T0/B0/x" } }, true],
    ["a URL that is not known", { api: { invocation_endpoint: "${var.secret}" } }, true],
    ["an API destination elsewhere", { target: { arn: API_DESTINATION } }, true],
    ["an ARN that is not known", { target: { arn: "${var.x}" } }, true],
    ["another service's URL", { api: { invocation_endpoint: "https://events.example.com/v2" } }, false],
    ["a host that only ends like Slack's", { api: { invocation_endpoint: "https://notslack.com/services/a" } }, false],
    ["a function", { target: { arn: LAMBDA } }, false],
    ["an event bus", { target: { arn: "arn:aws:events:us-east-1:123456789012:event-bus/x" } }, false],
    ["a topic of the stack", { target: { arn: "${aws_sns_topic.t.arn}" } }, false],
    ["a log group read as data", { target: { arn: "${data.aws_cloudwatch_log_group.l.arn}" } }, false],
  ])("is or may be Slack, or is not: %s", (_what, parts, isSlack) => {
    expect(alertOf(parts)).toMatchObject({ isSlack, notes: [] });
  });

  it("that is not Slack gets its body, whatever Slack would say about it", () => {
    const input_transformer = { input_paths: { s: "$.source" }, input_template: '"<s>"\n"<s>"' };
    expect(resultOf({ target: { arn: LAMBDA, input_transformer } })).toMatchObject({
      matched: true,
      sent: true,
      body: '"aws.ecs"\n"aws.ecs"',
      problems: [],
    });
    expect(resultOf({ target: { input_transformer } })?.problems).toEqual([
      "Slack would refuse: the body is not one JSON object.",
    ]);
  });

  it.each([
    ["an API destination", { target: { role_arn: null } }, true],
    ["an API destination elsewhere", { target: { role_arn: "", arn: API_DESTINATION } }, true],
    ["a function", { target: { role_arn: null, arn: LAMBDA } }, false],
    ["a queue of the stack", { target: { role_arn: null, arn: "${aws_sqs_queue.q.arn}" } }, false],
    ["a role that is not known", { target: { role_arn: "${aws_iam_role.r.arn}" } }, false],
  ])("needs a role, or does not: %s", (_what, parts, needsRole) => {
    expect(alertOf(parts).notes).toEqual(needsRole ? [expect.stringContaining("no 'role_arn'")] : []);
  });
});

describe("an API destination for Slack", () => {
  it.each([
    [{ http_method: "PUT" }, /'http_method' is PUT/],
    [{ invocation_endpoint: "https://slack.com/api/chat.postMessage" }, /answers 200 even if it refuses/],
    [{ invocation_endpoint: "https://hooks.slack.com/workflows/T0/A0/1/x" }, /Workflow Builder/],
    [{ invocation_endpoint: "https://hooks.slack.com/triggers/T0/1/x" }, /Workflow Builder/],
  ])("has a note on what would not work: %j", (api, note) => {
    const { notes, problems } = alertOf({ api });
    expect({ notes, problems }).toEqual({ notes: [expect.stringMatching(note)], problems: [] });
    // What looks like a webhook's URL would be hidden.
    expect(notes.map(redact)).toEqual(notes);
  });

  it("has no such notes for another service", () => {
    const api = {
      invocation_endpoint: "https://example.com",
      http_method: "PUT",
    };
    expect(alertOf({ api }).notes).toEqual([]);
  });
});

describe("the body parameters of a connection", () => {
  it("are noted, without their values", () => {
    const note = "The connection adds parameters to the body, which is shown without them.";
    const secret = { key: "token", value: "hidden", is_value_secret: true };
    for (const body of [{ key: "channel", value: "C1" }, [secret], [{ key: "${var.secret}", value: "x" }]])
      expect(alertOf({ body }).notes).toEqual([note]);
    expect(alertOf({ body: [] }).notes).toEqual([]);
  });
});
