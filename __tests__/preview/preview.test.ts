import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { helpOf } from "../../lib/cli/command";
import { asFailure } from "../../lib/cli/failure";
import { previewCommand, previewOptions } from "../../lib/preview/preview";
import { printedLines, stubEnv } from "../printed";
import { ALL_SAMPLES } from "../sample-events";
import { file } from "./files";

const SECRET = "https://hooks.slack.com/services/T00000000/B00000000/MarkedSecret";
const CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/own";
const SAMPLES = readdirSync("events").length;
const EVENT = { source: "aws.ecs", "detail-type": "ECS Task State Change", detail: { lastStatus: "RUNNING" } };
/** An app whose types need no check. */
const APP = `import { App } from ${JSON.stringify(require.resolve("cdktf"))};
  import { EcsTaskAlertStack } from ${JSON.stringify(resolve("lib/ecs-task-alert-stack"))};
  const app = new App();
  new EcsTaskAlertStack(app, "ecs-task-alert");
  app.synth();`;

async function run(args: readonly string[], input = "", terminal = {}) {
  stubEnv({ TF_VAR_slack_webhook_url: SECRET, TF_VAR_cluster_arn: "arn:other" });
  const { columns, hasColors } = process.stdout;
  const stdin = Object.getOwnPropertyDescriptor(process, "stdin") ?? {};
  Object.assign(process.stdout, terminal);
  Object.defineProperty(process, "stdin", { value: Readable.from([input]), configurable: true });
  const lines = printedLines();
  const code = await previewCommand(args).finally(() => {
    Object.assign(process.stdout, { columns, hasColors });
    Object.defineProperty(process, "stdin", stdin);
  });
  const printed = `${lines().join("\n")}\n`;
  expect(printed).not.toContain("MarkedSecret");
  return { code, printed };
}

async function preview(args: readonly string[], input = ""): Promise<string> {
  const { code, printed } = await run(args, input);
  expect(code).toBe(0);
  return printed;
}

function planOf(pattern: object, target: object, variables: object = {}): string {
  const of = (type: string, values: object) => ({ address: `${type}.main`, type, name: "main", values });
  const resources = [
    of("aws_cloudwatch_event_rule", { name: "r", event_pattern: JSON.stringify(pattern) }),
    of("aws_cloudwatch_event_target", { rule: "r", ...target }),
  ];
  return file("plan.json", { planned_values: { root_module: { resources } }, variables });
}

describe("npm run preview", () => {
  it("shows what an app does with the samples, whatever cluster the environment names", async () => {
    const printed = await preview(["--app", "examples/original.ts"]);
    expect(printed).toContain(`${SAMPLES} events, 1 alert:`);
    expect(printed).toContain("\nEach event counts as one of the cluster that the alert watches.\n");
    expect(printed.trimEnd().split("\n").at(-1)).toMatch(/^ {2}┃ /);
  });

  it("is as wide as the terminal, or 100 columns, and has colour if the terminal has", async () => {
    const plan = planOf({ source: ["aws.ecs"] }, { input: '{"text":"x"}' });
    const args = ["--plan", plan, "--event", "events/crashed.json"];
    const { printed } = await run(args, "", { columns: 60, hasColors: () => true });
    const esc = String.fromCharCode(0x1b);
    expect(printed).toContain(`${esc}[2m${"─".repeat(60 - "── crashed ".length)}${esc}[0m\n`);
    expect(await preview(args)).toContain(`\n── crashed ${"─".repeat(100 - "── crashed ".length)}\n`);
  });

  it("treats the samples as events of the plan's cluster, and takes other events as they are", async () => {
    const plan = planOf({ detail: { clusterArn: [CLUSTER] } }, {}, { cluster_arn: { value: CLUSTER } });
    const matched = async (...args: string[]) =>
      JSON.parse(await preview(["--json", "--plan", plan, ...args])).results.filter(
        (result: { matched: boolean }) => result.matched,
      ).length;
    // ECS has not always put the cluster's ARN into deployment events.
    const named = Object.values(ALL_SAMPLES).filter(({ detail }) => "clusterArn" in Object(detail));
    expect(await matched()).toBe(named.length);
    expect(await matched("--event", "events/crashed.json")).toBe(0);
    expect(await preview(["--plan", plan])).toContain(`\nThe samples count as events of ${CLUSTER}.\n`);
    expect(await preview(["--plan", plan, "--event", "events/crashed.json"])).toContain(
      "The events are taken as they are.\n\n── crashed ─",
    );
  });

  it("shows no webhook's URL, wherever it is: in an event, a message or a cluster's name", async () => {
    const input = JSON.stringify({ text: `Go to ${SECRET}` }).replaceAll("/", "\\u002f");
    const plan = planOf({ source: ["aws.ecs"] }, { input }, { cluster_arn: { value: SECRET } });
    const silent = planOf({ detail: { stoppedReason: ["x"] } }, { input });
    const event = JSON.stringify({ ...EVENT, detail: { lastStatus: "STOPPED", stoppedReason: SECRET } });
    const attributes = { ERROR_CODE: { StringValue: "X" }, ERROR_MESSAGE: { StringValue: `${SECRET} answered 404` } };
    const undelivered = JSON.stringify({ Body: event, MessageAttributes: attributes });
    expect(await preview(["--plan", plan, "--event", "-"], undelivered)).toContain(
      "X, https://hooks.slack.com/(hidden) answered 404\n",
    );
    expect(await preview(["--plan", plan])).toContain("(hidden)");
    for (const output of [[], ["--json"], ["--markdown"], ["--body"]]) {
      expect(await preview(["--plan", plan, "--event", "-", ...output], event)).toContain("(hidden)");
      await preview(["--plan", silent, "--event", "-", ...output], `${event}\n${event}`);
    }
  });

  it("compares the alerts of a plan and of an app for one cluster, whichever cluster the events come from", async () => {
    const plan = planOf({ detail: { clusterArn: [CLUSTER] } }, { input: "{}" }, { cluster_arn: { value: CLUSTER } });
    const pattern = JSON.stringify({ detail: { clusterArn: ["${var.cluster_arn}"] } });
    const stack = file("cdk.tf.json", {
      resource: {
        aws_cloudwatch_event_rule: { main: { name: "r", event_pattern: pattern } },
        aws_cloudwatch_event_target: { main: { rule: "r", input: "{}" } },
      },
    });
    const message = JSON.stringify({ Messages: [{ Body: '{"text":"hello"}' }] });
    for (const event of [message, JSON.stringify(EVENT)])
      expect(await preview(["--plan", plan, "--against", stack, "--event", "-"], event)).toMatch(/^Nothing changes/);
  });

  it("compares with an earlier app, also with itself", async () => {
    const app = file("app.js", APP);
    const printed = await preview(["--app", app, "--against", app]);
    expect(printed).toMatch(/^Nothing changes/);
  });

  it("says what it would send", async () => {
    const event = join("events", "crashed.json");
    const printed = await preview(["--app", file("app.js", APP), "--send", "--dry-run", "--event", event]);
    expect(printed).toContain("TF_VAR_slack_webhook_url");
  });

  it.each([
    ["no file of events", ["--event", "nowhere.json"], "nowhere.json: does not exist."],
    ["no app", ["--app", "nowhere.ts"], "nowhere.ts: there is no such app. Name a TypeScript file, such as main.ts."],
    [
      "two outputs",
      ["--json", "--markdown"],
      "--json, --markdown and --send all say what to do with the messages: give one.",
    ],
  ])("refuses what cannot be used: %s", async (_what, args, problem) => {
    await expect(preview(args)).rejects.toMatchObject({ message: problem, exitCode: 2 });
  });

  it("takes time that grows with the number of events, not with its square", async () => {
    const event = (reason: string) => ({ ...EVENT, detail: { lastStatus: "STOPPED", stoppedReason: reason } });
    const events = (count: number) =>
      Array.from({ length: count }, (_, index) => JSON.stringify(event(`${index}`))).join("\n");
    const plan = planOf({ source: ["aws.ecs"] }, { input: '{"text":"x"}' });
    for (const output of [[], ["--json"], ["--markdown"], ["--send", "--dry-run"]]) {
      const times = [];
      for (const count of [500, 4000]) {
        const start = performance.now();
        await run(["--plan", plan, "--event", "-", ...output], events(count));
        times.push(performance.now() - start);
      }
      const [few = 0, many = 0] = times;
      expect(many / Math.max(few, 50), output.join(" ")).toBeLessThan(30);
    }
  });
});

describe("preview.ts", () => {
  const start = (args: readonly string[], input = "") => {
    const command = ["-r", "./lib/app/typescript.js", "preview.ts", ...args];
    const { stdout, stderr, status } = spawnSync(process.execPath, command, { input, encoding: "utf8" });
    return { stdout, stderr, status };
  };

  it("reads main.ts by default, and writes a long document completely", () => {
    const events = Array.from({ length: 3000 }, () => JSON.stringify(EVENT));
    const { stdout, stderr, status } = start(["--json", "--event", "-"], events.join("\n"));
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(JSON.parse(stdout).results).toHaveLength(3000 * JSON.parse(stdout).alerts.length);
    expect(JSON.parse(stdout).results.at(-1)).toMatchObject({ event: "stdin#3000", matched: false, body: null });
  });

  it("exits with code 2 and one line that a terminal or CI system cannot take for commands", () => {
    const key = "\u001b[2J\u001b[31mX\n::error::owned";
    const { stdout, stderr, status } = start(["--event", file("event.json", { [key]: SECRET })]);
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
    expect(stderr).toContain("event.json: ");
    expect(stderr).not.toMatch(/[^\P{C}\n]|^\s*::/mu);
  });
});

function refusalOf(read: () => unknown) {
  try {
    return read();
  } catch (error) {
    return asFailure(error);
  }
}

describe("arguments", () => {
  it("default to main.ts with the samples", () => {
    expect(previewOptions([])).toEqual({
      app: undefined,
      plan: undefined,
      against: undefined,
      events: [],
      output: "terminal",
      body: false,
      dryRun: false,
    });
  });

  it("say which alerts, which events, and what to do with them", () => {
    const args = ["--plan", "plan.json", "--event", "a.json", "--event=-", "--markdown", "--against", "old.json"];
    expect(previewOptions(args)).toMatchObject({
      plan: "plan.json",
      events: ["a.json", "-"],
      output: "markdown",
      against: "old.json",
    });
    expect(previewOptions(["--app", "a.ts", "--send", "--dry-run"])).toMatchObject({
      app: "a.ts",
      output: "send",
      dryRun: true,
    });
    expect(previewOptions(["--json"]).output).toBe("json");
    expect(previewOptions(["--event", "a.json", "--body"]).body).toBe(true);
  });

  it.each([
    ["--app a --plan b", "--app and --plan both say which alerts: give one."],
    ["--json --markdown", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--send --json", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--send --markdown", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--body --json", "--body is for a terminal: leave out --json, --markdown, --send, --against."],
    ["--body --against a", "--body is for a terminal: leave out --json, --markdown, --send, --against."],
    ["--against a --json", "--against only shows what changed: leave out --json and --send."],
    ["--against a --send", "--against only shows what changed: leave out --json and --send."],
    ["--dry-run", "--dry-run is for --send: give both."],
    ["--event - --event -", "--event -: standard input can be read only once."],
    ["--what", "Unknown option '--what'. --help lists all options."],
    ["what", "Unexpected argument 'what'. --help lists all options."],
    ["--plan", "Option '--plan <value>' argument missing. --help lists all options."],
  ])("that do not exist or cannot be combined are refused: %s", (args, problem) => {
    expect(refusalOf(() => previewOptions(args.split(" ")))).toMatchObject({ message: problem, exitCode: 2 });
  });
});

describe("the help", () => {
  it("has only examples that work", () => {
    const examples = [...helpOf("preview").matchAll(/npm run (?:--silent )?preview -- (--(?!help).*)/g)];
    expect(examples.length).toBeGreaterThan(9);
    for (const [, args = ""] of examples) expect(() => previewOptions(args.split(" ")), args).not.toThrow();
  });

  it.each([
    "--app",
    "--plan",
    "--event",
    "--body",
    "--json",
    "--markdown",
    "--against",
    "--send",
    "--dry-run",
    "--help",
  ])("has %s, with an example", (option) => {
    expect(helpOf("preview")).toMatch(new RegExp(`^  ${option} `, "m"));
    expect(helpOf("preview")).toMatch(new RegExp(`npm run .*preview -- .*${option}\\b`));
  });
});
