import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
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

/** @throws Failure if the queue does not exist */
export async function queueUrl(sqs: SQSClient, queueName: string, stack: DeployedStack): Promise<string> {
  const { QueueUrl = "" } = await asked(sqs.send(new GetQueueUrlCommand({ QueueName: queueName })), "sqs:GetQueueUrl", {
    QueueDoesNotExist: `The queue ${queueName} does not exist in ${stack.account}, ${stack.region}: deploy the stack ${stack.name}.`,
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
    const [{ event, undelivered } = {}] = readEvents(["-"], JSON.stringify(message));
    return { id, receipt, ruleName, sentAt: Number(Attributes?.SentTimestamp), text, event, undelivered };
  });
}

/** All messages, as far as they become visible. */
export async function receiveAll(sqs: SQSClient, url: string, hiddenSeconds: number): Promise<readonly Undelivered[]> {
  const all = new Map<string, Undelivered>();
  let known: number;
  do {
    known = all.size;
    for (const message of await receive(sqs, url, hiddenSeconds)) all.set(message.id, message);
  } while (all.size > known);
  return [...all.values()];
}

export async function remove(sqs: SQSClient, url: string, { receipt }: Undelivered): Promise<void> {
  await asked(sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt })), "sqs:DeleteMessage");
}
