import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Annotations, LocalBackend, TerraformBackend, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { DeliveryAlarms, StormAlarm } from "./constructs/alarms";
import { AlertRule } from "./constructs/alert-rule";
import { arnPart, Cluster } from "./constructs/cluster";
import { DeadLetterQueue, SlackDelivery } from "./constructs/delivery";
import { InvalidSettings, sentence } from "./problems/problem";
import { webhookPlaces } from "./problems/redact";
import type { Names } from "./settings/names";
import { resolveSettings, type StackSettings } from "./settings/stack-settings";
import { literal } from "./terraform/text";

/**
 * Alerts Slack when tasks of an Amazon ECS cluster stop. Terraform asks for the cluster's ARN (`cluster_arn`) and for the
 * URL of each Slack incoming webhook (`slack_webhook_url` for the webhook `main`).
 */
export class EcsTaskAlertStack extends TerraformStack {
  private readonly names: Names;

  /** @throws InvalidSettings with every problem of the settings */
  constructor(app: Construct, id: string, settings: StackSettings = {}) {
    super(app, id);
    const resolved = resolveSettings(id, settings);
    const { rules, storms, deadLetterQueue } = resolved;
    this.names = resolved.names;

    const cluster = new Cluster(this, "cluster", resolved.clusterArn);
    const entries = Object.entries(resolved.tags).map(([key, value]) => [literal(key), literal(value)]);
    new AwsProvider(this, "aws", {
      region: arnPart(cluster.arn, 3),
      allowedAccountIds: [arnPart(cluster.arn, 4)],
      ...(entries.length > 0 && { defaultTags: [{ tags: Object.fromEntries(entries) }] }),
    });
    // CDKTF ships no bindings newer than those of 6.25.0. AWS's newer 6.x providers work with them too.
    this.addOverride("terraform.required_providers.aws.version", "~> 6.25");

    const slack = new SlackDelivery(this, "slack", { ...resolved, cluster });
    const queueArn = deadLetterQueue && new DeadLetterQueue(this, "dead-letter-queue", deadLetterQueue.name, rules).arn;
    const scope = new Construct(this, "alerts");
    for (const rule of rules) new AlertRule(scope, `alert-${rule.address}`, { rule, cluster, slack, queueArn });
    for (const storm of storms) new StormAlarm(scope, storm.address, storm);

    if (resolved.alarms) new DeliveryAlarms(this, "alarms", { ...resolved, region: cluster.local("region") });
    this.warnOfSharedNames(app);
    for (const warning of resolved.warnings) Annotations.of(this).addWarning(sentence(warning));
  }

  /** @throws InvalidSettings if a webhook's URL is in it, even if an override put it there */
  override toTerraform(): unknown {
    const json: unknown = super.toTerraform();
    const text = "has a webhook's URL in cdk.tf.json, which is a secret: pass the webhook's variable.";
    const problems = webhookPlaces(json).map((setting) => ({ setting, text }));
    if (problems.length > 0) throw new InvalidSettings(this.node.id, problems);
    return json;
  }

  /** Keeps the state beside the output folder, by a path that is the same on every machine, unless the app adds a backend. */
  override ensureBackendExists(): TerraformBackend {
    const own = this.node.findAll().find(TerraformBackend.isBackend);
    return own ?? new LocalBackend(this, { path: `../../../terraform.${this.node.id}.tfstate` });
  }

  private warnOfSharedNames(app: Construct): void {
    for (const other of app.node.children) {
      const shared = other instanceof EcsTaskAlertStack && other !== this ? this.names.sharedWith(other.names) : [];
      if (shared.length > 0)
        Annotations.of(this).addWarning(
          `The stacks '${other.node.id}' and '${this.node.id}' give the same names to ${shared.join(", ")}. In one account and Region, the stack deployed last replaces the other's resources without an error. Give each a 'namePrefix' of its own, or a 'clusterArn' if they are for different accounts.`,
        );
    }
  }
}
