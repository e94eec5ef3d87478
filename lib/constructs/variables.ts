import { Fn, type Precondition, TerraformLocal, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import {
  CLUSTER_ARN_MAX_LENGTH,
  CLUSTER_ARN_PATTERN,
  type ClusterArn,
  CONSOLE_HOSTS,
  TOPIC_ARN_PATTERN,
} from "../aws/arns";
import { webhookVariableName } from "../aws/names";

/**
 * Slack's incoming webhooks, also those of GovSlack and of Workflow Builder; 2,048 characters are the most that an
 * endpoint of EventBridge may have.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html
 */
const WEBHOOK_URL_PATTERN =
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

/** What the cluster's ARN says, as local values of Terraform. Each is made when it is first asked for. */
export class ClusterArnParts extends Construct implements ClusterArn {
  readonly arn: string;
  private readonly locals = new Map<string, string>();

  constructor(scope: Construct, id: string, arn: string) {
    super(scope, id);
    this.arn = arn;
  }

  get partition(): string {
    return this.local("partition", () => arnPart(this.arn, 1));
  }

  get region(): string {
    return this.local("region", () => arnPart(this.arn, 3));
  }

  get account(): string {
    return this.local("account", () => arnPart(this.arn, 4));
  }

  get clusterName(): string {
    return this.local("cluster_name", () => Fn.element(Fn.split("/", this.arn), 1));
  }

  get consoleHost(): string {
    return this.local("console_host", () => Fn.lookup(CONSOLE_HOSTS, this.partition, CONSOLE_HOSTS.aws));
  }

  private local(name: string, expression: () => string): string {
    const made = this.locals.get(name);
    if (made !== undefined) return made;
    const local = new TerraformLocal(this, name, expression());
    local.overrideLogicalId(name);
    const text = local.asString;
    this.locals.set(name, text);
    return text;
  }
}

/** One of the parts between the colons of an ARN, as a Terraform expression. */
export function arnPart(arn: string, index: number): string {
  return Fn.element(Fn.split(":", arn), index);
}

/** The URL of a Slack incoming webhook, and what a resource that takes it must check first. */
export interface WebhookUrl {
  readonly value: string;
  readonly precondition: Precondition;
}

/**
 * The variable for the URL of a webhook. `key` is the webhook's key in the stack's settings; `main` has the plain name.
 * The variable itself refuses only what cannot hold a secret, and the rest is a precondition: Terraform prints the value
 * that a variable's validation refuses, also of a sensitive variable, while in a precondition it redacts it.
 */
export function slackWebhookUrlVariable(scope: Construct, key: string): WebhookUrl {
  const name = webhookVariableName(key);
  const errorMessage = `${name} must be the full URL of a Slack incoming webhook, such as https://hooks.slack.com/services/T.../B.../... (or hooks.slack-gov.com). Find it at https://api.slack.com/apps under your app's Incoming Webhooks.`;
  const variable = new TerraformVariable(scope, name, {
    type: "string",
    description: `URL of the Slack incoming webhook${key === "main" ? "" : ` '${key}'`} that alerts are posted to. A secret: who has it can post to the channel.`,
    sensitive: true,
    nullable: false,
    validation: [{ condition: `\${trimspace(var.${name}) != ""}`, errorMessage }],
  });
  return {
    value: variable.stringValue,
    precondition: {
      condition: `\${length(var.${name}) <= ${WEBHOOK_URL_MAX_LENGTH} && can(regex("${WEBHOOK_URL_PATTERN}", var.${name}))}`,
      errorMessage,
    },
  };
}

/** The ARN of the SNS topic that is told when alerts do not arrive. */
export function alarmTopicArnVariable(scope: Construct): TerraformVariable {
  return new TerraformVariable(scope, "alarm_topic_arn", {
    type: "string",
    description:
      "ARN of the Amazon SNS topic, in the Region of the cluster, that is told when alerts do not arrive. It must not lead to the same Slack webhook.",
    nullable: false,
    validation: [
      {
        condition: `\${can(regex("${TOPIC_ARN_PATTERN}", var.alarm_topic_arn))}`,
        errorMessage:
          "alarm_topic_arn must be the ARN of a standard Amazon SNS topic, such as arn:aws:sns:ap-northeast-1:123456789012:on-call. Find it in the Amazon SNS console, or with: aws sns list-topics.",
      },
    ],
  });
}
