import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Op, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { TOPIC_ARN, TOPIC_ARN_PATTERN } from "../aws/arns";
import { count } from "../problems/problem";
import type { ResolvedStorm } from "../settings/alerts";
import type { ResolvedSettings } from "../settings/stack-settings";
import { literal } from "../terraform/text";
import { arnPart } from "./cluster";

/** A metric that is published only when it is not zero, so missing data is not breaching. */
const DEFAULTS = {
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  evaluationPeriods: 1,
  period: 300,
  statistic: "Sum",
  treatMissingData: "notBreaching",
};

/** The alarm that counts what a rule matches. It has no action: its changes are events. */
export class StormAlarm extends Construct {
  constructor(scope: Construct, id: string, { address, alarmName, ruleName, events, minutes }: ResolvedStorm) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, "alarm", {
      ...DEFAULTS,
      alarmName,
      alarmDescription: `The rule ${ruleName} matched ${events} events or more within ${count(minutes, "minute")}.`,
      namespace: "AWS/Events",
      metricName: "MatchedEvents",
      dimensions: { RuleName: ruleName },
      threshold: events,
      period: minutes * 60,
    }).overrideLogicalId(address);
  }
}

interface DeliveryAlarmsProps extends Pick<ResolvedSettings, "rules" | "deadLetterQueue" | "alarms"> {
  /** Region of the alarms. */
  readonly region: string;
}

/** Alarms for undelivered alerts. */
export class DeliveryAlarms extends Construct {
  constructor(scope: Construct, id: string, { rules, deadLetterQueue, alarms, region }: DeliveryAlarmsProps) {
    super(scope, id);
    const topicArn = alarms?.topicArn;
    const source = topicArn === undefined ? "alarm_topic_arn" : "'alarms.topicArn'";
    const topic = literal(topicArn ?? topicArnVariable(scope).stringValue);
    // CloudWatch notifies only topics of its own Region, and AWS would say so only when it creates the alarms.
    const sameRegion = {
      condition: Op.eq(arnPart(topic, 3), region),
      errorMessage: `${source} must be the ARN of an Amazon SNS topic in the cluster's Region, ${region}, since alarms notify no other: choose one in that Region.`,
    };
    const delivering = rules.flatMap(({ delivery, ...rule }) => (delivery ? { ...rule, ...delivery } : []));
    for (const [index, { address, name, alarmName }] of delivering.entries()) {
      const id = `failed_invocations_${address}`;
      new CloudwatchMetricAlarm(this, id, {
        ...DEFAULTS,
        alarmName,
        alarmDescription: `EventBridge gave up delivering alerts of the rule ${name} to Slack.`,
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimensions: { RuleName: name },
        alarmActions: [topic],
        // One alarm is enough to fail the plan.
        ...(index === 0 && { lifecycle: { precondition: [sameRegion] } }),
      }).overrideLogicalId(id);
    }
    if (deadLetterQueue)
      new CloudwatchMetricAlarm(this, "dead_letter_messages", {
        ...DEFAULTS,
        alarmName: deadLetterQueue.alarmName,
        alarmDescription: `Alerts that could not be delivered wait in the queue ${deadLetterQueue.name}.`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: deadLetterQueue.name },
        statistic: "Maximum",
        alarmActions: [topic],
      }).overrideLogicalId("dead_letter_messages");
  }
}

function topicArnVariable(scope: Construct): TerraformVariable {
  const condition = `\${can(regex("${TOPIC_ARN_PATTERN}", var.alarm_topic_arn))}`;
  const errorMessage = `alarm_topic_arn must be ${TOPIC_ARN}. Find it in the Amazon SNS console, or with: aws sns list-topics.`;
  return new TerraformVariable(scope, "alarm_topic_arn", {
    type: "string",
    description:
      "ARN of the Amazon SNS topic, in the Region of the cluster, that is notified if alerts do not arrive. It must not lead to the same Slack webhook.",
    nullable: false,
    validation: [{ condition, errorMessage }],
  });
}
