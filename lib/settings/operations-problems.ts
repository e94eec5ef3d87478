import { destinationArn, LONGEST_CLUSTER, queueArn, ruleArn, TOPIC_ARN_PATTERN } from "../aws/arns";
import { invokePolicy, queuePolicy, trustPolicy } from "../aws/policies";
import { TOKEN } from "../terraform/text";
import type { ResolvedSettings, StackSettings } from "./stack-settings";

/**
 * The default quota for a role's trust policy, in characters; AWS raises it on request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const TRUST_POLICY_QUOTA = 2048;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_QUOTA = 6144;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY_QUOTA = 8192;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const PATH = /^\/([\x21-\x7e]+\/)?$/;
const PATH_MAX_LENGTH = 512;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/;
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAGS = { count: 50, key: 128, value: 256 };
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What AWS would refuse in the settings of the role, the alarms and the tags. */
export function operationsProblems(settings: StackSettings, resolved: ResolvedSettings): string[] {
  return [
    ...roleProblems(settings, resolved),
    ...policyProblems(resolved),
    ...alarmProblems(settings),
    ...tagProblems(settings.tags ?? {}),
  ];
}

function roleProblems({ role = {} }: StackSettings, resolved: ResolvedSettings): string[] {
  const { path, permissionsBoundary, confineToAccount } = role;
  const problems: string[] = [];
  if (path !== undefined && !TOKEN.test(path) && (!PATH.test(path) || path.length > PATH_MAX_LENGTH))
    problems.push(
      `'role.path' must begin and end with '/', be at most ${PATH_MAX_LENGTH} characters and have no white space (IAM's rule), got ${JSON.stringify(path)}: correct it, such as "/alerts/".`,
    );
  if (permissionsBoundary !== undefined && !TOKEN.test(permissionsBoundary) && !POLICY_ARN.test(permissionsBoundary))
    problems.push(
      `'role.permissionsBoundary' must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary, got ${JSON.stringify(permissionsBoundary)}: correct it.`,
    );
  if (confineToAccount) {
    const ruleArns = resolved.alerts.map(({ ruleName }) => ruleArn(LONGEST_CLUSTER, ruleName));
    const { length } = JSON.stringify(trustPolicy({ account: LONGEST_CLUSTER.account, ruleArns }));
    if (length > TRUST_POLICY_QUOTA)
      problems.push(
        `'role.confineToAccount' makes a trust policy of ${length} characters with the longest Region, which must be at most ${TRUST_POLICY_QUOTA} (IAM's default quota): shorten the names of alerts, or split them into several stacks.`,
      );
  }
  return problems;
}

/** The policies name every destination and every rule, and so grow with them. */
function policyProblems({ alerts, webhooks, deadLetterQueueName }: ResolvedSettings): string[] {
  const problems: string[] = [];
  const destinations = webhooks.map(({ name }) => destinationArn(LONGEST_CLUSTER, name));
  const invoke = JSON.stringify(invokePolicy(destinations)).length;
  if (invoke > POLICY_QUOTA)
    problems.push(
      `'webhooks' make the role's policy ${invoke} characters long with the longest Region, which must be at most ${POLICY_QUOTA} (IAM's limit): split them into several stacks.`,
    );
  if (deadLetterQueueName === undefined) return problems;
  const ruleArns = alerts.map(({ ruleName }) => ruleArn(LONGEST_CLUSTER, ruleName));
  const queue = JSON.stringify(queuePolicy(queueArn(LONGEST_CLUSTER, deadLetterQueueName), ruleArns)).length;
  if (queue > QUEUE_POLICY_QUOTA)
    problems.push(
      `'deadLetterQueue' has a policy of ${queue} bytes with the longest Region, since it names every rule, which must be at most ${QUEUE_POLICY_QUOTA} (Amazon SQS's limit): split the alerts into several stacks.`,
    );
  return problems;
}

function alarmProblems({ alarms }: StackSettings): string[] {
  const topicArn = alarms?.topicArn;
  if (topicArn === undefined || TOKEN.test(topicArn) || new RegExp(TOPIC_ARN_PATTERN).test(topicArn)) return [];
  return [
    `'alarms.topicArn' must be the ARN of a standard Amazon SNS topic, such as arn:aws:sns:ap-northeast-1:123456789012:on-call, got ${JSON.stringify(topicArn)}: correct it, or leave it out to give it to Terraform.`,
  ];
}

function tagProblems(tags: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(tags);
  const problems: string[] = [];
  if (entries.length > TAGS.count)
    problems.push(`'tags' must be at most ${TAGS.count} (AWS's limit), got ${entries.length}: take some out.`);
  const same = entries.filter(([key], at) => entries.findIndex(([k]) => k.toLowerCase() === key.toLowerCase()) < at);
  for (const [key] of same)
    problems.push(
      `'tags' has the key ${JSON.stringify(key)} twice but for its case (IAM takes those for one): keep one.`,
    );
  for (const [key, value] of entries) {
    const setting = `'tags' has the key ${JSON.stringify(key)}`;
    if (key === "" || key.length > TAGS.key || !TAG_TEXT.test(key) || /^aws:/i.test(key))
      problems.push(
        `${setting}, which must be 1 to ${TAGS.key} letters, digits, spaces and '_.:/=+-@', and not begin with 'aws:' (AWS's rule): rename it.`,
      );
    if (!TOKEN.test(value) && (value.length > TAGS.value || !TAG_TEXT.test(value)))
      problems.push(
        `${setting}, whose value must be at most ${TAGS.value} letters, digits, spaces and '_.:/=+-@' (IAM's rule): correct it.`,
      );
  }
  return problems;
}
