import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Failure } from "../cli/failure";
import { readEvents } from "../preview/read/events";
import type { DeployedStack } from "./deployed-stack";

/** AWS's services in the account and Region of a stack. */
export type Aws = Awaited<ReturnType<typeof connect>>;
/** What EventBridge could not deliver. */
export type Undelivered = Awaited<ReturnType<typeof receive>>[number];

const NO_CREDENTIALS = /^(?:Credentials|Token)ProviderError$/;
const DENIED = /^(?:AccessDenied|Authorization|NotAuthorized|UnauthorizedOperation)/;
/** The most that ReceiveMessage takes. */
const MAX_BATCH = 10;

/** @throws Failure if there are no credentials, or they are another account's */
export async function connect({ account, region }: DeployedStack) {
  // package-lock.json names versions that run on Node.js 20; the warning is about later ones.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const config = { region, requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000 } };
  const identity = await asked("sts:GetCallerIdentity", new STSClient(config).send(new GetCallerIdentityCommand({})));
  if (identity.Account !== account)
    throw new Failure(
      `The AWS credentials belong to the account ${identity.Account}, but the cluster is in ${account}: use credentials of that account, for example with AWS_PROFILE.`,
    );
  const [events, cloudWatch] = [new EventBridgeClient(config), new CloudWatchClient(config)];
  return { events, cloudWatch, sqs: new SQSClient(config) };
}

/** What AWS answers. @param missing what to say if there is no such thing @throws Failure with one line */
export async function asked<T>(action: string, answer: Promise<T>, missing?: string): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name } = error;
    const message = error.message.replace(/\s+/g, " ").trim();
    if (missing !== undefined && /NotFound|DoesNotExist|NonExistent/.test(name)) throw new Failure(missing);
    if (NO_CREDENTIALS.test(name))
      throw new Failure(
        `No AWS credentials can be used: sign in, for example with 'aws sso login', or set AWS_PROFILE. (${message})`,
      );
    if (DENIED.test(name)) throw new Failure(`AWS denies ${action}: ${message}`);
    const code = "code" in error ? String(error.code) : name;
    throw new Failure(`${action} failed: ${code}${message && `: ${message}`}`);
  }
}

export async function queueUrl(sqs: SQSClient, QueueName: string, stack: DeployedStack): Promise<string> {
  const missing = `The queue ${QueueName} does not exist in ${stack.account}, ${stack.region}: deploy the stack ${stack.name}.`;
  const { QueueUrl = "" } = await asked("sqs:GetQueueUrl", sqs.send(new GetQueueUrlCommand({ QueueName })), missing);
  return QueueUrl;
}

export async function receive(sqs: SQSClient, QueueUrl: string, hiddenSeconds: number, count = MAX_BATCH) {
  const command = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: count,
    VisibilityTimeout: hiddenSeconds,
    // Long polling asks all servers of the queue.
    WaitTimeSeconds: 1,
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: ["SentTimestamp"],
  });
  const missing = `The queue ${QueueUrl} does not exist.`;
  const { Messages = [] } = await asked("sqs:ReceiveMessage", sqs.send(command), missing);
  return Messages.map((message) => {
    const { MessageId: id = "", ReceiptHandle: receipt, Body: text = "", Attributes, MessageAttributes } = message;
    const ruleName = MessageAttributes?.RULE_ARN?.StringValue?.replace(/^.*[:/]/, "");
    const [{ event, undelivered } = {}] = readEvents(["-"], JSON.stringify(message));
    /** `sentAt`: when EventBridge gave up, in milliseconds. */
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

export async function remove(sqs: SQSClient, QueueUrl: string, { receipt }: Undelivered): Promise<void> {
  await asked("sqs:DeleteMessage", sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt })));
}
