import { CloudwatchEventApiDestination } from "@cdktf/provider-aws/lib/cloudwatch-event-api-destination";
import { CloudwatchEventConnection } from "@cdktf/provider-aws/lib/cloudwatch-event-connection";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { TerraformOutput, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { invokePolicy, queuePolicy } from "../aws/policies";
import type { ResolvedRule } from "../settings/alerts";
import { MAIN } from "../settings/names";
import type { ResolvedSettings } from "../settings/stack-settings";
import { literal } from "../terraform/text";
import type { Cluster } from "./cluster";

/** Terraform then updates the targets before it deletes what they pointed at. Old and new differ in their names. */
const CREATE_FIRST = { createBeforeDestroy: true };
/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, also those of GovSlack */
const WEBHOOK_URL = "^https://hooks[.]slack(-gov)?[.]com/services(/[A-Za-z0-9_-]+){3}$";
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const URL_MAX_LENGTH = 2048;

interface SlackDeliveryProps extends Pick<ResolvedSettings, "connectionName" | "role" | "webhooks"> {
  readonly cluster: Cluster;
}

/** The way from EventBridge to Slack: a connection, an API destination per webhook, and the role that may invoke them. */
export class SlackDelivery extends Construct {
  readonly roleArn: string;
  /** Without it, the role may not invoke the destinations. */
  readonly permission: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, { connectionName, role, cluster, webhooks }: SlackDeliveryProps) {
    super(scope, id);

    const connection = new CloudwatchEventConnection(this, "connection", {
      name: connectionName,
      authorizationType: "API_KEY",
      // An API destination requires a connection, and a connection a credential; Slack's webhooks ignore both.
      authParameters: { apiKey: { key: "Authorization", value: "dummy" } },
      lifecycle: CREATE_FIRST,
    });
    connection.overrideLogicalId("main");

    for (const { key, name, variable, ratePerSecond } of webhooks) {
      const url = webhookUrl(scope, key, variable);
      new CloudwatchEventApiDestination(this, `destination-${key}`, {
        name,
        connectionArn: connection.arn,
        invocationEndpoint: url.value,
        invocationRateLimitPerSecond: ratePerSecond,
        httpMethod: "POST",
        lifecycle: { ...CREATE_FIRST, precondition: [url.precondition] },
      }).overrideLogicalId(key);
    }

    const path = role.path !== undefined && { path: literal(role.path) };
    const iamRole = new IamRole(this, "role", {
      name: role.name,
      assumeRolePolicy: cluster.fill(JSON.stringify(role.trustPolicy)),
      ...path,
      ...(role.permissionsBoundary && { permissionsBoundary: literal(role.permissionsBoundary) }),
    });
    iamRole.overrideLogicalId("eventbridge_role");
    this.roleArn = iamRole.arn;

    const policy = new IamPolicy(this, "policy", {
      name: role.policyName,
      ...path,
      policy: JSON.stringify(invokePolicy(webhooks.map(({ key }) => destinationArn(key)))),
    });
    policy.overrideLogicalId("eventbridge_policy");

    this.permission = new IamRolePolicyAttachment(this, "attachment", { role: iamRole.name, policyArn: policy.arn });
    this.permission.overrideLogicalId("eventbridge_attachment");
  }
}

/** ARN of the API destination that posts to the webhook. */
export function destinationArn(webhook: string): string {
  return `\${aws_cloudwatch_event_api_destination.${webhook}.arn}`;
}

/**
 * The variable for a webhook's URL. Its validation refuses only what cannot hold a secret: Terraform prints what it
 * refuses, even of a sensitive variable. The rest is a precondition, in which Terraform redacts the value.
 */
function webhookUrl(scope: Construct, key: string, name: string) {
  const errorMessage = `${name} must be the full URL of a Slack incoming webhook, such as https://hooks.slack.com/services/T.../B.../... (or hooks.slack-gov.com). Find it at https://api.slack.com/apps under your app's Incoming Webhooks. The webhooks of Workflow Builder (/workflows/ and /triggers/) do not work: they accept only variables of their workflow, not a message.`;
  const variable = new TerraformVariable(scope, name, {
    type: "string",
    description: `URL of the Slack incoming webhook${key === MAIN ? "" : ` '${key}'`} that alerts are posted to. A secret: who has it can post to the channel.`,
    sensitive: true,
    nullable: false,
    validation: [{ condition: `\${trimspace(var.${name}) != ""}`, errorMessage }],
  });
  const condition = `\${length(var.${name}) <= ${URL_MAX_LENGTH} && can(regex("${WEBHOOK_URL}", var.${name}))}`;
  return { value: variable.stringValue, precondition: { condition, errorMessage } };
}

/** Keeps what rules could not deliver. EventBridge may not use SQS's AWS-managed key, so SSE-SQS encrypts it. */
export class DeadLetterQueue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, name: string, rules: readonly ResolvedRule[]) {
    super(scope, id);

    const queue = new SqsQueue(this, "queue", {
      name,
      // The longest that Amazon SQS keeps a message: 14 days.
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      lifecycle: CREATE_FIRST,
    });
    queue.overrideLogicalId("dead_letter");
    this.arn = queue.arn;

    // The rules are made later, since their targets name the queue.
    const delivering = rules.filter(({ delivery }) => delivery);
    const ruleArns = delivering.map(({ address }) => `\${aws_cloudwatch_event_rule.${address}.arn}`);
    const policy = JSON.stringify(queuePolicy(queue.arn, ruleArns));
    new SqsQueuePolicy(this, "policy", { queueUrl: queue.url, policy }).overrideLogicalId("dead_letter");

    const description = "URL of the queue that keeps alerts that could not be delivered.";
    new TerraformOutput(this, "url", { value: queue.url, description }).overrideLogicalId("dead_letter_queue_url");
  }
}
