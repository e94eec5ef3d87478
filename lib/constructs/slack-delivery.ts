import { CloudwatchEventApiDestination } from "@cdktf/provider-aws/lib/cloudwatch-event-api-destination";
import { CloudwatchEventConnection } from "@cdktf/provider-aws/lib/cloudwatch-event-connection";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { invokePolicy, type TrustedRules, trustPolicy } from "../aws/policies";
import { jsonDocument, literal } from "../terraform/text";
import type { WebhookUrl } from "./variables";

export interface SlackDestination {
  /** Key of the webhook: the destination's name in Terraform's addresses. */
  readonly key: string;
  /** Name of the API destination. */
  readonly name: string;
  readonly url: WebhookUrl;
  /** Calls a second, 1 to 300. */
  readonly ratePerSecond: number;
}

export interface SlackDeliveryProps {
  readonly connectionName: string;
  readonly roleName: string;
  readonly policyName: string;
  readonly destinations: readonly SlackDestination[];
  /** Path of the role and of the policy. @default "/" */
  readonly path?: string | undefined;
  /** ARN of the role's permissions boundary. @default - none */
  readonly permissionsBoundary?: string | undefined;
  readonly trusted?: TrustedRules | undefined;
}

/** The way from EventBridge to Slack: a connection, an API destination per webhook, and the role that may call them. */
export class SlackDelivery extends Construct {
  readonly roleArn: string;
  private readonly destinationArns: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: SlackDeliveryProps) {
    super(scope, id);

    const connection = new CloudwatchEventConnection(this, "connection", {
      name: props.connectionName,
      authorizationType: "API_KEY",
      // An API destination must have a connection, and a connection a credential; Slack's webhooks look at neither.
      authParameters: { apiKey: { key: "Authorization", value: "dummy" } },
    });
    connection.overrideLogicalId("main");

    this.destinationArns = new Map(
      props.destinations.map(({ key, name, url, ratePerSecond }) => {
        const destination = new CloudwatchEventApiDestination(this, `destination-${key}`, {
          name,
          connectionArn: connection.arn,
          invocationEndpoint: url.value,
          invocationRateLimitPerSecond: ratePerSecond,
          httpMethod: "POST",
          lifecycle: { precondition: [url.precondition] },
        });
        destination.overrideLogicalId(key);
        return [key, destination.arn];
      }),
    );

    const path = props.path === undefined ? {} : { path: literal(props.path) };
    const role = new IamRole(this, "role", {
      name: props.roleName,
      assumeRolePolicy: jsonDocument(trustPolicy(props.trusted)),
      ...path,
      ...(props.permissionsBoundary && { permissionsBoundary: literal(props.permissionsBoundary) }),
    });
    role.overrideLogicalId("eventbridge_role");
    this.roleArn = role.arn;

    const policy = new IamPolicy(this, "policy", {
      name: props.policyName,
      ...path,
      policy: jsonDocument(invokePolicy([...this.destinationArns.values()])),
    });
    policy.overrideLogicalId("eventbridge_policy");

    const attachment = new IamRolePolicyAttachment(this, "attachment", { role: role.name, policyArn: policy.arn });
    attachment.overrideLogicalId("eventbridge_attachment");
  }

  /** ARN of the API destination that posts to the webhook. */
  destinationArn(webhook: string): string {
    const arn = this.destinationArns.get(webhook);
    if (arn === undefined) throw new Error(`There is no webhook '${webhook}'.`);
    return arn;
  }
}
