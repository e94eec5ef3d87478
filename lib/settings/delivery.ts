import { ANY_CLUSTER, regionalArn } from "../aws/arns";
import { invokePolicy, queuePolicy, trustPolicy } from "../aws/policies";
import type { Report } from "../problems/problem";
import type { ResolvedRule } from "./alerts";
import { byKey, LIKE_MAIN, MAIN, MAIN_SUFFIX, type Names } from "./names";

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

export interface ResolvedWebhook {
  readonly key: string;
  readonly name: string;
  /** Name of the variable that holds the URL. */
  readonly variable: string;
  readonly ratePerSecond: number;
}

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

export interface ResolvedRole extends RoleSettings {
  readonly name: string;
  readonly policyName: string;
  /** With `ANY_CLUSTER` in place of the cluster. */
  readonly trustPolicy: object;
}

/** An Amazon SQS queue that keeps undelivered messages for 14 days. */
export interface DeadLetterQueueSettings {
  /** Name of the queue. @default - `<namePrefix>-dead-letter` */
  readonly name?: string;
}

export interface ResolvedQueue {
  readonly name: string;
  /** Name of the alarm for messages that wait in it. */
  readonly alarmName: string;
}

/** CloudWatch alarms for undelivered alerts. They must not end in the Slack webhook that does not answer. */
export interface AlarmSettings {
  /**
   * ARN of the SNS topic that the alarms notify: a standard topic in the cluster's Region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - Terraform asks for it as the variable `alarm_topic_arn`
   */
  readonly topicArn?: string;
}

/**
 * The default quota for a role's trust policy, in characters; AWS raises it on request. That for policies is fixed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const TRUST_POLICY_QUOTA = 2048;
const POLICY_QUOTA = 6144;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY_QUOTA = 8192;

export function resolveWebhooks(
  report: Report,
  names: Names,
  webhooks: Readonly<Record<string, WebhookSettings>> = { [MAIN]: {} },
): readonly ResolvedWebhook[] {
  const resolved = byKey(webhooks).map(([key, { name, ratePerSecond = 10 }]): ResolvedWebhook => {
    const at = `webhooks.${key}`;
    const suffix = key === MAIN ? MAIN_SUFFIX.webhooks : key;
    if (key === MAIN_SUFFIX.webhooks && name === undefined) report(at, LIKE_MAIN);
    // An environment variable (`TF_VAR_…`) cannot have a hyphen in its name.
    const variable = key === MAIN ? "slack_webhook_url" : `${key.replaceAll("-", "_")}_slack_webhook_url`;
    return {
      key,
      name: names.resolve("API destination", `${at}.name`, name, suffix, at),
      variable: names.addUnique("variable", at, variable),
      ratePerSecond,
    };
  });
  if (resolved.length === 0) report("webhooks", "must not be empty: name one, or omit it for the webhook 'main'.");
  const arns = resolved.map(({ name }) =>
    regionalArn(ANY_CLUSTER, "events", `api-destination/${name}/00000000-0000-0000-0000-000000000000`),
  );
  checkLength(report, "webhooks", "the role's policy", invokePolicy(arns), POLICY_QUOTA, "IAM's limit");
  return resolved;
}

export function resolveRole(
  report: Report,
  names: Names,
  rules: readonly ResolvedRule[],
  { confineToAccount = false, ...role }: RoleSettings = {},
): ResolvedRole {
  const trusted = { account: ANY_CLUSTER.account, ruleArns: deliveringRuleArns(rules) };
  const policy = trustPolicy(confineToAccount ? trusted : undefined);
  checkLength(report, "role.confineToAccount", "a trust policy", policy, TRUST_POLICY_QUOTA, "IAM's default quota");
  return {
    ...role,
    name: names.resolve("role", "role.name", role.name, "eventbridge-role"),
    policyName: names.resolve("policy", "role.policyName", role.policyName, "eventbridge-policy"),
    trustPolicy: policy,
  };
}

export function resolveQueue(
  report: Report,
  names: Names,
  rules: readonly ResolvedRule[],
  queue: DeadLetterQueueSettings | undefined,
): ResolvedQueue | undefined {
  if (!queue) return undefined;
  const name = names.resolve("queue", "deadLetterQueue.name", queue.name, "dead-letter");
  const policy = queuePolicy(regionalArn(ANY_CLUSTER, "sqs", name), deliveringRuleArns(rules));
  checkLength(report, "deadLetterQueue", "a policy", policy, QUEUE_POLICY_QUOTA, "Amazon SQS's limit");
  return { name, alarmName: `${name}-messages` };
}

function deliveringRuleArns(rules: readonly ResolvedRule[]): readonly string[] {
  return rules.filter(({ delivery }) => delivery).map(({ name }) => regionalArn(ANY_CLUSTER, "events", `rule/${name}`));
}

/** Policies name every rule or every destination, and so grow with them. */
function checkLength(report: Report, at: string, what: string, policy: object, quota: number, source: string): void {
  const { length } = JSON.stringify(policy);
  if (length > quota)
    report(
      at,
      `makes ${what} of ${length} characters with the longest Region, which must be at most ${quota} (${source}): shorten names, or split the alerts into several stacks.`,
    );
}
