import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Op, type Precondition } from "cdktf";
import { Construct } from "constructs";
import { literal } from "../terraform/text";
import { arnPart } from "./variables";

const PERIOD_SECONDS = 300;

export interface DeliveryAlarmsProps {
  /** ARN of the SNS topic that is told, in the alarms' Region. */
  readonly topicArn: string;
  /** What the topic's ARN is taken from, a variable or a setting, for the words of a refusal. */
  readonly topicSource: string;
  /** Region of the alarms. */
  readonly region: string;
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
    const topicArn = literal(props.topicArn);
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
        alarmActions: [topicArn],
        ...config,
      }).overrideLogicalId(logicalId);
    };

    props.rules.forEach(({ key, name }, index) => {
      alarm(`failed_invocations_${key}`, {
        alarmName: `${name}-failed-invocations`,
        alarmDescription: `EventBridge gave up delivering alerts of the rule ${name} to Slack.`,
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimensions: { RuleName: name },
        statistic: "Sum",
        // One alarm's is enough to fail the plan.
        ...(index === 0 && { lifecycle: { precondition: [inRegion(topicArn, props)] } }),
      });
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

/** CloudWatch tells topics of its own Region alone, and AWS would say so only when it makes the alarms. */
function inRegion(topicArn: string, { topicSource, region }: DeliveryAlarmsProps): Precondition {
  return {
    condition: Op.eq(arnPart(topicArn, 3), region),
    errorMessage: `${topicSource} must be the ARN of an Amazon SNS topic in the cluster's Region, ${region}, since alarms tell no other: give it one of that Region.`,
  };
}
