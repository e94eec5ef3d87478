import type { SynthesizedStack } from "../app/project";
import { synthesize } from "../app/synthesize";
import { CLUSTER_ARN_PATTERN } from "../aws/arns";
import { Failure } from "../cli/failure";
import { CLUSTER_VARIABLE, stackAlerts } from "../preview/read/alerts";
import { valueAt } from "../preview/read/resources";

/** A stack as the app synthesizes it now, and where it is deployed. */
export type DeployedStack = ReturnType<typeof deployedStack>;

/** @throws Failure if the app, the stack or the cluster is not known */
export async function readDeployedStack(
  { app = "main.ts", stack: name }: { readonly app?: string | undefined; readonly stack?: string | undefined },
  env: NodeJS.ProcessEnv,
): Promise<DeployedStack> {
  const stacks = await synthesize(app);
  const [only, ...others] = stacks.filter((stack) => name === undefined || stack.name === name);
  if (only !== undefined && others.length === 0) return deployedStack(only, env);
  const names = stacks.map((stack) => stack.name).join(", ");
  throw new Failure(`--stack: must be one of the app's stacks (${names}), got ${name ?? "none"}.`, 2);
}

export function deployedStack({ name, json }: Pick<SynthesizedStack, "name" | "json">, env: NodeJS.ProcessEnv) {
  const variable = `TF_VAR_${CLUSTER_VARIABLE}`;
  const clusterArn = valueAt(json, ["variable", CLUSTER_VARIABLE, "default"]) || env[variable] || "nothing";
  if (typeof clusterArn !== "string" || !new RegExp(CLUSTER_ARN_PATTERN).test(clusterArn))
    throw new Failure(
      `${variable} must be the ARN of the cluster that the stack ${name} watches, got ${String(clusterArn)}.`,
      2,
    );
  const [, , , region = "", account = ""] = clusterArn.split(":");
  const queue = valueAt(json, ["resource", "aws_sqs_queue", "dead_letter", "name"]);
  const queueName = typeof queue === "string" ? queue : undefined;
  return { name, clusterArn, account, region, queueName, alerts: stackAlerts(json, clusterArn) };
}
