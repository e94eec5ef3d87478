import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { parseJson } from "../../lib/eventbridge/json";
import { synthesize } from "../synthesized";
import { WEBHOOK_URL, Workspace } from "./workspace";

const URLS = { on_call_slack_webhook_url: WEBHOOK_URL, team_slack_webhook_url: WEBHOOK_URL };

/** When the change of each resource began and ended, as numbers that only grow. */
type Times = ReadonlyMap<string, { readonly began: number; readonly ended: number }>;

/** Deploys the settings one after the other, and gives the times of the last deployment: `update` and the address. */
function timesOf(...deployments: readonly StackSettings[]): Times {
  const [first, ...others] = deployments.map((settings) => JSON.stringify(synthesize(settings)));
  const stack = new Workspace(first ?? "").init();
  const apply = () => stack.terraform(["apply", "-auto-approve", "-input=false", "-json"], URLS);
  let log = apply();
  for (const json of others) {
    stack.write(json);
    log = apply();
  }
  const times = new Map<string, { began: number; ended: number }>();
  for (const [index, line] of log.split("\n").entries()) {
    const { type, hook } = Object(parseJson(line));
    const change = `${hook?.action} ${hook?.resource?.addr}`;
    if (type === "apply_start") times.set(change, { began: index, ended: Number.POSITIVE_INFINITY });
    if (type === "apply_complete") times.set(change, { began: times.get(change)?.began ?? 0, ended: index });
  }
  return times;
}

function expectOrder(times: Times, first: string, second: string): void {
  expect([...times.keys()]).toEqual(expect.arrayContaining([first, second]));
  expect(times.get(first)?.ended).toBeLessThan(times.get(second)?.began ?? 0);
}

const to = (webhook: string, more: StackSettings = {}): StackSettings => ({
  alerts: { main: { webhook } },
  webhooks: { [webhook]: {} },
  ...more,
});
const TARGET = "update aws_cloudwatch_event_target.main";

describe("an update", () => {
  it("points targets at the new API destination before it deletes the old one", () => {
    const times = timesOf(to("on-call"), to("team"));
    expectOrder(times, "create aws_cloudwatch_event_api_destination.team", TARGET);
    expectOrder(times, TARGET, "delete aws_cloudwatch_event_api_destination.on-call");
  });

  it("points targets at the renamed API destination before it deletes the old one", () => {
    const renamed = { alerts: { main: { webhook: "team" } }, webhooks: { team: { name: "renamed" } } };
    const times = timesOf(to("team"), renamed);
    expectOrder(times, "create aws_cloudwatch_event_api_destination.team", TARGET);
    expectOrder(times, TARGET, "delete aws_cloudwatch_event_api_destination.team");
  });

  it("replaces the connection behind a destination before it deletes the old one", () => {
    const times = timesOf(to("team"), to("team", { connectionName: "renamed" }));
    expectOrder(
      times,
      "create aws_cloudwatch_event_connection.main",
      "update aws_cloudwatch_event_api_destination.team",
    );
    expectOrder(
      times,
      "update aws_cloudwatch_event_api_destination.team",
      "delete aws_cloudwatch_event_connection.main",
    );
  });

  it("removes the dead-letter queue from targets before it deletes the queue, and gives them the new one first", () => {
    const withQueue = (name: string) => to("team", { deadLetterQueue: { name } });
    expectOrder(timesOf(withQueue("lost"), to("team")), TARGET, "delete aws_sqs_queue.dead_letter");
    const renamed = timesOf(withQueue("lost"), withQueue("undelivered"));
    expectOrder(renamed, "create aws_sqs_queue.dead_letter", TARGET);
    expectOrder(renamed, TARGET, "delete aws_sqs_queue.dead_letter");
  });
});

describe("a first deployment", () => {
  it("gives the role its permission before a target uses it", () => {
    const times = timesOf(to("team"));
    expectOrder(
      times,
      "create aws_iam_role_policy_attachment.eventbridge_attachment",
      "create aws_cloudwatch_event_target.main",
    );
  });
});
