import { setTimeout as sleep } from "node:timers/promises";
import { markedAsTest } from "./mark-as-test";
import type { Preview } from "./model";
import { parsed, shortNames } from "./outcome";
import { harmless } from "./show/text";

/** https://docs.slack.dev/apis/web-api/rate-limits: a webhook takes one message a second. */
const PAUSE_MS = 1000;
const TIMEOUT_MS = 10_000;
const RETRIES = 3;
const LONGEST_WAIT_S = 60;
const MOST_OF_AN_ANSWER = 200;
const HOSTS: readonly string[] = ["hooks.slack.com", "hooks.slack-gov.com"];

export interface SendOptions {
  readonly dryRun: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number) => Promise<void>;
}

interface Message {
  /** The event and the alert, for the reader. */
  readonly title: string;
  readonly body: string | undefined;
  readonly variable: string | undefined;
}

/**
 * Posts every message that rings to its own webhook, marked as a test, and prints Slack's answer for each; never the
 * URL. With `dryRun` it only says what it would do.
 * @returns whether Slack took every message
 */
export async function sendMessages(preview: Preview, options: SendOptions): Promise<boolean> {
  const messages = messagesOf(preview);
  if (messages.length === 0) {
    options.print("No alert rings, so there is nothing to send.");
    return true;
  }
  const posted = new Set<string>();
  let allTaken = true;
  for (const message of messages) {
    const { outcome, taken } = options.dryRun ? wouldPost(message, options.env) : await post(message, posted, options);
    options.print(harmless(`${message.title}: ${outcome}`).replaceAll("\n", " "));
    allTaken &&= taken;
  }
  return allTaken;
}

interface Answer {
  readonly outcome: string;
  readonly taken: boolean;
}

function messagesOf(preview: Preview): Message[] {
  const alerts = new Map(preview.alerts.map((alert) => [alert.address, alert]));
  const names = shortNames(alerts.keys());
  return preview.results.flatMap(({ event, alert, matched, sent, body }) => {
    if (!matched || !sent || body === undefined) return [];
    const marked = markedAsTest(parsed(body));
    return [
      {
        title: `${event} → ${names.get(alert) ?? alert}`,
        body: marked === undefined ? undefined : JSON.stringify(marked),
        variable: alerts.get(alert)?.webhookVariable,
      },
    ];
  });
}

function wouldPost({ body, variable }: Message, env: NodeJS.ProcessEnv): Answer {
  const problem = body === undefined ? NOT_A_MESSAGE : variable === undefined ? NO_VARIABLE : undefined;
  if (variable === undefined || problem !== undefined)
    return { outcome: `would not be sent: ${problem}`, taken: false };
  const webhook = webhookOf(variable, env);
  const missing = "problem" in webhook ? `, but ${webhook.problem}` : "";
  return { outcome: `would be posted to the webhook in TF_VAR_${variable}, marked as a test${missing}`, taken: true };
}

const NOT_A_MESSAGE = "the body is not a JSON object, so it cannot be marked as a test";
const NO_VARIABLE = "which variable holds the webhook's URL cannot be told";

async function post(
  { body, variable }: Message,
  posted: Set<string>,
  { env, fetch: send = fetch, pause = sleep }: SendOptions,
): Promise<Answer> {
  if (body === undefined) return { outcome: `not sent: ${NOT_A_MESSAGE}`, taken: false };
  if (variable === undefined) return { outcome: `not sent: ${NO_VARIABLE}`, taken: false };
  const webhook = webhookOf(variable, env);
  if ("problem" in webhook) return { outcome: `not sent: ${webhook.problem}`, taken: false };
  const { url } = webhook;

  if (posted.has(url.href)) await pause(PAUSE_MS);
  posted.add(url.href);
  for (let retries = 0; ; retries++) {
    const answer = await request(url, body, send);
    if (answer.retryAfter === undefined || retries === RETRIES) return answer;
    await pause(answer.retryAfter * 1000);
  }
}

function webhookOf(variable: string, env: NodeJS.ProcessEnv): { readonly url: URL } | { readonly problem: string } {
  const name = `TF_VAR_${variable}`;
  const value = env[name];
  if (value === undefined || value === "") return { problem: `${name} is not set: give it the webhook's URL` };
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isSlack = url?.protocol === "https:" && HOSTS.includes(url.host) && url.username === "" && url.password === "";
  if (url === undefined || !isSlack) {
    return {
      problem: `${name} is not the URL of a Slack webhook: it must begin with https://${HOSTS.join("/ or https://")}/`,
    };
  }
  return { url };
}

async function request(url: URL, body: string, send: typeof fetch): Promise<Answer & { readonly retryAfter?: number }> {
  try {
    const response = await send(url.href, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = withoutSecrets(await response.text(), url).slice(0, MOST_OF_AN_ANSWER);
    const outcome = `${response.status} ${answer}`.trim();
    if (response.status !== 429) return { outcome, taken: response.ok };
    const seconds = Number(response.headers.get("retry-after") ?? "1");
    if (seconds > LONGEST_WAIT_S) return { outcome: `${outcome}, to be tried again after ${seconds} s`, taken: false };
    return { outcome, taken: false, retryAfter: seconds >= 0 ? seconds : 1 };
  } catch (error) {
    return { outcome: `network error: ${causeOf(error)}`, taken: false };
  }
}

/** An error's message may quote the URL, so that only its code or kind is told. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const codes = [error, error.cause].map((from) =>
    typeof from === "object" && from !== null && "code" in from ? from.code : undefined,
  );
  const code = codes.find((one) => typeof one === "string" && /^[A-Z][A-Z0-9_]{1,40}$/.test(one));
  return typeof code === "string" ? code : "the connection failed";
}

/** Whatever answers may quote the URL, or the parts of its path, which are the secret. */
function withoutSecrets(text: string, url: URL): string {
  const secrets = [url.href, url.pathname, url.search, ...url.pathname.split("/")].filter(
    (secret) => secret.length >= 4,
  );
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, "[…]"), text);
}
