import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { ResolvedStorm } from "../settings/alert-rules";

/**
 * The alarm that counts what a rule matches. The metric has no data point if nothing matched, so missing data is not
 * breaching. The alarm has no action: its changes are events.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class StormAlarm extends Construct {
  constructor(scope: Construct, id: string, { address, alarmName, ruleName, events, minutes }: ResolvedStorm) {
    super(scope, id);
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName,
      alarmDescription: `The rule ${ruleName} matched ${events} events or more within ${minutes} minutes.`,
      namespace: "AWS/Events",
      metricName: "MatchedEvents",
      dimensions: { RuleName: ruleName },
      statistic: "Sum",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: events,
      period: minutes * 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
    }).overrideLogicalId(address);
  }
}
