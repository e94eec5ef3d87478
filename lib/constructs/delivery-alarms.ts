import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Op, type Precondition, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { TOPIC_ARN_PATTERN } from "../aws/arns";
import { failedInvocationsAlarm, messagesAlarm } from "../settings/alarms";
import type { ResolvedRule } from "../settings/alert-rules";
import type { ResolvedQueue } from "../settings/dead-letter-queue";
import { literal } from "../terraform/text";
import { arnPart } from "./cluster";

const PERIOD_SECONDS = 300;

export interface DeliveryAlarmsProps {
  /** ARN of the SNS topic to notify; undefined for a variable. */
  readonly topicArn: string | undefined;
  /** Region of the alarms. */
  readonly region: string;
  readonly rules: readonly ResolvedRule[];
  /** The dead-letter queue, if there is one. */
  readonly queue: ResolvedQueue | undefined;
}

/**
 * Alarms for undelivered alerts. Their metrics are published only when non-zero, so missing data is not breaching.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, { topicArn, region, rules, queue }: DeliveryAlarmsProps) {
    super(scope, id);
    const source = topicArn === undefined ? "alarm_topic_arn" : "'alarms.topicArn'";
    const topic = literal(topicArn ?? topicArnVariable(scope).stringValue);
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
        alarmActions: [topic],
        ...config,
      }).overrideLogicalId(logicalId);
    };

    rules.forEach(({ address, alarmName, name }, index) => {
      alarm(`failed_invocations_${address}`, {
        alarmName: failedInvocationsAlarm({ alarmName }),
        alarmDescription: `EventBridge gave up delivering alerts of the rule ${name} to Slack.`,
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimensions: { RuleName: name },
        statistic: "Sum",
        // One alarm is enough to fail the plan.
        ...(index === 0 && { lifecycle: { precondition: [sameRegion(topic, source, region)] } }),
      });
    });
    if (queue)
      alarm("dead_letter_messages", {
        alarmName: messagesAlarm(queue),
        alarmDescription: `Alerts that could not be delivered wait in the queue ${queue.name}.`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: queue.name },
        statistic: "Maximum",
      });
  }
}

function topicArnVariable(scope: Construct): TerraformVariable {
  return new TerraformVariable(scope, "alarm_topic_arn", {
    type: "string",
    description:
      "ARN of the Amazon SNS topic, in the Region of the cluster, that is notified if alerts do not arrive. It must not lead to the same Slack webhook.",
    nullable: false,
    validation: [
      {
        condition: `\${can(regex("${TOPIC_ARN_PATTERN}", var.alarm_topic_arn))}`,
        errorMessage:
          "alarm_topic_arn must be the ARN of a standard Amazon SNS topic, such as arn:aws:sns:ap-northeast-1:123456789012:on-call. Find it in the Amazon SNS console, or with: aws sns list-topics.",
      },
    ],
  });
}

/** CloudWatch notifies only topics of its own Region, and AWS would say so only when it creates the alarms. */
function sameRegion(topicArn: string, source: string, region: string): Precondition {
  return {
    condition: Op.eq(arnPart(topicArn, 3), region),
    errorMessage: `${source} must be the ARN of an Amazon SNS topic in the cluster's Region, ${region}, since alarms notify no other: choose one in that Region.`,
  };
}
