import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { Failure } from "../cli/failure";
import { stoppable } from "../cli/interrupt";
import { bodyJson, nameOf } from "../preview/model";
import { sentBy } from "../preview/run";
import { type Posting, post, type Webhook, webhookOf } from "../preview/send";
import { bodyLines } from "../preview/show/terminal";
import { heading, paint, span } from "../preview/show/text";
import { slackProblems } from "../slack/payload-problems";
import { connect } from "./aws";
import { type DeployedStack, readDeployedStack } from "./deployed-stack";
import { queueUrl, receive, receiveAll, remove, type Undelivered } from "./queue";

const SHOWN_HIDDEN_SECONDS = 30;
/** Longer than it takes to post one message with all retries. */
const POSTED_HIDDEN_SECONDS = 300;

/** What the command takes from its process. */
export interface Surroundings extends Posting {
  readonly env: NodeJS.ProcessEnv;
  /** Of the terminal, in columns. */
  readonly width: number;
  readonly print: (text: string) => void;
}

/** A message and where it goes, or why it stays in the queue. */
interface Delivery {
  readonly message: Undelivered;
  /** Name of the alert; that of the rule if the stack has no such alert. */
  readonly alert: string;
  readonly body: string;
  readonly to: Webhook | { readonly text: string };
}

/** `npm run redeliver`. @returns the exit code @throws Failure */
export async function redeliverCommand(
  args: readonly string[],
  around: Surroundings,
  readStack = readDeployedStack,
): Promise<0 | 1> {
  const text = { type: "string" } as const;
  const options = { post: { type: "boolean" }, app: text, stack: text, "queue-url": text } as const;
  const { values } = parseArgs({ args: [...args], options });
  const stack = await readStack(values, around.env);
  const { name, queueName = "" } = stack;
  const given = values["queue-url"];
  if (!given && !queueName)
    throw new Failure(`The stack ${name} has no dead-letter queue: set 'deadLetterQueue' and deploy it.`, 2);
  if (values.post) checkWebhooks(stack, around.env);
  const { sqs } = await connect(stack);
  const url = given ?? (await queueUrl(sqs, queueName, stack));
  if (values.post) return postAll(sqs, url, stack, around);
  const messages = await receiveAll(sqs, url, SHOWN_HIDDEN_SECONDS);
  const deliveries = messages.map((message) => deliveryOf(message, stack, around.env));
  for (const delivery of deliveries) {
    show(delivery, around);
    around.print("text" in delivery.to ? delivery.to.text : `With --post: to the webhook in ${delivery.to.variable}`);
  }
  const kept = deliveries.filter(({ to }) => "text" in to).length;
  around.print(`\n${total(deliveries.length)} ${deliveries.length - kept} can be posted with --post, ${kept} cannot.`);
  return 0;
}

/** Messages that are received are hidden for a while, so what could not be posted is refused before. @throws Failure */
function checkWebhooks({ alerts }: DeployedStack, env: NodeJS.ProcessEnv): void {
  const answers = alerts.flatMap((alert) => (alert.webhookVariable ? [webhookOf(alert, env)] : []));
  const problems = answers.flatMap((answer) => ("text" in answer ? [answer.text] : []));
  if (problems.length > 0) throw new Failure([...new Set(problems)].join("\n"), 2);
}

/** One by one, so that an interruption affects one message at most. */
async function postAll(sqs: SQSClient, url: string, stack: DeployedStack, around: Surroundings): Promise<0 | 1> {
  const done = new Set<string>();
  const kept = new Set<string>();
  const webhooks = new Set<string>();
  for (;;) {
    const [message] = await receive(sqs, url, POSTED_HIDDEN_SECONDS, 1);
    if (message === undefined) break;
    // Amazon SQS can, rarely, deliver a message again after its deletion.
    if (done.has(message.id)) await remove(sqs, url, message);
    if (done.has(message.id) || kept.has(message.id)) continue;
    const delivery = deliveryOf(message, stack, around.env);
    show(delivery, around);
    const stop = new AbortController();
    const pause = around.pause ?? ((ms) => sleep(ms, undefined, { signal: stop.signal }));
    // An interruption cuts pauses short, and waits for Slack's answer and the deletion.
    const isPosted = await stoppable(deliver(delivery, sqs, url, webhooks, { ...around, pause }), () => stop.abort());
    (isPosted ? done : kept).add(message.id);
  }
  around.print(`\n${total(done.size + kept.size)} ${done.size} posted, ${kept.size} kept in the queue.`);
  return kept.size === 0 ? 0 : 1;
}

/** @returns whether Slack has accepted it @throws Failure if it cannot be deleted then */
async function deliver(
  { to, body, message }: Delivery,
  sqs: SQSClient,
  url: string,
  webhooks: Set<string>,
  around: Surroundings,
): Promise<boolean> {
  if ("text" in to) {
    around.print(`Kept: ${to.text}`);
    return false;
  }
  const { ok, text } = await post(to, body, webhooks, around);
  around.print(ok ? `Posted: ${text}` : `Kept: ${text}`);
  if (!ok) return false;
  await remove(sqs, url, message).catch((error: unknown) => {
    const reason = error instanceof Failure ? error.message : String(error);
    throw new Failure(
      `Slack accepted the message ${message.id}, but it is still in the queue: delete it, or it will be posted again. ${reason}`,
    );
  });
  return true;
}

/** An event goes through the alert; anything else is the body that EventBridge tried to send. */
function deliveryOf(message: Undelivered, stack: DeployedStack, env: NodeJS.ProcessEnv): Delivery {
  const { event, ruleName = "(unknown rule)", text } = message;
  const alert = stack.alerts.find((one) => one.ruleName === ruleName && one.input.kind !== "counts");
  const { sent, body = "" } = event && alert ? sentBy(alert, event) : { sent: true, body: text };
  const delivery = { message, alert: alert ? nameOf(alert) : ruleName, body };
  const staying = (reason: string) => ({ ...delivery, to: { text: reason } });
  if (alert === undefined) return staying(`the stack ${stack.name} has no alert with the rule ${ruleName}.`);
  const json = bodyJson(body);
  if (json === undefined || !sent) return staying("the body is not JSON.");
  const [problem] = slackProblems(json);
  if (problem !== undefined) return staying(`Slack would refuse it: ${problem}`);
  return { ...delivery, to: webhookOf(alert, env) };
}

function show({ message, alert, body }: Delivery, { width, print }: Surroundings): void {
  const reason = message.undelivered === undefined ? [] : [[span(message.undelivered, "yellow")]];
  const lines = [[], ...heading([span(alert, "bold")], width), ...reason, ...bodyLines(body, true, { width })];
  print(paint(lines, false));
}

function total(messages: number): string {
  if (messages > 0) return `${messages} ${messages === 1 ? "message" : "messages"}.`;
  return "No message can be seen; what was read before is hidden for up to 5 minutes.";
}
