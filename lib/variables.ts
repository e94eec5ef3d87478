import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { CLUSTER_ARN_MAX_LENGTH, CLUSTER_ARN_PATTERN } from "./cluster-arn";

/**
 * Slack's incoming webhooks, also those of GovSlack and of Workflow Builder; 2,048 characters are the most that an
 * endpoint of EventBridge may have.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html
 */
export const WEBHOOK_URL_PATTERN =
  "^https://hooks[.]slack(-gov)?[.]com/(services(/[A-Za-z0-9_-]+){3}|(workflows|triggers)(/[A-Za-z0-9_-]+){2,})$";
const WEBHOOK_URL_MAX_LENGTH = 2048;

/** The ARN of the Amazon ECS cluster whose tasks are watched; its account and Region are where the stack is deployed. */
export function clusterArnVariable(scope: Construct): TerraformVariable {
  return new TerraformVariable(scope, "cluster_arn", {
    type: "string",
    description: "ARN of the Amazon ECS cluster whose stopped tasks are told of, in the Region where it runs.",
    nullable: false,
    validation: [
      {
        condition: `\${length(var.cluster_arn) <= ${CLUSTER_ARN_MAX_LENGTH} && can(regex("${CLUSTER_ARN_PATTERN}", var.cluster_arn))}`,
        errorMessage:
          "cluster_arn must be the full ARN of an Amazon ECS cluster, such as arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo. Find it on the cluster's page in the Amazon ECS console, or with: aws ecs list-clusters.",
      },
    ],
  });
}

/** The URL of a Slack incoming webhook. `key` is the webhook's key in the stack's settings; `main` has the plain name. */
export function slackWebhookUrlVariable(scope: Construct, key: string): TerraformVariable {
  const name = webhookVariableName(key);
  return new TerraformVariable(scope, name, {
    type: "string",
    description: `URL of the Slack incoming webhook${key === "main" ? "" : ` '${key}'`} that alerts are posted to. A secret: who has it can post to the channel.`,
    sensitive: true,
    nullable: false,
    validation: [
      {
        condition: `\${length(var.${name}) <= ${WEBHOOK_URL_MAX_LENGTH} && can(regex("${WEBHOOK_URL_PATTERN}", var.${name}))}`,
        errorMessage: `${name} must be the full URL of a Slack incoming webhook, such as https://hooks.slack.com/services/T.../B.../... (or hooks.slack-gov.com). Find it at https://api.slack.com/apps under your app's Incoming Webhooks.`,
      },
    ],
  });
}

/** A hyphen cannot stand in the name of an environment variable (`TF_VAR_…`), so it becomes an underscore. */
export function webhookVariableName(key: string): string {
  return key === "main" ? "slack_webhook_url" : `${key.replaceAll("-", "_")}_slack_webhook_url`;
}
