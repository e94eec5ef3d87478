import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ruleArn } from "./aws/arns";
import { arnPart, Cluster } from "./constructs/cluster";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { DeliveryAlarms } from "./constructs/delivery-alarms";
import { SlackDelivery } from "./constructs/slack-delivery";
import { TaskAlert } from "./constructs/task-alert";
import { requiredFields } from "./eventbridge/required-fields";
import { messageContext } from "./message/context";
import { messageTransformer } from "./message/slack-message";
import { resolveSettings, type StackSettings } from "./settings/stack-settings";
import type { Tags } from "./settings/tags";
import { taskStopsPattern } from "./stops/task-stops";
import { literal } from "./terraform/text";

/** CDKTF ships no bindings newer than those of 6.25.0. AWS's newer 6.x providers work with them too. */
const PROVIDER_VERSION = "~> 6.25";

/**
 * Alerts Slack when tasks of an Amazon ECS cluster stop. Terraform asks for the cluster's ARN (`cluster_arn`) and for the
 * URL of each Slack incoming webhook (`slack_webhook_url` for the webhook `main`).
 */
export class EcsTaskAlertStack extends TerraformStack {
  /** @throws InvalidSettings with every problem of the settings */
  constructor(app: Construct, id: string, settings: StackSettings = {}) {
    super(app, id);
    const { alerts, webhooks, connectionName, role, deadLetterQueue, alarms, tags } = resolveSettings(id, settings);

    const cluster = new Cluster(this, "cluster");
    new AwsProvider(this, "aws", { region: arnPart(cluster.arn, 3), ...defaultTags(tags) });
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSION);

    const slack = new SlackDelivery(this, "slack", {
      connectionName,
      role,
      trusted: role.confineToAccount
        ? { account: cluster.account, ruleArns: alerts.map(({ ruleName }) => ruleArn(cluster, ruleName)) }
        : undefined,
      webhooks,
    });
    const queue = deadLetterQueue && new DeadLetterQueue(this, "dead-letter-queue", deadLetterQueue);

    const scope = new Construct(this, "alerts");
    const rules = alerts.map(({ key, ruleName, stops, message, webhook, retryPolicy }) => {
      const eventPattern = taskStopsPattern(stops, cluster.arn);
      const { rule } = new TaskAlert(scope, `alert-${key}`, {
        key,
        ruleName,
        eventPattern,
        message: messageTransformer(message, messageContext(stops, requiredFields(eventPattern), cluster)),
        destinationArn: slack.destinationArn(webhook),
        roleArn: slack.roleArn,
        retryPolicy,
        deadLetterQueueArn: queue?.arn,
      });
      return rule;
    });
    queue?.allowRules(rules.map(({ arn }) => arn));

    if (alarms)
      new DeliveryAlarms(this, "alarms", {
        topicArn: alarms.topicArn,
        region: cluster.region,
        alerts,
        queueName: deadLetterQueue?.name,
      });
  }

  /** Keeps the state beside the output folder, by a path that is the same on every machine, unless the app adds a backend. */
  override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find(TerraformBackend.isBackend);
    return own ?? new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
  }
}

function defaultTags(tags: Tags) {
  const entries = Object.entries(tags).map(([key, value]) => [literal(key), literal(value)]);
  return entries.length > 0 && { defaultTags: [{ tags: Object.fromEntries(entries) }] };
}
