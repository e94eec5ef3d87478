import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { InputTransformer } from "../eventbridge/input-transformer";
import type { JsonObject } from "../eventbridge/json";
import type { RetryPolicy } from "../settings/alerts";
import { jsonDocument, literal, STRING_WITH_TOKEN, TOKEN } from "../terraform/text";
import type { Cluster } from "./cluster";

export interface TaskAlertProps {
  /** Name of the rule and of the target in Terraform addresses. */
  readonly key: string;
  /** Name of the EventBridge rule. */
  readonly ruleName: string;
  /** Which events the alert is for. */
  readonly eventPattern: JsonObject;
  /** The cluster in the pattern, whose ARN the variable's validation keeps free of quotes. */
  readonly cluster: Cluster;
  /** What is posted for them. */
  readonly message: InputTransformer;
  /** ARN of the API destination that posts to Slack. */
  readonly destinationArn: string;
  /** ARN of the role that EventBridge assumes to invoke the destination. */
  readonly roleArn: string;
  /** What gives the role its permission: without it, EventBridge is denied. */
  readonly permission: ITerraformDependable;
  /** @default - EventBridge's: 185 retries within 24 hours */
  readonly retryPolicy?: RetryPolicy | undefined;
  /** ARN of the queue that keeps undelivered messages. @default - they are lost */
  readonly deadLetterQueueArn?: string | undefined;
}

/** An EventBridge rule and its target. */
export class TaskAlert extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: TaskAlertProps) {
    super(scope, id);

    this.rule = new CloudwatchEventRule(this, "rule", {
      name: props.ruleName,
      eventPattern: patternDocument(props.eventPattern, props.cluster),
    });
    this.rule.overrideLogicalId(props.key);

    const target = new CloudwatchEventTarget(this, "target", {
      rule: this.rule.name,
      arn: props.destinationArn,
      roleArn: props.roleArn,
      dependsOn: [props.permission],
      inputTransformer: {
        inputPaths: { ...props.message.inputPaths },
        inputTemplate: literal(props.message.inputTemplate),
      },
      ...(props.retryPolicy && { retryPolicy: props.retryPolicy }),
      ...(props.deadLetterQueueArn && { deadLetterConfig: { arn: props.deadLetterQueueArn } }),
    });
    target.overrideLogicalId(props.key);
  }
}

/** Values that only Terraform knows may hold quotes and backslashes, so Terraform writes them as JSON. */
function patternDocument(pattern: JsonObject, cluster: Cluster): string {
  return jsonDocument(pattern).replace(STRING_WITH_TOKEN, (string) =>
    TOKEN.test(cluster.withoutParts(string)) ? Fn.jsonencode(string.slice(1, -1)) : string,
  );
}
