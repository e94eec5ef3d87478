import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ruleArn } from "./aws/arns";
import { DeadLetterQueue } from "./constructs/dead-letter-queue";
import { DeliveryAlarms } from "./constructs/delivery-alarms";
import { SlackDelivery } from "./constructs/slack-delivery";
import { TaskAlert } from "./constructs/task-alert";
import {
  alarmTopicArnVariable,
  arnPart,
  ClusterArnParts,
  clusterArnVariable,
  slackWebhookUrlVariable,
} from "./constructs/variables";
import { messageContext } from "./message/context";
import { messageTransformer } from "./message/slack-message";
import { InvalidSettings } from "./problems/invalid-settings";
import { resolveSettings, type StackSettings } from "./settings/stack-settings";
import { settingsProblems } from "./settings/stack-settings-problems";
import { taskStopsPattern } from "./stops/task-stops";
import { literal } from "./terraform/text";

/**
 * CDKTF ships no bindings newer than those of 6.25.0, while AWS ships newer providers: any 6.x from there on does.
 */
const PROVIDER_VERSION = "~> 6.25";

/** Settings of the stack. Without any it is the original: one alert for every stop, posted to one webhook. */
export interface EcsTaskAlertStackProps extends StackSettings {}

/**
 * Tells Slack when tasks of an Amazon ECS cluster stop. Terraform asks for the cluster's ARN (`cluster_arn`) and for
 * the URL of each Slack incoming webhook (`slack_webhook_url` for the webhook `main`).
 */
export class EcsTaskAlertStack extends TerraformStack {
  /** @throws InvalidSettings with every problem of the settings */
  constructor(app: Construct, id: string, props: EcsTaskAlertStackProps = {}) {
    super(app, id);

    const problems = settingsProblems(props);
    if (problems.length > 0) throw new InvalidSettings(id, problems);
    const settings = resolveSettings(props);

    const cluster = new ClusterArnParts(this, "cluster", clusterArnVariable(this).stringValue);
    const tags = Object.entries(props.tags ?? {}).map(([key, value]) => [literal(key), literal(value)]);
    new AwsProvider(this, "aws", {
      region: arnPart(cluster.arn, 3),
      ...(tags.length > 0 && { defaultTags: [{ tags: Object.fromEntries(tags) }] }),
    });
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSION);

    const slack = new SlackDelivery(this, "slack", {
      connectionName: settings.connectionName,
      roleName: settings.roleName,
      policyName: settings.policyName,
      path: props.role?.path,
      permissionsBoundary: props.role?.permissionsBoundary,
      trusted: props.role?.confineToAccount
        ? {
            account: cluster.account,
            ruleArns: settings.alerts.map(({ ruleName }) => ruleArn(cluster, ruleName)),
          }
        : undefined,
      destinations: settings.webhooks.map((webhook) => ({
        ...webhook,
        url: slackWebhookUrlVariable(this, webhook.key),
      })),
    });
    const queue =
      settings.deadLetterQueueName === undefined
        ? undefined
        : new DeadLetterQueue(this, "dead-letter-queue", { name: settings.deadLetterQueueName });

    const scope = new Construct(this, "alerts");
    const alerts = settings.alerts.map((alert) => {
      const eventPattern = taskStopsPattern(alert.stops, cluster.arn);
      return new TaskAlert(scope, `alert-${alert.key}`, {
        key: alert.key,
        ruleName: alert.ruleName,
        eventPattern,
        message: messageTransformer(alert.message, messageContext(alert.stops, eventPattern, cluster)),
        destinationArn: slack.destinationArn(alert.webhook),
        roleArn: slack.roleArn,
        retryPolicy: alert.retryPolicy,
        deadLetterQueueArn: queue?.arn,
      });
    });
    queue?.allowRules(alerts.map(({ rule }) => rule.arn));

    if (props.alarms)
      new DeliveryAlarms(this, "alarms", {
        topicArn: props.alarms.topicArn ?? alarmTopicArnVariable(this).stringValue,
        topicSource: props.alarms.topicArn === undefined ? "alarm_topic_arn" : "'alarms.topicArn'",
        region: cluster.region,
        rules: settings.alerts.map(({ key, ruleName }) => ({ key, name: ruleName })),
        queueName: settings.deadLetterQueueName,
      });
  }

  /** The state stays beside the output folder, by a path that is the same on every machine, unless `main.ts` has a backend. */
  override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find(TerraformBackend.isBackend);
    return own ?? new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
  }
}
