import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { InputTransformer } from "./eventbridge/input-transformer";
import type { JsonObject } from "./eventbridge/json";
import { jsonDocument, literal } from "./terraform-text";

export interface TaskAlertProps {
  /** Name of the EventBridge rule. */
  readonly ruleName: string;
  /** Which events the alert is for. */
  readonly eventPattern: JsonObject;
  /** What is posted for them. */
  readonly message: InputTransformer;
  /** ARN of the API destination that posts to Slack. */
  readonly destinationArn: string;
  /** ARN of the role with which EventBridge calls the destination. */
  readonly roleArn: string;
}

/** One alert: an EventBridge rule and its target. Its id is the name of both in Terraform's addresses. */
export class TaskAlert extends Construct {
  readonly rule: CloudwatchEventRule;

  constructor(scope: Construct, id: string, props: TaskAlertProps) {
    super(scope, id);

    this.rule = new CloudwatchEventRule(this, "rule", {
      name: props.ruleName,
      eventPattern: jsonDocument(props.eventPattern),
    });
    this.rule.overrideLogicalId(id);

    const target = new CloudwatchEventTarget(this, "target", {
      rule: this.rule.name,
      arn: props.destinationArn,
      roleArn: props.roleArn,
      inputTransformer: {
        inputPaths: { ...props.message.inputPaths },
        inputTemplate: literal(props.message.inputTemplate),
      },
    });
    target.overrideLogicalId(id);
  }
}
