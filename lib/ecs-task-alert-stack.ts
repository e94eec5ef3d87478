import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, TerraformBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { messageContext } from "./alert-message";
import { clusterArnParts } from "./cluster-arn";
import { InvalidSettings } from "./invalid-settings";
import { messageTransformer } from "./message/slack-message";
import { SlackDelivery } from "./slack-delivery";
import { resolveSettings, type StackSettings, settingsProblems } from "./stack-settings";
import { TaskAlert } from "./task-alert";
import { taskStopsPattern } from "./task-stops";
import { clusterArnVariable, slackWebhookUrlVariable } from "./variables";

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
  constructor(scope: Construct, id: string, props: EcsTaskAlertStackProps = {}) {
    super(scope, id);

    const problems = settingsProblems(props);
    if (problems.length > 0) throw new InvalidSettings(id, problems);
    const settings = resolveSettings(props);

    const cluster = clusterArnParts(clusterArnVariable(this).stringValue);
    new AwsProvider(this, "aws", { region: cluster.region });
    this.addOverride("terraform.required_providers.aws.version", PROVIDER_VERSION);

    const slack = new SlackDelivery(this, "slack", {
      connectionName: settings.connectionName,
      roleName: settings.roleName,
      policyName: settings.policyName,
      destinations: settings.webhooks.map((webhook) => ({
        ...webhook,
        url: slackWebhookUrlVariable(this, webhook.key).stringValue,
      })),
    });

    const alerts = new Construct(this, "alerts");
    for (const alert of settings.alerts) {
      const eventPattern = taskStopsPattern(alert.stops, cluster.arn);
      new TaskAlert(alerts, alert.key, {
        ruleName: alert.ruleName,
        eventPattern,
        message: messageTransformer(alert.message, messageContext(alert.stops, eventPattern, cluster)),
        destinationArn: slack.destinationArn(alert.webhook),
        roleArn: slack.roleArn,
      });
    }
  }

  /** The state stays beside the output folder, by a path that is the same on every machine, unless `main.ts` has a backend. */
  override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find(TerraformBackend.isBackend);
    return own ?? new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
  }
}
