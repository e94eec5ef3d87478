import { TOPIC_ARN_PATTERN } from "../aws/arns";
import type { Report } from "../problems/problem";
import { TOKEN } from "../terraform/text";

/** CloudWatch alarms for undelivered alerts. They must not end in the Slack webhook that does not answer. */
export interface AlarmSettings {
  /**
   * ARN of the SNS topic that the alarms notify: a standard topic in the cluster's Region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - Terraform asks for it as the variable `alarm_topic_arn`
   */
  readonly topicArn?: string;
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
