import type { SynthesizedStack } from "../app/project";
import { synthesize } from "../app/synthesize";
import { CLUSTER_ARN_PATTERN } from "../aws/arns";
import { Failure } from "../cli/failure";
import type { Alert } from "../preview/model";
import { valueAt } from "../preview/read/resources";
import { stackAlerts } from "../preview/read/stack-alerts";

const CLUSTER_VARIABLE = "cluster_arn";

/** A stack as the app synthesizes it now, and where it is deployed. */
export interface DeployedStack {
  readonly name: string;
  readonly alerts: readonly Alert[];
  readonly clusterArn: string;
  readonly account: string;
  readonly region: string;
  /** Name of the dead-letter queue, if there is one. */
  readonly queueName: string | undefined;
}

/** @throws Failure if the app, the stack or the cluster is not known */
export async function readDeployedStack(
  { app = "main.ts", stack: name }: { readonly app?: string | undefined; readonly stack?: string | undefined },
  env: NodeJS.ProcessEnv,
): Promise<DeployedStack> {
  return deployedStack(oneOf(await synthesize(app), name), env);
}

export function deployedStack(
  { name, json }: Pick<SynthesizedStack, "name" | "json">,
  env: NodeJS.ProcessEnv,
): DeployedStack {
  const clusterArn = valueAt(json, ["variable", CLUSTER_VARIABLE, "default"]) ?? env[`TF_VAR_${CLUSTER_VARIABLE}`];
  if (typeof clusterArn !== "string" || !new RegExp(CLUSTER_ARN_PATTERN).test(clusterArn))
    throw new Failure(
      `TF_VAR_${CLUSTER_VARIABLE} must be the ARN of the cluster that the stack ${name} watches, got ${clusterArn === undefined ? "nothing" : `"${String(clusterArn)}"`}.`,
      2,
    );
  const [, , , region = "", account = ""] = clusterArn.split(":");
  const queueName = valueAt(json, ["resource", "aws_sqs_queue", "dead_letter", "name"]);
  return {
    name,
    clusterArn,
    account,
    region,
    queueName: typeof queueName === "string" ? queueName : undefined,
    alerts: stackAlerts(json, clusterArn),
  };
}

function oneOf(stacks: readonly SynthesizedStack[], name: string | undefined): SynthesizedStack {
  const [only, ...others] = name === undefined ? stacks : stacks.filter((stack) => stack.name === name);
  if (only !== undefined && others.length === 0) return only;
  const names = stacks.map((stack) => stack.name).join(", ");
  throw new Failure(`--stack: must be one of the app's stacks (${names}), got ${name ?? "none"}.`, 2);
}
