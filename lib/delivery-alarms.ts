import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { literal } from "./terraform-text";

const PERIOD_SECONDS = 300;

export interface DeliveryAlarmsProps {
  /** ARN of the SNS topic that is told. */
  readonly topicArn: string;
  /** The rules by the key of their alert, with their names. */
  readonly rules: readonly { readonly key: string; readonly name: string }[];
  /** Name of the dead-letter queue, where there is one. */
  readonly queueName: string | undefined;
}

/**
 * Alarms that say that alerts do not arrive. The metrics are sent only when they are not zero, so missing data is well.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryAlarmsProps) {
    super(scope, id);
    const alarm = (
      logicalId: string,
      config: Partial<CloudwatchMetricAlarmConfig> & { readonly alarmName: string },
    ) => {
      new CloudwatchMetricAlarm(this, logicalId, {
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        threshold: 1,
        evaluationPeriods: 1,
        period: PERIOD_SECONDS,
        treatMissingData: "notBreaching",
        alarmActions: [literal(props.topicArn)],
        ...config,
      }).overrideLogicalId(logicalId);
    };

    for (const { key, name } of props.rules)
      alarm(`failed_invocations_${key}`, {
        alarmName: `${name}-failed-invocations`,
        alarmDescription: `EventBridge gave up delivering alerts of the rule ${name} to Slack.`,
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimensions: { RuleName: name },
        statistic: "Sum",
      });
    if (props.queueName !== undefined)
      alarm("dead_letter_messages", {
        alarmName: `${props.queueName}-messages`,
        alarmDescription: `Alerts that could not be delivered wait in the queue ${props.queueName}.`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: props.queueName },
        statistic: "Maximum",
      });
  }
}
