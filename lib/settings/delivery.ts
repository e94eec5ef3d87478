import { regionalArn, THE_CLUSTER, TOPIC_ARN, TOPIC_ARN_PATTERN } from "../aws/arns";
import { invokePolicy, queuePolicy, trustPolicy } from "../aws/policies";
import { sameFor } from "../eventbridge/json";
import { number, STRING, shapeOf, token } from "../problems/shape";
import type { ResolvedRule } from "./alerts";
import { byKey, LIKE_MAIN, MAIN, MAIN_SUFFIX, ONLY_MAIN } from "./names";
import type { Resolving } from "./stack-settings";

/** A Slack incoming webhook: an API destination, and a variable for its URL. */
export interface WebhookSettings {
  /**
   * How many messages EventBridge posts per second at most, 1 to 300. Slack accepts about one per second for each
   * webhook; EventBridge retries what Slack rejects for that reason.
   * https://docs.slack.dev/apis/web-api/rate-limits
   * @default 10
   */
  readonly ratePerSecond?: number;
  /** Name of the API destination. @default - `<namePrefix>-<key>`; `<namePrefix>-api` for the webhook `main` */
  readonly name?: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
export const WEBHOOK_SHAPE = shapeOf<WebhookSettings>({
  ratePerSecond: number(1, 300, "EventBridge's range"),
  name: STRING,
});

/** The role that EventBridge assumes to invoke the API destinations. */
export interface RoleSettings {
  /** Name of the role. @default - `<namePrefix>-eventbridge-role` */
  readonly name?: string;
  /** Name of the role's policy. @default - `<namePrefix>-eventbridge-policy` */
  readonly policyName?: string;
  /** Path of the role and of its policy, such as `/alerts/`. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the role may do. @default - no permissions boundary */
  readonly permissionsBoundary?: string;
  /**
   * Lets EventBridge assume the role only for the rules of this stack in this account.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
   * @default false
   */
  readonly confineToAccount?: boolean;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const PATH = /^(?=.{1,512}$)\/([\x21-\x7e]+\/)?$/;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/;

export const ROLE_SHAPE = shapeOf<RoleSettings>({
  ...sameFor(STRING, "name", "policyName"),
  path: token(PATH, "at most 512 characters from '/' to '/', without spaces, as in '/alerts/' (IAM's rule)"),
  permissionsBoundary: token(POLICY_ARN, "the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary"),
  confineToAccount: { type: "boolean" },
});

/** An Amazon SQS queue that keeps undelivered messages for 14 days. */
export interface DeadLetterQueueSettings {
  /** Name of the queue. @default - `<namePrefix>-dead-letter` */
  readonly name?: string;
}

export const QUEUE_SHAPE = shapeOf<DeadLetterQueueSettings>({ name: STRING });

/** CloudWatch alarms for undelivered alerts. They must not end in the Slack webhook that does not answer. */
export interface AlarmSettings {
  /**
   * ARN of the SNS topic that the alarms notify: a standard topic in the cluster's Region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - Terraform asks for it as the variable `alarm_topic_arn`
   */
  readonly topicArn?: string;
}

export const ALARMS_SHAPE = shapeOf<AlarmSettings>({ topicArn: token(new RegExp(TOPIC_ARN_PATTERN), TOPIC_ARN) });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; AWS raises that for trust policies. */
const IAM_QUOTAS = { policy: 6144, trustPolicy: 2048 };
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY_QUOTA = 8192;

/** The way from the rules to Slack. Policies name every rule or every destination, and so grow with them. */
export function resolveDelivery(resolving: Resolving, rules: readonly ResolvedRule[]) {
  const { report, names, settings } = resolving;
  const { role = {}, deadLetterQueue, alarms } = settings;
  const checkLength = (setting: string, policy: object, quota: number, source: string) => {
    const { length } = JSON.stringify(policy);
    const limit = `at most ${quota} (${source}): shorten names, or split the alerts into several stacks.`;
    if (length > quota)
      report(setting, `makes a policy of ${length} characters with the longest Region, which must be ${limit}`);
  };
  const webhooks = byKey(settings.webhooks ?? ONLY_MAIN).map(([key, webhook]) =>
    resolveWebhook(resolving, key, webhook),
  );
  const uuid = "00000000-0000-0000-0000-000000000000";
  const destinationArns = webhooks.map(({ name }) => regionalArn("events", `api-destination/${name}/${uuid}`));
  checkLength("webhooks", invokePolicy(destinationArns), IAM_QUOTAS.policy, "IAM's limit");

  const ruleArns = rules.filter(({ delivery }) => delivery).map(({ name }) => regionalArn("events", `rule/${name}`));
  const trust = trustPolicy(role.confineToAccount ? { account: THE_CLUSTER.account, ruleArns } : undefined);
  checkLength("role.confineToAccount", trust, IAM_QUOTAS.trustPolicy, "IAM's default quota");

  const resolveQueue = ({ name: own }: DeadLetterQueueSettings) => {
    const name = names.resolve("queue", "deadLetterQueue.name", own, "dead-letter");
    const alarmName = `${name}-messages`;
    if (alarms) names.add("alarm", "deadLetterQueue.name", alarmName);
    const policy = queuePolicy(regionalArn("sqs", name), ruleArns);
    checkLength("deadLetterQueue", policy, QUEUE_POLICY_QUOTA, "Amazon SQS's limit");
    return { name, alarmName };
  };
  return {
    connectionName: names.resolve("connection", "connectionName", settings.connectionName, "connection"),
    webhooks,
    role: {
      ...role,
      name: names.resolve("role", "role.name", role.name, "eventbridge-role"),
      policyName: names.resolve("policy", "role.policyName", role.policyName, "eventbridge-policy"),
      /** With `THE_CLUSTER` in place of the cluster. */
      trustPolicy: trust,
    },
    deadLetterQueue: deadLetterQueue && resolveQueue(deadLetterQueue),
    alarms,
  };
}

function resolveWebhook({ report, names }: Resolving, key: string, webhook: WebhookSettings) {
  const { name, ratePerSecond = 10 } = webhook;
  const at = `webhooks.${key}`;
  if (key === MAIN_SUFFIX.webhooks && name === undefined) report(at, `${LIKE_MAIN}, or set 'name'.`);
  // An environment variable (`TF_VAR_…`) cannot have a hyphen in its name.
  const variable = key === MAIN ? "slack_webhook_url" : `${key.replaceAll("-", "_")}_slack_webhook_url`;
  return {
    key,
    name: names.resolve("API destination", `${at}.name`, name, key === MAIN ? MAIN_SUFFIX.webhooks : key, at),
    /** Name of the variable that holds the URL. */
    variable: names.add("variable", at, variable),
    ratePerSecond,
  };
}
