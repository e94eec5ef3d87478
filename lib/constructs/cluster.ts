import { Fn, TerraformLocal, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { CLUSTER_ARN, CLUSTER_ARN_MAX_LENGTH, CLUSTER_ARN_PATTERN, CONSOLE_HOSTS, THE_CLUSTER } from "../aws/arns";

const PLACEHOLDERS = new RegExp(Object.values(THE_CLUSTER).join("|"), "g");

/** The cluster of the variable `cluster_arn`, and the parts of its ARN as local values. */
export class Cluster extends Construct {
  readonly arn: string;
  private readonly locals = new Map<string, string>();
  private readonly expressions = new Map([
    ["partition", () => arnPart(this.arn, 1)],
    ["region", () => arnPart(this.arn, 3)],
    ["account", () => arnPart(this.arn, 4)],
    ["cluster_name", () => Fn.element(Fn.split("/", this.arn), 1)],
    ["console_host", () => Fn.lookup(CONSOLE_HOSTS, this.local("partition"), CONSOLE_HOSTS.aws)],
  ]);

  /** @param known the cluster's ARN, if the settings have it */
  constructor(scope: Construct, id: string, known: string | undefined) {
    super(scope, id);
    this.arn = clusterArnVariable(scope, known).stringValue;
  }

  /** The text with references in place of `THE_CLUSTER`. Unlike tokens, cdktf does not have to resolve these. */
  fill(text: string): string {
    return text.replace(PLACEHOLDERS, (placeholder) => {
      const name = placeholder.replaceAll("~", "");
      if (!this.expressions.has(name)) return `\${var.${name}}`;
      this.local(name);
      return `\${local.${name}}`;
    });
  }

  /** The local value of this name, made when first used. */
  local(name: string): string {
    const known = this.locals.get(name);
    if (known !== undefined) return known;
    const local = new TerraformLocal(this, name, this.expressions.get(name)?.());
    local.overrideLogicalId(name);
    this.locals.set(name, local.asString);
    return local.asString;
  }
}

/** One of the parts between the colons of an ARN, as a Terraform expression. */
export function arnPart(arn: string, index: number): string {
  return Fn.element(Fn.split(":", arn), index);
}

/** Its account and Region are where the stack is deployed. @param known becomes the default, and the only value */
function clusterArnVariable(scope: Construct, known: string | undefined): TerraformVariable {
  const isArn = {
    condition: `\${length(var.cluster_arn) <= ${CLUSTER_ARN_MAX_LENGTH} && can(regex("${CLUSTER_ARN_PATTERN}", var.cluster_arn))}`,
    errorMessage: `cluster_arn must be ${CLUSTER_ARN}. Find it on the cluster's page in the Amazon ECS console, or with: aws ecs list-clusters.`,
  };
  const isKnown = {
    condition: `\${var.cluster_arn == "${known}"}`,
    errorMessage: `cluster_arn must be ${known}, as the setting 'clusterArn' of this stack says: unset TF_VAR_cluster_arn, or change the setting.`,
  };
  return new TerraformVariable(scope, "cluster_arn", {
    type: "string",
    description: "ARN of the Amazon ECS cluster whose stopped tasks are reported, in the Region where it runs.",
    nullable: false,
    ...(known !== undefined && { default: known }),
    validation: known === undefined ? [isArn] : [isArn, isKnown],
  });
}
