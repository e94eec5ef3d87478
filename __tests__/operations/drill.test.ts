import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { StackSettings } from "../../lib";
import { asFailure } from "../../lib/cli/failure";
import { type JsonObject, parseJson } from "../../lib/eventbridge/json";
import { type DeployedStack, deployedStack } from "../../lib/operations/deployed-stack";
import { drillCommand, markedAsDrill } from "../../lib/operations/drill";
import { outcomeOf } from "../../lib/operations/outcome";
import { readSamples } from "../../lib/preview/read/events";
import { printedLines, stubEnv } from "../printed";
import { synthesize } from "../synthesized";
import { AwsServer } from "./aws-server";

const CLUSTER = "arn:aws:ecs:eu-west-1:123456789012:cluster/prod";
const OOM = ["--event", "events/out-of-memory.json"];
const CRASHES: StackSettings = {
  drills: true,
  deadLetterQueue: {},
  alerts: { crashed: { stops: { causes: "abnormal" }, message: { language: "en" } } },
};

const stacks = new Map<StackSettings, DeployedStack>();

function stackOf(settings: StackSettings): DeployedStack {
  stubEnv({ TF_VAR_cluster_arn: CLUSTER });
  const known = stacks.get(settings) ?? deployedStack({ name: "one", json: synthesize(settings) });
  stacks.set(settings, known);
  return known;
}

/** AWS with what the settings make. */
async function deployed(settings: StackSettings): Promise<AwsServer> {
  const aws = await new AwsServer().start();
  for (const { ruleName, pattern = {} } of stackOf(settings).alerts) aws.rules.set(ruleName, pattern);
  return aws;
}

/** Runs the command; `onPause` is called before each poll. */
async function drill(settings: StackSettings, args: readonly string[], onPause: (poll: number) => void = () => {}) {
  const lines = printedLines();
  const pauses: number[] = [];
  const pause = async (ms: number) => onPause(pauses.push(ms));
  try {
    const exitCode = await drillCommand(args, async () => stackOf(settings), pause);
    return { exitCode, lines: lines(), polls: pauses.length, refusal: undefined };
  } catch (error) {
    const { exitCode, message: refusal } = asFailure(error) ?? expect.fail(String(error));
    return { exitCode, lines: lines(), polls: pauses.length, refusal };
  }
}

describe("an event marked as a drill", () => {
  const all: readonly StackSettings[] = [
    CRASHES,
    { drills: true },
    {
      drills: true,
      alerts: {
        exact: {
          stops: { services: ["image-resizer", "checkout*"], causes: ["outOfMemory", "crashed"] },
        },
        other: { stops: { families: ["*-job"], pattern: { detail: { startedBy: [{ suffix: "7" }] } } } },
        incidents: { incidents: { kinds: "abnormal", services: ["storefront"] } },
        storm: { stops: {}, storm: { events: 9, minutes: 5 } },
      },
    },
  ];

  it.each(readSamples("events").map((sample) => [sample.name, sample.event] as const))(
    "matches what it matched before, and has the drill's source: %s",
    (_, event = expect.fail()) => {
      for (const settings of all) {
        const { alerts } = stackOf(settings);
        const marked = markedAsDrill(event, alerts);
        const matching = (one: JsonObject) => alerts.map(({ compiled = expect.fail() }) => compiled.matches(one));
        expect(matching(marked)).toEqual(matching(event));
        expect(marked.source).toBe("ecs-task-alert.drill");
        expect(marked).not.toEqual({ ...event, source: marked.source });
      }
    },
  );

  it("is seen in the message of every alert that takes it", async () => {
    for (const file of readdirSync("events"))
      for (const settings of all) {
        const { lines } = await drill(settings, ["--event", join("events", file), "--dry-run"]);
        expect(lines.join("\n"), file).not.toContain("will look real");
      }
    const message = { inputPaths: { code: "$.account" }, inputTemplate: '{"text": "<code>"}' };
    const { lines } = await drill({ drills: true, alerts: { main: { message } } }, [...OOM, "--dry-run"]);
    expect(lines).toContain("The message of main will look real: it shows nothing that can be marked.");
  });
});

describe("npm run drill", () => {
  it("sends the event as one of the cluster, and ends once it was delivered", async () => {
    const aws = await deployed(CRASHES);
    const { exitCode, lines, polls } = await drill(CRASHES, OOM, (poll) => {
      if (poll === 2) aws.metrics.set("demo-crashed MatchedEvents", 1);
      if (poll === 3) aws.metrics.set("demo-crashed SuccessfulInvocationAttempts", 1);
    });
    expect({ exitCode, polls }).toEqual({ exitCode: 0, polls: 4 });
    expect(lines).toEqual([
      "out-of-memory → crashed",
      "Sent to the default event bus of 123456789012 in eu-west-1. CloudWatch's metrics are late by a minute or more.",
      "crashed: nothing in CloudWatch yet",
      "crashed: matched, not delivered yet",
      "crashed: delivered: 1 matched, 1 invoked, none failed",
    ]);
    expect(aws.entries).toMatchObject([{ Source: "ecs-task-alert.drill", DetailType: "ECS Task State Change" }]);
    expect(parseJson(String(aws.entries[0]?.Detail))).toMatchObject({
      clusterArn: CLUSTER,
      stoppedReason: "Essential container in task exited (drill)",
    });
  });

  it("says with which error a message is in the queue, and ignores other messages", async () => {
    const aws = await deployed(CRASHES);
    const old = { MessageId: "old", Body: '{"source":"aws.ecs","id":"real"}', rule: "demo-crashed" };
    aws.queue = [old, { MessageId: "other", Body: '{"text":"x"}', rule: "demo-other" }];
    const mine = { MessageId: "mine", Body: '{"source":"ecs-task-alert.drill","id":"drill-0"}', rule: "demo-crashed" };
    const { exitCode, lines } = await drill(CRASHES, OOM, (poll) => {
      aws.hidden.clear();
      if (poll === 2) aws.queue?.push(mine);
    });
    expect(exitCode).toBe(1);
    expect(lines.slice(-2)).toEqual([
      "crashed: nothing in CloudWatch yet",
      "crashed: not delivered, in the dead-letter queue. EventBridge gave up for the rule demo-crashed: SDK_CLIENT_ERROR",
    ]);
  });

  it.each([
    [
      "takes a body in the queue for the drill's if it is at most two minutes older: clocks differ",
      100_000,
      /^crashed: not delivered, /,
    ],
    ["takes no body in the queue for the drill's if it is older than that", 140_000, /^Timed out\./],
  ])("%s", async (_what, age, last) => {
    const aws = await deployed(CRASHES);
    aws.queue = [{ MessageId: "body", Body: '{"text":"x"}', rule: "demo-crashed", sentAt: Date.now() - age }];
    const { exitCode, lines } = await drill(CRASHES, [...OOM, "--wait", "1"], () => aws.hidden.clear());
    expect(exitCode).toBe(1);
    expect(lines.at(-1)).toMatch(last);
  });

  it("gives up when the time is up", async () => {
    await deployed(CRASHES);
    const { exitCode, lines, polls } = await drill(CRASHES, [...OOM, "--wait", "1"]);
    expect({ exitCode, polls }).toEqual({ exitCode: 1, polls: 4 });
    expect(lines.at(-1)).toBe('Timed out. Next, see "No alert came" in docs/operations.md.');
  });

  it("waits for no delivery by a rule that only counts", async () => {
    const settings: StackSettings = { drills: true, alerts: { main: { storm: { events: 9, minutes: 5 } } } };
    const aws = await deployed(settings);
    aws.metrics.set("demo-ecs-alert MatchedEvents", 1);
    const { exitCode, lines } = await drill(settings, OOM);
    expect(exitCode).toBe(0);
    expect(lines.at(-1)).toBe("main: counted: 1 matched");
  });

  it("asks AWS nothing in a dry run", async () => {
    const aws = await deployed(CRASHES);
    const { exitCode, lines } = await drill(CRASHES, [...OOM, "--dry-run"]);
    expect({ exitCode, calls: aws.calls }).toEqual({ exitCode: 0, calls: [] });
    expect(lines).toContain('  "source": "ecs-task-alert.drill",');
  });

  it.each([
    ["sts:GetCallerIdentity", "GetCallerIdentity"],
    ["events:DescribeRule", "DescribeRule"],
    ["cloudwatch:GetMetricData", "GetMetricData"],
    ["sqs:GetQueueUrl", "GetQueueUrl"],
    ["sqs:ReceiveMessage", "ReceiveMessage"],
    ["events:PutEvents", "PutEvents"],
  ])("says in one line that %s is denied, before it sends anything", async (action, call) => {
    const aws = await deployed(CRASHES);
    aws.denied.add(call);
    const { exitCode, refusal } = await drill(CRASHES, OOM);
    expect(exitCode).toBe(1);
    expect(refusal).toMatch(RegExp(`^${action} failed: .+$`));
    expect(aws.entries).toEqual([]);
  });

  it.each<[string, (aws: AwsServer) => void, string]>([
    [
      "another account",
      (aws) => {
        aws.account = "999999999999";
      },
      "The AWS credentials are for account 999999999999, not 123456789012: set AWS_PROFILE.",
    ],
    [
      "a stack that is not deployed",
      (aws) => aws.rules.clear(),
      "The rule demo-crashed does not exist in 123456789012, eu-west-1: deploy the stack one.",
    ],
    ["a disabled rule", (aws) => aws.disabled.add("demo-crashed"), "The rule demo-crashed is disabled: enable it."],
    [
      "a rule deployed without drills",
      (aws) => aws.rules.set("demo-crashed", { source: ["aws.ecs"] }),
      "The deployed rule demo-crashed does not match out-of-memory: deploy the stack one.",
    ],
    [
      "a missing queue",
      (aws) => {
        aws.queue = undefined;
      },
      "The queue demo-dead-letter does not exist in 123456789012, eu-west-1: deploy the stack one.",
    ],
    [
      "an event that EventBridge refuses",
      (aws) => {
        aws.refusesEvents = true;
      },
      "EventBridge refused an event: Busy: Later.",
    ],
  ])("refuses %s in one line", async (_, change, refusal) => {
    const aws = await deployed(CRASHES);
    change(aws);
    expect(await drill(CRASHES, OOM)).toMatchObject({ exitCode: 1, refusal });
    expect(aws.entries).toEqual([]);
  });

  it("says that there are no credentials", async () => {
    await deployed(CRASHES);
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, "/nowhere");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    const { refusal } = await drill(CRASHES, OOM);
    expect(refusal).toMatch(/^There are no AWS credentials: sign in \('aws sso login'\), or set AWS_PROFILE\. \(.+\)$/);
  });

  it.each([
    [{ ...CRASHES, drills: false }, OOM, "The stack one does not accept drills: set 'drills: true' and deploy it."],
    [
      CRASHES,
      ["--event", "events/deployment.json"],
      "deployment: no alert of one matches it. npm run preview -- --event FILE says why.",
    ],
    [CRASHES, [], "--event: name 1 to 10 events (PutEvents' limit), got 0."],
    [CRASHES, Array(11).fill(OOM).flat(), "--event: name 1 to 10 events (PutEvents' limit), got 11."],
    [CRASHES, [...OOM, "--wait", "0"], "--wait: must be 1 to 60 minutes, got 0."],
    [CRASHES, [...OOM, "--wait", "61"], "--wait: must be 1 to 60 minutes, got 61."],
  ] satisfies [StackSettings, string[], string][])(
    "refuses what cannot be used: %#",
    async (settings, args, refusal) => {
      expect(await drill(settings, args)).toMatchObject({ exitCode: 2, refusal });
    },
  );
});

describe("what became of a drill", () => {
  const outcome = (counts: Readonly<Record<string, number>>, sent = 2) => outcomeOf(counts, sent, false, []);

  it("is a delivery only if all its events were delivered and none failed", () => {
    expect(outcome({ MatchedEvents: 2, Invocations: 2 }).state).toBe("delivered");
    expect(outcome({ MatchedEvents: 2, Invocations: 1 }).state).toBe("open");
    expect(outcome({ MatchedEvents: 2, Invocations: 2, FailedInvocations: 1 })).toEqual({
      state: "failed",
      text: "not delivered: 2 invoked, 1 failed for good",
    });
    expect(outcome({ InvocationsSentToDlq: 1 }).state).toBe("failed");
  });

  it("is open while EventBridge tries again", () => {
    expect(outcome({ MatchedEvents: 2, RetryInvocationAttempts: 3 })).toEqual({
      state: "open",
      text: "retrying: Slack is not accepting it",
    });
  });
});
