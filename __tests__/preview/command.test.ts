import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { file } from "./files";

const SECRET = "https://hooks.slack.com/services/T00000000/B00000000/MarkedSecret";
const SAMPLES = readdirSync("events").length;
const EVENT = { source: "aws.ecs", "detail-type": "ECS Task State Change", detail: { lastStatus: "RUNNING" } };

function preview(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}) {
  // What is tried is how the alert as shipped is shown, also after somebody has edited main.ts.
  const alerts = args.some((arg) => ["--app", "--plan", "--help"].includes(arg))
    ? []
    : ["--app", "examples/original.ts"];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "preview.ts", ...alerts, ...args],
    {
      input,
      encoding: "utf8",
      env: { ...process.env, TF_VAR_slack_webhook_url: SECRET, TF_VAR_cluster_arn: "arn:other", ...env },
    },
  );
  expect(stdout + stderr).not.toContain("MarkedSecret");
  return { stdout, stderr, status };
}

describe("npm run preview", { timeout: 60_000 }, () => {
  it("is of main.ts unless an app or a plan is named", () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", "preview.ts", "--json", ...args], { encoding: "utf8" }).stdout;
    expect(run()).toBe(run("--app", "main.ts"));
  });

  it("shows what an app does with the samples, whatever cluster the environment names", () => {
    const { stdout, stderr, status } = preview([]);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toContain("out-of-memory");
    expect(stdout).toContain(`${SAMPLES} events, 1 alert:`);
    expect(stdout).toContain("Each event counts as one of the cluster that the alerts watch.");
  });

  it("prints one JSON document with --json, complete also when it is long", () => {
    const events = Array.from({ length: 3000 }, () => EVENT).map((event) => JSON.stringify(event));
    const { stdout, stderr, status } = preview(["--json", "--event", "-"], events.join("\n"));
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(3000);
    expect(results[2999]).toEqual({
      event: "stdin#3000",
      alert: "aws_cloudwatch_event_target.main",
      matched: false,
      sent: false,
      body: null,
      problems: [],
    });
  });

  it("reads a plan, takes the samples as events of its cluster, and events as they are", () => {
    const rule = { name: "r", event_pattern: '{"detail":{"clusterArn":["arn:aws:ecs:eu-west-1:1:cluster/own"]}}' };
    const resources = [
      { address: "aws_cloudwatch_event_rule.r", type: "aws_cloudwatch_event_rule", name: "r", values: rule },
      {
        address: "aws_cloudwatch_event_target.t",
        type: "aws_cloudwatch_event_target",
        name: "t",
        values: { rule: "r" },
      },
    ];
    const plan = file("plan.json", {
      planned_values: { root_module: { resources } },
      variables: {
        cluster_arn: { value: "arn:aws:ecs:eu-west-1:1:cluster/own" },
        slack_webhook_url: { value: SECRET },
      },
    });
    const matched = (...args: string[]) =>
      JSON.parse(preview(["--json", "--plan", plan, ...args]).stdout).results.filter(
        (result: { matched: boolean }) => result.matched,
      ).length;
    expect(matched()).toBe(SAMPLES);
    expect(matched("--event", "events/crashed.json")).toBe(0);
    expect(preview(["--plan", plan]).stdout).toContain(
      "The samples count as events of arn:aws:ecs:eu-west-1:1:cluster/own.",
    );
  });

  it("tells no webhook's URL, be it in an event or in what a plan would post", () => {
    const rule = { name: "r", event_pattern: '{"source":["aws.ecs"]}' };
    const input = JSON.stringify({ text: `Go to ${SECRET}` }).replaceAll("/", "\\u002f");
    const resources = [
      { address: "aws_cloudwatch_event_rule.r", type: "aws_cloudwatch_event_rule", name: "r", values: rule },
      {
        address: "aws_cloudwatch_event_target.t",
        type: "aws_cloudwatch_event_target",
        name: "t",
        values: { rule: "r", input },
      },
    ];
    const plan = file("plan.json", { planned_values: { root_module: { resources } } });
    const event = JSON.stringify({ ...EVENT, detail: { lastStatus: "STOPPED", stoppedReason: SECRET } });
    const undelivered = JSON.stringify({
      Body: event,
      MessageAttributes: { ERROR_CODE: { StringValue: "X" }, ERROR_MESSAGE: { StringValue: `${SECRET} answered 404` } },
    });
    expect(preview(["--event", "-"], undelivered).stdout).toContain(
      "X, https://hooks.slack.com/(hidden) answered 404\n",
    );
    for (const output of [[], ["--json"], ["--markdown"]]) {
      expect(preview(["--plan", plan, "--event", "-", ...output], event).stdout).toContain("(hidden)");
      expect(preview(["--event", "-", ...output], event).status).toBe(0);
    }
  });

  it("compares the alerts of a plan and of an app for one cluster, whatever the events are of", () => {
    const pattern = (arn: string) => JSON.stringify({ detail: { clusterArn: [arn] } });
    const cluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/own";
    const of = (type: string, values: object) => ({ address: `${type}.main`, type, name: "main", values });
    const plan = file("plan.json", {
      planned_values: {
        root_module: {
          resources: [
            of("aws_cloudwatch_event_rule", { name: "r", event_pattern: pattern(cluster) }),
            of("aws_cloudwatch_event_target", { rule: "r", input: "{}" }),
          ],
        },
      },
      variables: { cluster_arn: { value: cluster } },
    });
    const stack = file("cdk.tf.json", {
      resource: {
        aws_cloudwatch_event_rule: { main: { name: "r", event_pattern: pattern("${var.cluster_arn}") } },
        aws_cloudwatch_event_target: { main: { rule: "r", input: "{}" } },
      },
    });
    const message = JSON.stringify({ Messages: [{ Body: '{"text":"hello"}' }] });
    for (const event of [message, JSON.stringify(EVENT)])
      expect(preview(["--plan", plan, "--against", stack, "--event", "-"], event).stdout).toMatch(/^Nothing changes/);
  });

  it("compares with an earlier app, also with itself", () => {
    expect(preview(["--against", "examples/original.ts"]).status).toBe(0);
    expect(preview(["--against", "examples/original.ts", "--markdown"]).stdout).not.toBe("");
  });

  it("says what it would send", () => {
    const { stdout, status } = preview(["--send", "--dry-run", "--event", join("events", "crashed.json")]);
    expect(status).toBe(0);
    expect(stdout).toContain("TF_VAR_slack_webhook_url");
  });

  it.each([
    ["no file of events", ["--event", "nowhere.json"], "nowhere.json: does not exist.\n"],
    ["a URL for a file", ["--event", SECRET], "https://hooks.slack.com/(hidden) does not exist.\n"],
    ["no app", ["--app", "nowhere.ts"], "nowhere.ts: does not exist.\n"],
    ["two outputs", ["--json", "--markdown"], "--json and --markdown: both say what to print, give one.\n"],
  ])("has one line on standard error and exit code 2 for what cannot be used: %s", (_what, args, line) => {
    expect(preview(args)).toEqual({ stdout: "", stderr: line, status: 2 });
  });

  it("has the help for --help", () => {
    const { stdout, status } = preview(["--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("--against FILE");
  });
});
