import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { JsonObject } from "../eventbridge/json";
import type { ResolvedRule } from "../settings/alert-rules";
import type { RetryPolicy } from "../settings/alerts";
import { jsonDocument, literal, STRING_WITH_TOKEN, TOKEN } from "../terraform/text";
import type { Cluster } from "./cluster";

/** How what a rule matches gets to Slack. */
export interface Delivery {
  /** ARN of the API destination that posts to Slack. */
  readonly destinationArn: string;
  /** ARN of the role that EventBridge assumes to invoke the destination. */
  readonly roleArn: string;
  /** What gives the role its permission: without it, EventBridge is denied. */
  readonly permission: ITerraformDependable;
  /** Undefined for EventBridge's: 185 retries within 24 hours. */
  readonly retryPolicy: RetryPolicy | undefined;
  /** ARN of the queue that keeps undelivered messages; undefined if they are lost. */
  readonly deadLetterQueueArn: string | undefined;
}

export interface AlertRuleProps {
  readonly rule: ResolvedRule;
  /** The cluster in the pattern, whose ARN the variable's validation keeps free of quotes. */
  readonly cluster: Cluster;
  readonly delivery: Delivery;
}

/** An EventBridge rule and its target, or a rule alone if it only counts. */
export class AlertRule extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, { rule, cluster, delivery }: AlertRuleProps) {
    super(scope, id);

    this.rule = new CloudwatchEventRule(this, "rule", {
      name: rule.name,
      eventPattern: patternDocument(rule.pattern(cluster), cluster),
    });
    this.rule.overrideLogicalId(rule.address);
    if (!rule.message) return;

    const { inputPaths, inputTemplate } = rule.message(cluster);
    const { destinationArn, roleArn, permission, retryPolicy, deadLetterQueueArn } = delivery;
    const target = withoutStackTraces(
      () =>
        new CloudwatchEventTarget(this, "target", {
          rule: this.rule.name,
          arn: destinationArn,
          roleArn,
          dependsOn: [permission],
          inputTransformer: { inputPaths: { ...inputPaths }, inputTemplate: literal(inputTemplate) },
          ...(retryPolicy && { retryPolicy }),
          ...(deadLetterQueueArn && { deadLetterConfig: { arn: deadLetterQueueArn } }),
        }),
    );
    target.overrideLogicalId(rule.address);
  }
}

/** Values that only Terraform knows may hold quotes and backslashes, so Terraform writes them as JSON. */
function patternDocument(pattern: JsonObject, cluster: Cluster): string {
  return jsonDocument(pattern).replace(STRING_WITH_TOKEN, (string) =>
    TOKEN.test(cluster.withoutParts(string)) ? Fn.jsonencode(string.slice(1, -1)) : string,
  );
}

/** For each attribute of a target, cdktf takes a stack trace of any depth, for which nobody asks: a fifth of all time. */
function withoutStackTraces<T>(make: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return make();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
