import { CloudwatchEventApiDestination } from "@cdktf/provider-aws/lib/cloudwatch-event-api-destination";
import { CloudwatchEventConnection } from "@cdktf/provider-aws/lib/cloudwatch-event-connection";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

/** The seven resources without anything else, for comparison. */
class MyStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AwsProvider(this, "aws", { region: "ap-northeast-1" });
    const cluster = new TerraformVariable(this, "cluster_arn", { type: "string" });
    const url = new TerraformVariable(this, "slack_webhook_url", { type: "string", sensitive: true });

    const connection = new CloudwatchEventConnection(this, "connection", {
      name: "demo-connection",
      authorizationType: "API_KEY",
      authParameters: { apiKey: { key: "Authorization", value: "dummy" } },
    });
    const destination = new CloudwatchEventApiDestination(this, "destination", {
      name: "demo-api",
      connectionArn: connection.arn,
      invocationEndpoint: url.stringValue,
      invocationRateLimitPerSecond: 10,
      httpMethod: "POST",
    });
    const role = new IamRole(this, "role", {
      name: "demo-eventbridge-role",
      assumeRolePolicy: policy("sts:AssumeRole", { Principal: { Service: "events.amazonaws.com" } }),
    });
    const invoke = new IamPolicy(this, "policy", {
      name: "demo-eventbridge-policy",
      policy: policy("events:InvokeApiDestination", { Resource: destination.arn }),
    });
    new IamRolePolicyAttachment(this, "attachment", { role: role.name, policyArn: invoke.arn });

    const rule = new CloudwatchEventRule(this, "rule", {
      name: "demo-ecs-alert",
      eventPattern: JSON.stringify({
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: { clusterArn: [cluster.stringValue], lastStatus: ["STOPPED"] },
      }),
    });
    new CloudwatchEventTarget(this, "target", {
      rule: rule.name,
      arn: destination.arn,
      roleArn: role.arn,
      inputTransformer: {
        inputPaths: { group: "$.detail.group", stoppedReason: "$.detail.stoppedReason" },
        inputTemplate: '{"text": "`<group>` stopped: <stoppedReason>"}',
      },
    });
  }
}

function policy(action: string, rest: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Action: action, Effect: "Allow", ...rest }] });
}

const app = new App();
new MyStack(app, "ecs-task-alert");
app.synth();
