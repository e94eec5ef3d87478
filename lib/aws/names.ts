import type { TextRule } from "../problems/problem";

/** Source of the events of drills: PutEvents refuses sources that begin with `aws.`. */
export const DRILL_SOURCE = "ecs-task-alert.drill";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html; connections and destinations alike. */
const EVENTBRIDGE: TextRule = [
  /^[.\-_A-Za-z0-9]{1,64}$/,
  "1 to 64 letters, digits, '.', '-' and '_' (EventBridge's rule)",
];

/** What a service accepts as a name of its resources. */
export const NAME_RULES = {
  rule: EVENTBRIDGE,
  "API destination": EVENTBRIDGE,
  connection: EVENTBRIDGE,
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  role: [/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and '+=,.@-_' (IAM's rule for roles)"],
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
  policy: [/^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and '+=,.@-_' (IAM's rule for policies)"],
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
  queue: [/^[A-Za-z0-9_-]{1,80}$/, "1 to 80 letters, digits, '-' and '_' (Amazon SQS's rule)"],
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  alarm: [/^\P{Cc}{1,255}$/u, "1 to 255 printable characters (CloudWatch's rule)"],
} as const satisfies Readonly<Record<string, TextRule>>;
