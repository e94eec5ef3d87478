import { type Precondition, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { MAIN } from "../settings/naming";
import { webhookVariable } from "../settings/webhooks";

/**
 * Slack's incoming webhooks, also those of GovSlack. The webhooks of Workflow Builder accept only flat variables that the
 * workflow declares, and ignore or refuse a message.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
const PATTERN = "^https://hooks[.]slack(-gov)?[.]com/services(/[A-Za-z0-9_-]+){3}$";
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const MAX_LENGTH = 2048;

/** The URL of a Slack incoming webhook, and what a resource that uses it must check first. */
export interface WebhookUrl {
  readonly value: string;
  readonly precondition: Precondition;
}

/**
 * The variable for a webhook's URL. Its validation refuses only what cannot hold a secret; the rest is a precondition:
 * Terraform prints a value that a variable's validation refuses, even of a sensitive variable, but redacts it in a
 * precondition.
 * @param key the webhook's key in the settings
 */
export function webhookUrlVariable(scope: Construct, key: string): WebhookUrl {
  const name = webhookVariable(key);
  const errorMessage = `${name} must be the full URL of a Slack incoming webhook, such as https://hooks.slack.com/services/T.../B.../... (or hooks.slack-gov.com). Find it at https://api.slack.com/apps under your app's Incoming Webhooks. The webhooks of Workflow Builder (/workflows/ and /triggers/) do not work: they accept only variables of their workflow, not a message.`;
  const variable = new TerraformVariable(scope, name, {
    type: "string",
    description: `URL of the Slack incoming webhook${key === MAIN ? "" : ` '${key}'`} that alerts are posted to. A secret: who has it can post to the channel.`,
    sensitive: true,
    nullable: false,
    validation: [{ condition: `\${trimspace(var.${name}) != ""}`, errorMessage }],
  });
  return {
    value: variable.stringValue,
    precondition: {
      condition: `\${length(var.${name}) <= ${MAX_LENGTH} && can(regex("${PATTERN}", var.${name}))}`,
      errorMessage,
    },
  };
}
