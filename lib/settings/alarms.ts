import { TOPIC_ARN_PATTERN } from "../aws/arns";
import type { Report } from "../problems/problem";
import { TOKEN } from "../terraform/text";
import type { ResolvedRule } from "./alert-rules";
import type { ResolvedQueue } from "./dead-letter-queue";

/** CloudWatch alarms for undelivered alerts. They must not end in the Slack webhook that does not answer. */
export interface AlarmSettings {
  /**
   * ARN of the SNS topic that the alarms notify: a standard topic in the cluster's Region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - Terraform asks for it as the variable `alarm_topic_arn`
   */
  readonly topicArn?: string;
}

/** Name of the alarm for messages of a rule that EventBridge gave up delivering. */
export function failedInvocationsAlarm({ alarmName }: Pick<ResolvedRule, "alarmName">): string {
  return `${alarmName}-failed-invocations`;
}

/** Name of the alarm for messages that wait in the dead-letter queue. */
export function messagesAlarm({ name }: ResolvedQueue): string {
  return `${name}-messages`;
}

export function resolveAlarms(report: Report, alarms: AlarmSettings | undefined): AlarmSettings | undefined {
  const topicArn = alarms?.topicArn;
  if (topicArn !== undefined && !TOKEN.test(topicArn) && !new RegExp(TOPIC_ARN_PATTERN).test(topicArn))
    report(
      "alarms.topicArn",
      `must be the ARN of a standard Amazon SNS topic, such as arn:aws:sns:ap-northeast-1:123456789012:on-call, got ${JSON.stringify(topicArn)}: change it, or omit it to give it to Terraform.`,
    );
  return alarms;
}
