import { describe, expect, it, onTestFinished, vi } from "vitest";
import { asFailure } from "../../lib/cli/failure";
import { parseJson } from "../../lib/eventbridge/json";
import { deployedStack } from "../../lib/operations/deployed-stack";
import { redeliverCommand } from "../../lib/operations/redeliver";
import { readSamples } from "../../lib/preview/read/events";
import { printedLines, stubEnv } from "../printed";
import { synthesize } from "../synthesized";
import { AwsServer, type Message } from "./aws-server";

const URL = "https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/SECRET";
const ENV = {
  TF_VAR_cluster_arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/prod",
  TF_VAR_slack_webhook_url: URL,
  TF_VAR_oncall_slack_webhook_url: `${URL}-ONCALL`,
};
const STACK = synthesize({
  deadLetterQueue: {},
  webhooks: { main: {}, oncall: {} },
  alerts: {
    all: {},
    crashed: { stops: { causes: "abnormal" }, message: { language: "en" }, webhook: "oncall" },
  },
});

function message(id: string, body: unknown, rule = "demo-all"): Message {
  return { MessageId: id, Body: typeof body === "string" ? body : JSON.stringify(body), rule };
}

interface Given {
  readonly env?: NodeJS.ProcessEnv;
  /** Slack's answers in turn, the last again and again. */
  readonly answers?: readonly Response[];
}

function stubFetch(slack: typeof fetch): void {
  vi.stubGlobal("fetch", slack);
  onTestFinished(() => void vi.unstubAllGlobals());
}

/** Runs the command with these messages in the queue. */
async function redeliver(aws: AwsServer, queue: Message[], args: readonly string[], given: Given = {}) {
  const { env = ENV, answers = [new Response("ok")] } = given;
  aws.queue = queue;
  const lines = printedLines();
  const posts: { url: string; body: unknown }[] = [];
  const pauses: number[] = [];
  stubEnv({ TF_VAR_slack_webhook_url: undefined, TF_VAR_oncall_slack_webhook_url: undefined, ...env });
  stubFetch(async (url, init) => {
    posts.push({ url: String(url), body: parseJson(String(init?.body)) });
    aws.calls.push("Slack");
    return (answers[Math.min(posts.length, answers.length) - 1] ?? expect.fail()).clone();
  });
  const stack = deployedStack({ name: "one", json: STACK });
  const run = redeliverCommand(
    args,
    async () => stack,
    async (ms) => pauses.push(ms),
  );
  const result = await run.then(
    (exitCode) => ({ exitCode, refusal: undefined }),
    (error) => ({ exitCode: asFailure(error)?.exitCode, refusal: asFailure(error)?.message }),
  );
  expect(lines().join("\n") + result.refusal).not.toContain("SECRET");
  return { ...result, lines: lines(), posts, pauses, left: aws.queue?.map(({ MessageId }) => MessageId) };
}

const calls = (aws: AwsServer) =>
  aws.calls.filter((call) => ["ReceiveMessage", "DeleteMessage", "Slack"].includes(call));

describe("npm run redeliver", () => {
  it("shows what the queue holds, and neither posts nor deletes", async () => {
    const aws = await new AwsServer().start();
    const queue = Array.from({ length: 12 }, (_, index) => message(`${index}`, { text: `Body ${index}` }));
    const { exitCode, lines, posts, left } = await redeliver(aws, queue, []);
    expect({ exitCode, posts, left: left?.length }).toEqual({ exitCode: 0, posts: [], left: 12 });
    expect(lines.slice(0, 5)).toEqual([
      "",
      `── all ${"─".repeat(93)}`,
      "EventBridge gave up for the rule demo-all: SDK_CLIENT_ERROR",
      "  Body 0",
      "With --post: to the webhook in TF_VAR_slack_webhook_url",
    ]);
    expect(lines.at(-1)).toBe("12 messages. 12 can be posted with --post, 0 cannot.");
  });

  it("posts one message after the other to its alert's webhook, and deletes each once Slack has accepted it", async () => {
    const aws = await new AwsServer().start();
    const queue = [
      message("a", { text: "one" }),
      message("b", { text: "two" }),
      message("c", { text: "three" }, "demo-crashed"),
    ];
    const run = await redeliver(aws, queue, ["--post"]);
    expect(run).toMatchObject({ exitCode: 0, left: [], pauses: [1000] });
    expect(run.posts).toEqual([
      { url: URL, body: { text: "one" } },
      { url: URL, body: { text: "two" } },
      { url: `${URL}-ONCALL`, body: { text: "three" } },
    ]);
    const one = ["ReceiveMessage", "Slack", "DeleteMessage"];
    expect(calls(aws)).toEqual([...one, ...one, ...one, "ReceiveMessage"]);
    expect(run.lines.at(-1)).toBe("3 messages. 3 posted, 0 kept in the queue.");
  });

  it("sends an event through its alert", async () => {
    const event = readSamples("events").find(({ name }) => name === "crashed")?.event;
    const aws = await new AwsServer().start();
    const { posts, left } = await redeliver(aws, [message("a", event, "demo-crashed")], ["--post"]);
    expect(left).toEqual([]);
    expect(JSON.stringify(posts)).toContain("A task stopped abnormally");
  });

  it("keeps and counts what it cannot post, and goes on", async () => {
    const aws = await new AwsServer().start();
    const queue = [
      message("text", 'not "JSON'),
      message("empty", { text: "" }),
      message("stranger", { text: "x" }, "other-rule"),
      message("gone", { text: "x" }),
      message("good", { text: "x" }),
    ];
    const answers = [new Response("channel_is_archived", { status: 410 }), new Response("ok")];
    const { exitCode, lines, left } = await redeliver(aws, queue, ["--post"], { answers });
    expect({ exitCode, left }).toEqual({ exitCode: 1, left: ["text", "empty", "stranger", "gone"] });
    expect(lines.filter((line) => /^(Kept|Posted)/.test(line))).toEqual([
      "Kept: Slack would refuse: the body is not one JSON object.",
      expect.stringMatching(/^Kept: Slack would refuse: /),
      "Kept: the stack one has no alert with the rule other-rule.",
      "Kept: 410 channel_is_archived",
      "Posted: 200 ok",
    ]);
    expect(lines).toContain('  not "JSON');
    expect(lines.at(-1)).toBe("5 messages. 1 posted, 4 kept in the queue.");
  });

  it("receives, and so hides, nothing as long as a webhook is not in the environment", async () => {
    const aws = await new AwsServer().start();
    const env = { TF_VAR_cluster_arn: ENV.TF_VAR_cluster_arn };
    const { exitCode, refusal } = await redeliver(aws, [message("a", { text: "x" })], ["--post"], { env });
    expect({ exitCode, calls: calls(aws) }).toEqual({ exitCode: 2, calls: [] });
    expect(refusal).toContain("not sent: TF_VAR_slack_webhook_url is not set");
  });

  it("does not post again what Amazon SQS hands out again", async () => {
    const aws = await new AwsServer().start();
    const again = message("a", { text: "x" });
    let deletions = 0;
    aws.onCall = (action) => {
      if (action !== "DeleteMessage" || ++deletions > 1) return;
      aws.hidden.clear();
      setImmediate(() => aws.queue?.push(again));
    };
    const { exitCode, posts, left } = await redeliver(aws, [again], ["--post"]);
    expect({ exitCode, posts: posts.length, left, deletions }).toEqual({
      exitCode: 0,
      posts: 1,
      left: [],
      deletions: 2,
    });
  });

  it("stops at once if a message that was posted cannot be deleted", async () => {
    const aws = await new AwsServer().start();
    aws.denied.add("DeleteMessage");
    const { exitCode, refusal, posts } = await redeliver(
      aws,
      [message("a", { text: "x" }), message("b", { text: "y" })],
      ["--post"],
    );
    expect({ exitCode, posts: posts.length }).toEqual({ exitCode: 1, posts: 1 });
    expect(refusal).toMatch(
      /^Slack accepted a, but it is still in the queue: delete it there\. sqs:DeleteMessage failed: /,
    );
  });

  it("takes the queue's URL, or finds the queue by its name", async () => {
    const aws = await new AwsServer().start();
    await redeliver(aws, [], ["--queue-url", `${process.env.AWS_ENDPOINT_URL}/queue`]);
    expect(aws.calls).not.toContain("GetQueueUrl");
    const { lines } = await redeliver(aws, [], []);
    expect(aws.calls).toContain("GetQueueUrl");
    expect(lines.at(-1)).toBe(
      "No messages are visible; those read earlier stay hidden for up to 5 minutes. 0 can be posted with --post, 0 cannot.",
    );
  });

  it("needs a stack with a queue", async () => {
    await new AwsServer().start();
    stubEnv(ENV);
    const stack = deployedStack({ name: "one", json: synthesize() });
    const run = redeliverCommand([], async () => stack);
    await expect(run).rejects.toMatchObject({
      exitCode: 2,
      message: "The stack one has no dead-letter queue: set 'deadLetterQueue' and deploy it.",
    });
  });

  it.each([
    ["finishes the message in flight", new Response("ok"), ["b"]],
    [
      "abandons a message that Slack wants to have later",
      new Response("", { status: 429, headers: { "retry-after": "50" } }),
      ["a", "b"],
    ],
  ])("interrupted, it %s, and touches no other", async (_, answer, left) => {
    vi.resetModules();
    const { interrupt } = await import("../../lib/cli/interrupt.js");
    const { redeliverCommand } = await import("../../lib/operations/redeliver.js");
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const aws = await new AwsServer().start();
    aws.queue = [message("a", { text: "x" }), message("b", { text: "y" })];
    stubEnv(ENV);
    printedLines();
    const stack = deployedStack({ name: "one", json: STACK });
    let posts = 0;
    await new Promise<void>((done) => {
      stubFetch(async () => {
        posts++;
        await new Promise(setImmediate);
        void interrupt("SIGTERM", 143).then(done);
        return answer;
      });
      void redeliverCommand(["--post"], async () => stack);
    });
    expect({ posts, left: aws.queue.map(({ MessageId }) => MessageId) }).toEqual({ posts: 1, left });
    expect(exit).toHaveBeenCalledExactlyOnceWith(143);
    exit.mockRestore();
    // The modules of an interrupted process end nothing any more, and other test files would get them.
    vi.resetModules();
  });
});
