import type { Report } from "../problems/problem";

/** Source of the events of drills: PutEvents refuses sources that begin with `aws.`. */
export const DRILL_SOURCE = "ecs-task-alert.drill";

/** What a service accepts as a name. */
export interface NameRule {
  /** What the name is for, as in "the role's name". */
  readonly resource: string;
  readonly pattern: RegExp;
  readonly maxLength: number;
  readonly allowed: string;
  readonly source: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html; connections and destinations alike. */
const EVENTBRIDGE = {
  pattern: /^[.\-_A-Za-z0-9]+$/,
  maxLength: 64,
  allowed: "letters, digits, '.', '-' and '_'",
  source: "EventBridge's limit",
};
const IAM = { pattern: /^[\w+=,.@-]+$/, allowed: "letters, digits and '+=,.@-_'" };

export const NAME_RULES = {
  rule: { resource: "rule", ...EVENTBRIDGE },
  destination: { resource: "API destination", ...EVENTBRIDGE },
  connection: { resource: "connection", ...EVENTBRIDGE },
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  role: { resource: "role", ...IAM, maxLength: 64, source: "IAM's limit for roles" },
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
  policy: { resource: "policy", ...IAM, maxLength: 128, source: "IAM's limit for policies" },
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
  queue: {
    resource: "queue",
    pattern: /^[A-Za-z0-9_-]+$/,
    maxLength: 80,
    allowed: "letters, digits, '-' and '_'",
    source: "Amazon SQS's limit",
  },
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  alarm: {
    resource: "alarm",
    pattern: /^\P{Cc}+$/u,
    maxLength: 255,
    allowed: "printable characters",
    source: "CloudWatch's limit",
  },
} as const satisfies Readonly<Record<string, NameRule>>;

/** @param setting what the user changes to fix the name */
export function checkName(report: Report, setting: string, name: string, rule: NameRule, from = ""): void {
  const { resource, pattern, maxLength, allowed, source } = rule;
  if (name === "") report(setting, `must not be empty: name the ${resource}, or omit the setting.`);
  else if (!pattern.test(name))
    report(
      setting,
      `${from}makes the ${resource}'s name ${JSON.stringify(name)}, which may contain only ${allowed}: remove the other characters.`,
    );
  else if (name.length > maxLength)
    report(
      setting,
      `${from}makes the ${resource}'s name ${JSON.stringify(name)}, which must be at most ${maxLength} characters (${source}), got ${name.length}: shorten it by ${name.length - maxLength}.`,
    );
}
