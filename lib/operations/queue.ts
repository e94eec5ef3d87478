import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { Failure } from "../cli/failure";
import type { SampleEvent } from "../preview/model";
import { readEvents } from "../preview/read/events";
import { asked } from "./aws";
import type { DeployedStack } from "./deployed-stack";

/** The most that ReceiveMessage takes. */
const MAX_BATCH = 10;

/** What EventBridge could not deliver. */
export interface Undelivered extends Pick<SampleEvent, "event" | "undelivered"> {
  readonly id: string;
  readonly receipt: string;
  readonly ruleName: string | undefined;
  /** When EventBridge gave up, in milliseconds. */
  readonly sentAt: number;
  readonly text: string;
}

/** @throws Failure if the stack has no queue, or the queue does not exist */
export async function queueUrl(sqs: SQSClient, stack: DeployedStack): Promise<string> {
  const { name, queueName, account, region } = stack;
  if (queueName === undefined)
    throw new Failure(`The stack ${name} has no dead-letter queue: set 'deadLetterQueue' and deploy it.`, 2);
  const missing = `The queue ${queueName} does not exist in ${account}, ${region}: deploy the stack ${name}.`;
  const { QueueUrl = "" } = await asked(sqs.send(new GetQueueUrlCommand({ QueueName: queueName })), "sqs:GetQueueUrl", {
    QueueDoesNotExist: missing,
  });
  return QueueUrl;
}

/** Some messages, which are hidden from other readers for a while. */
export async function receive(sqs: SQSClient, url: string, hiddenSeconds: number, count = MAX_BATCH) {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: count,
    VisibilityTimeout: hiddenSeconds,
    // Long polling asks all servers of the queue.
    WaitTimeSeconds: 1,
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: ["SentTimestamp"],
  });
  const { Messages = [] } = await asked(sqs.send(command), "sqs:ReceiveMessage", {
    QueueDoesNotExist: `The queue ${url} does not exist.`,
  });
  return Messages.map((message): Undelivered => {
    const { MessageId: id = "", ReceiptHandle: receipt = "", Body: text = "", Attributes, MessageAttributes } = message;
    const ruleName = MessageAttributes?.RULE_ARN?.StringValue?.replace(/^.*[:/]/, "");
    const [content] = readEvents(["-"], JSON.stringify(message));
    const { event, undelivered } = content ?? {};
    return { id, receipt, ruleName, sentAt: Number(Attributes?.SentTimestamp), text, event, undelivered };
  });
}

/** All messages, as far as they become visible. */
export async function receiveAll(sqs: SQSClient, url: string, hiddenSeconds: number): Promise<readonly Undelivered[]> {
  const all = new Map<string, Undelivered>();
  for (;;) {
    const known = all.size;
    for (const message of await receive(sqs, url, hiddenSeconds)) all.set(message.id, message);
    if (all.size === known) return [...all.values()];
  }
}

export async function remove(sqs: SQSClient, url: string, { receipt }: Undelivered): Promise<void> {
  await asked(sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt })), "sqs:DeleteMessage");
}
