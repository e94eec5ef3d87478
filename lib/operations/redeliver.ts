import { setTimeout as sleep } from "node:timers/promises";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { readArguments } from "../cli/arguments";
import { Failure } from "../cli/failure";
import { stoppable } from "../cli/interrupt";
import { nameOf } from "../preview/model";
import { posted, sentBy } from "../preview/run";
import { type Posting, post, webhookOf } from "../preview/send";
import { bodyLines } from "../preview/show/terminal";
import { heading, paint, span } from "../preview/show/text";
import { connect, queueUrl, receive, receiveAll, remove, type Undelivered } from "./aws";
import { type DeployedStack, readDeployedStack } from "./deployed-stack";

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

/** `npm run redeliver`. @returns the exit code @throws Failure */
export async function redeliverCommand(
  args: readonly string[],
  around: Surroundings,
  readStack = readDeployedStack,
): Promise<0 | 1> {
  const text = { type: "string" } as const;
  const options = { post: { type: "boolean" }, app: text, stack: text, "queue-url": text } as const;
  const { values } = readArguments({ args: [...args], options }, "redeliver");
  const stack = await readStack(values, around.env);
  const { name, queueName = "" } = stack;
  const given = values["queue-url"];
  if (!given && !queueName)
    throw new Failure(`The stack ${name} has no dead-letter queue: set 'deadLetterQueue' and deploy it.`, 2);
  if (values.post) checkWebhooks(stack, around.env);
  const { sqs } = await connect(stack);
  const url = given ?? (await queueUrl(sqs, queueName, stack));
  if (values.post) return postAll(sqs, url, stack, around);
  const deliveries = (await receiveAll(sqs, url, SHOWN_HIDDEN_SECONDS)).map((message) => {
    const { to } = show(message, stack, around);
    around.print("text" in to ? to.text : `With --post: to the webhook in ${to.variable}`);
    return to;
  });
  const kept = deliveries.filter((to) => "text" in to).length;
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
    const { body, to } = show(message, stack, around);
    const undeleted = ({ message: reason }: Error) => {
      throw new Failure(
        `Slack accepted the message ${message.id}, but it is still in the queue: delete it, or it will be posted again. ${reason}`,
      );
    };
    const stop = new AbortController();
    const pause = around.pause ?? ((ms) => sleep(ms, undefined, { signal: stop.signal }));
    const deliver = async () => {
      const { ok, text } =
        "text" in to ? { ok: false, text: to.text } : await post(to, body, webhooks, { ...around, pause });
      around.print(`${ok ? "Posted" : "Kept"}: ${text}`);
      if (ok) await remove(sqs, url, message).catch(undeleted);
      return ok;
    };
    // An interruption cuts pauses short, and waits for Slack's answer and the deletion.
    const isPosted = await stoppable(deliver(), () => stop.abort());
    (isPosted ? done : kept).add(message.id);
  }
  around.print(`\n${total(done.size + kept.size)} ${done.size} posted, ${kept.size} kept in the queue.`);
  return kept.size === 0 ? 0 : 1;
}

/** An event goes through its alert; anything else is the body. @returns that and where it goes, or why it stays */
function show(message: Undelivered, stack: DeployedStack, { env, width, print }: Surroundings) {
  const { event, ruleName = "(unknown rule)", text, undelivered } = message;
  const alert = stack.alerts.find((one) => one.ruleName === ruleName && one.input.kind !== "counts");
  const { body, isLost, problems } = event && alert ? sentBy(alert, event) : posted({ isSlack: true }, text);
  const title = heading([span(alert ? nameOf(alert) : ruleName, "bold")], width);
  const reason = undelivered === undefined ? [] : [[span(undelivered, "yellow")]];
  print(paint([[], ...title, ...reason, ...bodyLines(body, true, { width })], false));
  if (!alert) return { body, to: { text: `the stack ${stack.name} has no alert with the rule ${ruleName}.` } };
  return { body, to: isLost ? { text: problems.join(" ") } : webhookOf(alert, env) };
}

function total(messages: number): string {
  if (messages > 0) return `${messages} ${messages === 1 ? "message" : "messages"}.`;
  return "No message can be seen; what was read before is hidden for up to 5 minutes.";
}
