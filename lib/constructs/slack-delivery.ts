import { CloudwatchEventApiDestination } from "@cdktf/provider-aws/lib/cloudwatch-event-api-destination";
import { CloudwatchEventConnection } from "@cdktf/provider-aws/lib/cloudwatch-event-connection";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { invokePolicy, type TrustedRules, trustPolicy } from "../aws/policies";
import type { ResolvedRole } from "../settings/role";
import type { ResolvedWebhook } from "../settings/webhooks";
import { jsonDocument, literal } from "../terraform/text";
import { CREATE_FIRST } from "./lifecycle";
import { webhookUrlVariable } from "./webhook-url";

export interface SlackDeliveryProps {
  readonly connectionName: string;
  readonly role: ResolvedRole;
  /** The only rules that may use the role; undefined for any. */
  readonly trusted: TrustedRules | undefined;
  readonly webhooks: readonly ResolvedWebhook[];
}

/** The way from EventBridge to Slack: a connection, an API destination per webhook, and the role that may invoke them. */
export class SlackDelivery extends Construct {
  readonly roleArn: string;
  /** Without it, the role may not invoke the destinations. */
  readonly permission: IamRolePolicyAttachment;
  private readonly destinationArns: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, { connectionName, role, trusted, webhooks }: SlackDeliveryProps) {
    super(scope, id);

    const connection = new CloudwatchEventConnection(this, "connection", {
      name: connectionName,
      authorizationType: "API_KEY",
      // An API destination requires a connection, and a connection a credential; Slack's webhooks ignore both.
      authParameters: { apiKey: { key: "Authorization", value: "dummy" } },
      lifecycle: CREATE_FIRST,
    });
    connection.overrideLogicalId("main");

    this.destinationArns = new Map(
      webhooks.map(({ key, name, ratePerSecond }) => {
        const url = webhookUrlVariable(scope, key);
        const destination = new CloudwatchEventApiDestination(this, `destination-${key}`, {
          name,
          connectionArn: connection.arn,
          invocationEndpoint: url.value,
          invocationRateLimitPerSecond: ratePerSecond,
          httpMethod: "POST",
          lifecycle: { ...CREATE_FIRST, precondition: [url.precondition] },
        });
        destination.overrideLogicalId(key);
        return [key, destination.arn];
      }),
    );

    const path = role.path !== undefined && { path: literal(role.path) };
    const iamRole = new IamRole(this, "role", {
      name: role.name,
      assumeRolePolicy: jsonDocument(trustPolicy(trusted)),
      ...path,
      ...(role.permissionsBoundary && { permissionsBoundary: literal(role.permissionsBoundary) }),
    });
    iamRole.overrideLogicalId("eventbridge_role");
    this.roleArn = iamRole.arn;

    const policy = new IamPolicy(this, "policy", {
      name: role.policyName,
      ...path,
      policy: jsonDocument(invokePolicy([...this.destinationArns.values()])),
    });
    policy.overrideLogicalId("eventbridge_policy");

    this.permission = new IamRolePolicyAttachment(this, "attachment", { role: iamRole.name, policyArn: policy.arn });
    this.permission.overrideLogicalId("eventbridge_attachment");
  }

  /** ARN of the API destination that posts to the webhook. */
  destinationArn(webhook: string): string {
    const arn = this.destinationArns.get(webhook);
    if (arn === undefined) throw new Error(`There is no webhook '${webhook}'.`);
    return arn;
  }
}
