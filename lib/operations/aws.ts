import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { Failure } from "../cli/failure";
import type { DeployedStack } from "./deployed-stack";

/** AWS's services in the account and Region of a stack. */
export type Aws = Awaited<ReturnType<typeof connect>>;

const NO_CREDENTIALS = /^(?:Credentials|Token)ProviderError$/;
const DENIED = /^(?:AccessDenied|Authorization|NotAuthorized|UnauthorizedOperation)/;

/** @throws Failure if there are no credentials, or they are another account's */
export async function connect({ account, region }: DeployedStack) {
  // package-lock.json names versions that run on Node.js 20; the warning is about later ones.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const config = { region, requestHandler: { connectionTimeout: 5000, requestTimeout: 20_000 } };
  const { Account } = await asked(
    new STSClient(config).send(new GetCallerIdentityCommand({})),
    "sts:GetCallerIdentity",
  );
  if (Account !== account)
    throw new Failure(
      `The AWS credentials belong to the account ${Account}, but the cluster is in ${account}: use credentials of that account, for example with AWS_PROFILE.`,
    );
  return {
    events: new EventBridgeClient(config),
    cloudWatch: new CloudWatchClient(config),
    sqs: new SQSClient(config),
  };
}

/**
 * What AWS answers.
 * @param action as IAM calls it
 * @param words for errors that mean something here, by their names
 * @throws Failure with one line
 */
export async function asked<T>(
  answer: Promise<T>,
  action: string,
  words: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const message = error.message.replace(/\s+/g, " ").trim();
    if (NO_CREDENTIALS.test(error.name))
      throw new Failure(
        `No AWS credentials can be used: sign in, for example with 'aws sso login', or set AWS_PROFILE. (${message})`,
      );
    if (DENIED.test(error.name)) throw new Failure(`AWS denies ${action}: ${message}`);
    const code = "code" in error ? String(error.code) : error.name;
    throw new Failure(words[error.name] ?? `${action} failed: ${[code, message].filter(Boolean).join(": ")}`);
  }
}
