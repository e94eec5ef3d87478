import { Fn, TerraformLocal, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { CLUSTER_ARN_MAX_LENGTH, CLUSTER_ARN_PATTERN, type ClusterArn, CONSOLE_HOSTS } from "../aws/arns";

/** The cluster of the variable `cluster_arn`, and the parts of its ARN as local values, each made when first read. */
export class Cluster extends Construct implements ClusterArn {
  readonly arn: string;
  private readonly locals = new Map<string, string>();

  /** @param known the cluster's ARN, if the settings have it */
  constructor(scope: Construct, id: string, known: string | undefined) {
    super(scope, id);
    this.arn = clusterArnVariable(scope, known).stringValue;
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

  /** The text without the tokens of this cluster. */
  withoutParts(text: string): string {
    return [this.arn, ...this.locals.values()].reduce((rest, token) => rest.replaceAll(token, ""), text);
  }

  private local(name: string, expression: () => string): string {
    const known = this.locals.get(name);
    if (known !== undefined) return known;
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

/** The cluster's account and Region are where the stack is deployed. */
function clusterArnVariable(scope: Construct, known: string | undefined): TerraformVariable {
  return new TerraformVariable(scope, "cluster_arn", {
    type: "string",
    description: "ARN of the Amazon ECS cluster whose stopped tasks are reported, in the Region where it runs.",
    nullable: false,
    ...(known !== undefined && { default: known }),
    validation: [
      {
        condition: `\${length(var.cluster_arn) <= ${CLUSTER_ARN_MAX_LENGTH} && can(regex("${CLUSTER_ARN_PATTERN}", var.cluster_arn))}`,
        errorMessage:
          "cluster_arn must be the full ARN of an Amazon ECS cluster, such as arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo. Find it on the cluster's page in the Amazon ECS console, or with: aws ecs list-clusters.",
      },
      ...(known === undefined
        ? []
        : [
            {
              condition: `\${var.cluster_arn == "${known}"}`,
              errorMessage: `cluster_arn must be ${known}, as the setting 'clusterArn' of this stack says: unset TF_VAR_cluster_arn, or change the setting.`,
            },
          ]),
    ],
  });
}
