import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { Failure } from "../cli/failure";
import { stoppable } from "../cli/interrupt";
import { say } from "../cli/output";
import { nameOf } from "../preview/model";
import { posted, sentBy } from "../preview/run";
import { type Pause, slackPost, webhookOf } from "../preview/send";
import { bodyLines } from "../preview/show/terminal";
import { heading, paint, span } from "../preview/show/text";
import { connect, queueUrl, receive, receiveAll, remove, type Undelivered } from "./aws";
import { type DeployedStack, readDeployedStack } from "./deployed-stack";

const SHOWN_HIDDEN_SECONDS = 30;
/** Longer than it takes to post one message with all retries. */
const POSTED_HIDDEN_SECONDS = 300;

/** `npm run redeliver`. @returns the exit code @throws Failure */
export async function redeliverCommand(
  args: readonly string[],
  readStack = readDeployedStack,
  pause: Pause = sleep,
): Promise<0 | 1> {
  const text = { type: "string" } as const;
  const options = { post: { type: "boolean" }, app: text, stack: text, "queue-url": text } as const;
  const { values } = parseArgs({ args: [...args], options });
  const stack = await readStack(values.app, values.stack);
  const { name, queueName = "" } = stack;
  const given = values["queue-url"];
  if (!given && !queueName)
    throw new Failure(`The stack ${name} has no dead-letter queue: set 'deadLetterQueue' and deploy it.`, 2);
  if (values.post) checkWebhooks(stack);
  const { sqs } = await connect(stack);
  const url = given ?? (await queueUrl(sqs, queueName, stack));
  if (values.post) return postAll(sqs, url, stack, pause);
  const deliveries = (await receiveAll(sqs, url, SHOWN_HIDDEN_SECONDS)).map((message) => {
    const { to } = show(message, stack);
    say("text" in to ? to.text : `With --post: to the webhook in ${to.variable}`);
    return to;
  });
  const kept = deliveries.filter((to) => "text" in to).length;
  say(`\n${total(deliveries.length)} ${deliveries.length - kept} can be posted with --post, ${kept} cannot.`);
  return 0;
}

/** Messages that are received are hidden for a while, so what could not be posted is refused before. @throws Failure */
function checkWebhooks({ alerts }: DeployedStack): void {
  const answers = alerts.flatMap((alert) => (alert.webhookVariable ? [webhookOf(alert)] : []));
  const problems = answers.flatMap((answer) => ("text" in answer ? [answer.text] : []));
  if (problems.length > 0) throw new Failure([...new Set(problems)].join("\n"), 2);
}

/** One by one, so that an interruption affects one message at most. */
async function postAll(sqs: SQSClient, url: string, stack: DeployedStack, pause: Pause): Promise<0 | 1> {
  const done = new Set<string>();
  const kept = new Set<string>();
  // An interruption cuts pauses short, and waits for Slack's answer and the deletion.
  const stop = new AbortController();
  const post = slackPost((ms) => pause(ms, undefined, { signal: stop.signal }));
  for (;;) {
    const [message] = await receive(sqs, url, POSTED_HIDDEN_SECONDS, 1);
    if (message === undefined) break;
    // Amazon SQS can, rarely, deliver a message again after its deletion.
    if (done.has(message.id)) await remove(sqs, url, message);
    if (done.has(message.id) || kept.has(message.id)) continue;
    const { body, to } = show(message, stack);
    const undeleted = ({ message: reason }: Error) => {
      throw new Failure(`Slack accepted ${message.id}, but it is still in the queue: delete it there. ${reason}`);
    };
    const deliver = async () => {
      const { ok, text } = "text" in to ? to : await post(to, body);
      say(`${ok ? "Posted" : "Kept"}: ${text}`);
      if (ok) await remove(sqs, url, message).catch(undeleted);
      return ok;
    };
    const isPosted = await stoppable(deliver(), () => stop.abort());
    (isPosted ? done : kept).add(message.id);
  }
  say(`\n${total(done.size + kept.size)} ${done.size} posted, ${kept.size} kept in the queue.`);
  return kept.size === 0 ? 0 : 1;
}

/** An event goes through its alert; anything else is the body. @returns that and where it goes, or why it stays */
function show(message: Undelivered, stack: DeployedStack) {
  const width = process.stdout.columns || 100;
  const { event, ruleName = "(unknown rule)", text, undelivered } = message;
  const alert = stack.alerts.find((one) => one.ruleName === ruleName && one.input.kind !== "counts");
  const { body, isLost, problems } = event && alert ? sentBy(alert, event) : posted({ isSlack: true }, text);
  const title = heading([span(alert ? nameOf(alert) : ruleName, "bold")], width);
  const reason = undelivered === undefined ? [] : [[span(undelivered, "yellow")]];
  say(paint([[], ...title, ...reason, ...bodyLines(body, true, { width })], false));
  if (!alert)
    return { body, to: { text: `the stack ${stack.name} has no alert with the rule ${ruleName}.`, ok: false } };
  return { body, to: isLost ? { text: problems.join(" "), ok: false } : webhookOf(alert) };
}

function total(messages: number): string {
  if (messages > 0) return `${messages} ${messages === 1 ? "message" : "messages"}.`;
  return "No messages are visible; those read earlier stay hidden for up to 5 minutes.";
}
