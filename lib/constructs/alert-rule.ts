import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { ResolvedRule } from "../settings/alerts";
import { jsonText, literal, STRING_WITH_TOKEN } from "../terraform/text";
import type { Cluster } from "./cluster";
import { destinationArn, type SlackDelivery } from "./delivery";

interface AlertRuleProps {
  readonly rule: ResolvedRule;
  readonly cluster: Cluster;
  readonly slack: SlackDelivery;
  /** ARN of the queue that keeps undelivered messages; undefined if they are lost. */
  readonly queueArn: string | undefined;
}

/** An EventBridge rule and its target, or a rule alone if it only counts. */
export class AlertRule extends Construct {
  constructor(scope: Construct, id: string, { rule, cluster, slack, queueArn }: AlertRuleProps) {
    super(scope, id);
    const { name, address, pattern, delivery } = rule;

    // Values that only Terraform knows may hold quotes and backslashes, so Terraform writes them as JSON.
    const document = literal(jsonText(pattern)).replace(STRING_WITH_TOKEN, (text) => Fn.jsonencode(text.slice(1, -1)));
    const eventRule = new CloudwatchEventRule(this, "rule", { name, eventPattern: cluster.fill(document) });
    eventRule.overrideLogicalId(address);
    if (!delivery) return;

    const { message, webhook, retryPolicy } = delivery;
    const inputTemplate = cluster.fill(literal(message.inputTemplate));
    const config = {
      rule: eventRule.name,
      arn: destinationArn(webhook),
      roleArn: slack.roleArn,
      dependsOn: [slack.permission],
      inputTransformer: { inputPaths: { ...message.inputPaths }, inputTemplate },
      ...(retryPolicy && { retryPolicy }),
      ...(queueArn && { deadLetterConfig: { arn: queueArn } }),
    };
    const target = withoutStackTraces(() => new CloudwatchEventTarget(this, "target", config));
    target.overrideLogicalId(address);
  }
}

/** For each attribute of a target, cdktf takes a stack trace that nothing uses, which took a fifth of the synthesis. */
function withoutStackTraces<T>(make: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return make();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
