import { setTimeout as sleep } from "node:timers/promises";
import { errorCode } from "../cli/failure";
import { say } from "../cli/output";
import { isJsonList, isJsonObject, type JsonObject } from "../eventbridge/json";
import { SLACK_LIMITS } from "../slack/blocks";
import { type Alert, bodyJson, nameOf, type Preview } from "./model";

/** https://docs.slack.dev/apis/web-api/rate-limits: a webhook takes one message a second. */
const PAUSE_MS = 1000;
const TIMEOUT_MS = 10_000;
const MAX_RETRIES = 3;
const MAX_WAIT_S = 60;
const TEST = "[TEST] This is a test of the alert. Nothing has happened.";
const WEBHOOK = /^https:\/\/hooks\.slack(-gov)?\.com\//i;

/** Waits for so many milliseconds. */
export type Pause = (ms: number, value?: undefined, options?: { readonly signal: AbortSignal }) => Promise<unknown>;

type Post = ReturnType<typeof slackPost>;
/** A webhook's URL, and the environment variable that holds it. */
export type Webhook = { readonly url: string; readonly variable: string };

/** What became of a message, or why it is not sent. */
type Answer = { readonly text: string; readonly ok: boolean };

/** Posts every message to its own webhook, marked as a test. @returns whether Slack accepted all; true for a dry run */
export async function sendMessages({ results }: Preview, dryRun: boolean, pause: Pause = sleep): Promise<boolean> {
  const messages = results.filter(({ sent }) => sent);
  if (messages.length === 0) say("No alert rings, so there is nothing to send.");
  const post = slackPost(pause);
  let isAllAccepted = true;
  for (const { event, alert, body = "" } of messages) {
    const { text, ok } = await send(alert, body, dryRun, post);
    say(`${event.name} → ${nameOf(alert)}: ${text}`.replace(/\s+/g, " "));
    isAllAccepted &&= ok || dryRun;
  }
  return isAllAccepted;
}

async function send(alert: Alert, body: string, dryRun: boolean, post: Post): Promise<Answer> {
  if (!alert.isSlack) return { text: "not sent: the target is not Slack", ok: true };
  const json = bodyJson(body);
  if (!isJsonObject(json)) return notSent("the body is not a JSON object, so it cannot be marked as a test");
  const to = webhookOf(alert);
  if ("text" in to) return to;
  if (dryRun) return { text: `would be posted to the webhook in ${to.variable}, marked as a test`, ok: true };
  return post(to, JSON.stringify(markedAsTest(json)));
}

function notSent(problem: string): Answer {
  return { text: `not sent: ${problem}`, ok: false };
}

/** The webhook whose URL is in the alert's variable, or why nothing can be sent to it. */
export function webhookOf({ webhookVariable }: Alert): Webhook | Answer {
  if (webhookVariable === undefined) return notSent("which variable holds the webhook's URL is not known");
  const variable = `TF_VAR_${webhookVariable}`;
  const url = process.env[variable];
  if (!url) return notSent(`${variable} is not set: give it the webhook's URL`);
  if (WEBHOOK.test(url)) return { url, variable };
  return notSent(
    `${variable} is not the URL of a Slack webhook, which begins with https://hooks.slack.com/ or https://hooks.slack-gov.com/`,
  );
}

/** What posts bodies at Slack's pace, and again if Slack asks to wait. */
export function slackPost(pause: Pause) {
  const posted = new Set<string>();
  return async ({ url }: Webhook, body: string): Promise<Answer> => {
    if (posted.has(url)) await pause(PAUSE_MS);
    posted.add(url);
    for (let retries = 0; ; retries++) {
      let wait: number;
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json; charset=utf-8" },
          body,
          redirect: "manual",
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        const { status, ok, headers } = response;
        const answer = await response.text();
        // Slack answers with one word, such as `invalid_blocks`. Anything else may quote the URL, and is not shown.
        const isWord = answer === "ok" || (/^[a-z_]{3,60}$/.test(answer) && !url.includes(answer));
        wait = Number(headers.get("retry-after") ?? 1);
        const isAskedToWait = status === 429 && wait >= 0 && wait <= MAX_WAIT_S && retries < MAX_RETRIES;
        if (!isAskedToWait) return { text: isWord ? `${status} ${answer}` : `${status}`, ok };
      } catch (error) {
        return { text: `network error: ${causeOf(error)}`, ok: false };
      }
      await pause(wait * 1000);
    }
  };
}

/** The code only: an error's message may quote the URL. */
function causeOf(error: unknown): string {
  const { name, cause } = error instanceof Error ? error : new Error();
  if (name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const code = errorCode(cause);
  return /^[A-Z_]{1,40}$/.test(code) ? code : "the connection failed";
}

/** Marked in its text and above its blocks, which Slack shows instead; the last block makes room if need be. */
export function markedAsTest(message: JsonObject): JsonObject {
  const { text, blocks } = message;
  const marked = { ...message, text: typeof text === "string" && text !== "" ? `[TEST] ${text}` : TEST };
  if (!isJsonList(blocks) || blocks.length === 0) return marked;
  const block = { type: "context", elements: [{ type: "plain_text", text: TEST }] };
  return { ...marked, blocks: [block, ...blocks].slice(0, SLACK_LIMITS.blocks) };
}
