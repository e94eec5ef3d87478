import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Alert, Preview } from "../../lib/preview/model";
import { markedAsTest, sendMessages } from "../../lib/preview/send";
import { printedLines, stubEnv } from "../printed";
import { alert, rings, sample, silent } from "./previews";

const TOKEN = "Xy12abcDEF34ghiJKL56mno";
const URL = `https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/${TOKEN}`;
const crashes = alert("crashes");

function previewOf(events: readonly string[], on: Alert = crashes): Preview {
  return {
    alerts: [on],
    events: [...events, "quiet"].map(sample),
    results: [...events.map((event) => rings(event, on, { text: event })), silent("quiet", on)],
  };
}

interface Run {
  readonly ok: boolean;
  readonly lines: readonly string[];
  readonly calls: readonly { readonly url: string; readonly init: RequestInit | undefined }[];
  readonly pauses: readonly number[];
}

/** Sends with Slack's answers in turn, the last again and again. */
async function send(
  preview: Preview,
  answers: readonly (Response | Error)[],
  more: { readonly env?: NodeJS.ProcessEnv; readonly dryRun?: boolean } = {},
): Promise<Run> {
  const lines = printedLines();
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const pauses: number[] = [];
  stubEnv({ TF_VAR_slack_webhook_url: undefined, ...(more.env ?? { TF_VAR_slack_webhook_url: URL }) });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const answer = answers[Math.min(calls.length, answers.length - 1)] ?? new Error("no answer");
    calls.push({ url, init });
    if (answer instanceof Error) throw answer;
    return answer.clone();
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const ok = await sendMessages(preview, more.dryRun ?? false, async (ms) => pauses.push(ms));
  return { ok, lines: lines(), calls, pauses };
}

function tooMany(retryAfter?: string): Response {
  return new Response("rate_limited", { status: 429, headers: retryAfter ? { "retry-after": retryAfter } : {} });
}

describe("sending messages", () => {
  it("posts each that rings to its webhook, one per second, and reports Slack's answer", async () => {
    const run = await send(previewOf(["a", "b"]), [
      new Response("ok"),
      new Response("invalid_blocks", { status: 400 }),
    ]);
    expect(run.lines).toEqual(["a → crashes: 200 ok", "b → crashes: 400 invalid_blocks"]);
    expect(run.ok).toBe(false);
    expect(run.pauses).toEqual([1000]);
    expect(run.calls.map(({ url }) => url)).toEqual([URL, URL]);
    expect(run.calls[0]?.init).toMatchObject({ method: "POST", redirect: "manual", body: '{"text":"[TEST] a"}' });
  });

  it("succeeds when Slack accepts all, and when there is nothing to send", async () => {
    expect((await send(previewOf(["a", "b"]), [new Response("ok")])).ok).toBe(true);
    const nothing = await send(previewOf([]), []);
    expect(nothing).toMatchObject({ ok: true, lines: ["No alert rings, so there is nothing to send."], calls: [] });
  });

  it("does not wait between different webhooks", async () => {
    const other = alert("other", { webhookVariable: "oncall_slack_webhook_url" });
    const preview = {
      alerts: [crashes, other],
      events: [sample("a")],
      results: [rings("a", crashes, { text: "x" }), rings("a", other, { text: "x" })],
    };
    const env = { TF_VAR_slack_webhook_url: URL, TF_VAR_oncall_slack_webhook_url: `${URL}2` };
    expect((await send(preview, [new Response("ok")], { env })).pauses).toEqual([]);
  });

  it("waits as long as Slack asks and tries again, three times", async () => {
    const lucky = await send(previewOf(["a"]), [tooMany("7"), tooMany(), new Response("ok")]);
    expect(lucky).toMatchObject({ ok: true, lines: ["a → crashes: 200 ok"], pauses: [7000, 1000] });
    const unlucky = await send(previewOf(["a"]), [tooMany("2")]);
    expect(unlucky).toMatchObject({ ok: false, lines: ["a → crashes: 429 rate_limited"], pauses: [2000, 2000, 2000] });
    expect(unlucky.calls).toHaveLength(4);
  });

  it("does not wait for longer than a minute", async () => {
    const run = await send(previewOf(["a"]), [tooMany("3600")]);
    expect(run).toMatchObject({ ok: false, pauses: [] });
    expect(run.lines).toEqual(["a → crashes: 429 rate_limited"]);
  });

  it("goes on after a failed connection, and reports the cause by its code", async () => {
    const failed = new TypeError(`fetch failed: ${URL}`, {
      cause: Object.assign(new Error(URL), { code: "ENOTFOUND" }),
    });
    const run = await send(previewOf(["a", "b"]), [failed, new Response("ok")]);
    expect(run).toMatchObject({ ok: false, lines: ["a → crashes: network error: ENOTFOUND", "b → crashes: 200 ok"] });
    const late = await send(previewOf(["a"]), [new DOMException(URL, "TimeoutError")]);
    expect(late.lines).toEqual(["a → crashes: network error: no answer within 10 s"]);
    const unknown = await send(previewOf(["a"]), [new Error(URL)]);
    expect(unknown.lines).toEqual(["a → crashes: network error: the connection failed"]);
  });

  it("names the variable that is not set, or says that it is not known", async () => {
    const unset = await send(previewOf(["a"]), [new Response("ok")], { env: {} });
    expect(unset).toMatchObject({ ok: false, calls: [] });
    expect(unset.lines).toEqual([
      "a → crashes: not sent: TF_VAR_slack_webhook_url is not set: give it the webhook's URL",
    ]);
    const unknown = await send(previewOf(["a"], alert("x", { webhookVariable: undefined })), [new Response("ok")]);
    expect(unknown).toMatchObject({ ok: false, calls: [] });
    expect(unknown.lines).toEqual(["a → x: not sent: which variable holds the webhook's URL is not known"]);
  });

  it("sends nothing to a target that is not Slack, which is no failure", async () => {
    const run = await send(previewOf(["a"], alert("topic", { isSlack: false })), [new Response("ok")]);
    expect(run).toMatchObject({ ok: true, calls: [], lines: ["a → topic: not sent: the target is not Slack"] });
  });

  it("shows an answer that is one of Slack's words, and only the status of any other", async () => {
    const page = await send(previewOf(["a"]), [new Response("<html>no such hook</html>", { status: 404 })]);
    expect(page.lines).toEqual(["a → crashes: 404"]);
    const word = await send(previewOf(["a"]), [new Response("channel_is_archived", { status: 410 })]);
    expect(word.lines).toEqual(["a → crashes: 410 channel_is_archived"]);
  });

  it.each([
    "http://hooks.slack.com/services/SECRET",
    "https://hooks.slack.com.evil.example/services/SECRET",
    "https://evil.example/hooks.slack.com/SECRET",
    "https://user:SECRET@hooks.slack.com/services/x",
    "https://hooks.slack.com:8443/services/SECRET",
    "http://127.0.0.1:8080/SECRET",
    "SECRET",
  ])("refuses %s without printing it", async (url) => {
    const run = await send(previewOf(["a"]), [new Response("ok")], { env: { TF_VAR_slack_webhook_url: url } });
    expect(run).toMatchObject({ ok: false, calls: [] });
    expect(run.lines.join()).toContain("TF_VAR_slack_webhook_url is not the URL of a Slack webhook");
    expect(run.lines.join()).not.toContain("SECRET");
  });

  it("takes webhooks of GovSlack", async () => {
    const env = { TF_VAR_slack_webhook_url: URL.replace("slack.com", "slack-gov.com") };
    expect((await send(previewOf(["a"]), [new Response("ok")], { env })).ok).toBe(true);
  });

  it("sends nothing in a dry run, and says what it would send where", async () => {
    const dry = await send(previewOf(["a"]), [new Response("ok")], { dryRun: true });
    expect(dry).toMatchObject({ ok: true, calls: [] });
    expect(dry.lines).toEqual([
      "a → crashes: would be posted to the webhook in TF_VAR_slack_webhook_url, marked as a test",
    ]);
    const unset = await send(previewOf(["a"]), [new Response("ok")], { dryRun: true, env: {} });
    expect(unset.ok).toBe(true);
    expect(unset.lines.join()).toContain("TF_VAR_slack_webhook_url is not set");
  });

  it("never prints the URL or its secret parts, whatever comes back", async () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_-]{8,30}$/);
    await fc.assert(
      fc.asyncProperty(
        secret,
        fc.string(),
        fc.boolean(),
        fc.integer({ min: 0, max: 3 }),
        async (part, noise, dryRun, kind) => {
          const url = `https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/${part}`;
          const text = `${noise}${url}${noise}/services/T0AAAAAAA/B0BBBBBBB/${part} ${part}`;
          const answers = [
            new Response(text, { status: 404 }),
            new Error(text),
            Object.assign(new Error(text), { code: text }),
            new TypeError(text, { cause: Object.assign(new Error(text), { code: "ECONNRESET" }) }),
          ];
          const run = await send(previewOf(["one", "two"]), answers.slice(kind), {
            dryRun,
            env: { TF_VAR_slack_webhook_url: url },
          });
          for (const line of run.lines) {
            expect(line).not.toContain(part);
            expect(line).not.toMatch(/\p{Cc}/u);
          }
        },
      ),
    );
  });
});

describe("a message marked as a test", () => {
  const context = {
    type: "context",
    elements: [{ type: "plain_text", text: "[TEST] This is a test of the alert. Nothing has happened." }],
  };

  it("says so before its text", () => {
    expect(markedAsTest({ text: "boom" })).toEqual({ text: "[TEST] boom" });
  });

  it("says so in a separate text above attachments", () => {
    const attachments = [{ text: "boom" }];
    expect(markedAsTest({ attachments })).toEqual({
      text: "[TEST] This is a test of the alert. Nothing has happened.",
      attachments,
    });
  });

  it("says so in a block before its blocks, of which Slack takes 50", () => {
    const blocks = (count: number) => Array.from({ length: count }, () => ({ type: "divider" }));
    expect(markedAsTest({ text: "n", blocks: blocks(49) })).toEqual({
      text: "[TEST] n",
      blocks: [context, ...blocks(49)],
    });
    expect(markedAsTest({ text: "n", blocks: blocks(50) }).blocks).toEqual([context, ...blocks(49)]);
  });

  it("is not made of anything that is not a message, which is not sent either", async () => {
    const preview = { alerts: [crashes], events: [sample("a")], results: [rings("a", crashes, "boom")] };
    const run = await send(preview, [new Response("ok")]);
    expect(run).toMatchObject({ ok: false, calls: [] });
    expect(run.lines.join()).toContain("cannot be marked as a test");
  });
});
