/** Who gives a name its limits. */
interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly allowed: string;
  readonly source: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html; connections and destinations alike. */
export const EVENTBRIDGE_NAME: NameRule = {
  pattern: /^[.\-_A-Za-z0-9]+$/,
  maxLength: 64,
  allowed: "letters, digits, '.', '-' and '_'",
  source: "EventBridge's limit",
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const ROLE_NAME: NameRule = {
  pattern: /^[\w+=,.@-]+$/,
  maxLength: 64,
  allowed: "letters, digits and '+=,.@-_'",
  source: "IAM's limit for roles",
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const POLICY_NAME: NameRule = { ...ROLE_NAME, maxLength: 128, source: "IAM's limit for policies" };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const QUEUE_NAME: NameRule = {
  pattern: /^[A-Za-z0-9_-]+$/,
  maxLength: 80,
  allowed: "letters, digits, '-' and '_'",
  source: "Amazon SQS's limit",
};

/** Keys of alerts and webhooks stand in Terraform's addresses and in AWS's names; both take these characters. */
const KEY = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Why AWS would refuse the name of the resource, or undefined. `setting` is what the user changes to mend it. */
export function nameProblem(setting: string, resource: string, name: string, rule: NameRule): string | undefined {
  if (name === "") return `'${setting}' must not be empty: give the ${resource} a name, or leave the setting out.`;
  if (!rule.pattern.test(name))
    return `'${setting}' makes the ${resource}'s name ${JSON.stringify(name)}, which may have only ${rule.allowed}: take the other characters out.`;
  if (name.length > rule.maxLength)
    return `'${setting}' makes the ${resource}'s name ${JSON.stringify(name)}, which must be at most ${rule.maxLength} characters (${rule.source}), got ${name.length}: shorten it by ${name.length - rule.maxLength}.`;
  return undefined;
}

export function keyProblem(setting: string, key: string): string | undefined {
  if (KEY.test(key)) return undefined;
  return `'${setting}' has the key ${JSON.stringify(key)}, which must begin with a letter and go on with letters, digits, '-' and '_' (it becomes part of Terraform addresses and AWS names): rename it.`;
}

/** A hyphen cannot stand in the name of an environment variable (`TF_VAR_…`), so it becomes an underscore. */
export function webhookVariableName(key: string): string {
  return key === "main" ? "slack_webhook_url" : `${key.replaceAll("-", "_")}_slack_webhook_url`;
}
