import type { SynthesizedStack } from "../app/stacks";
import { synthesize } from "../app/synthesize";
import { CLUSTER_ARN_PATTERN } from "../aws/arns";
import { Failure } from "../cli/failure";
import { isJsonObject, type JsonObject } from "../eventbridge/json";
import { type Alert, nameOf } from "../preview/model";
import { valueAt } from "../preview/read/resources";
import { stackAlerts } from "../preview/read/stack-alerts";

const CLUSTER_VARIABLE = "cluster_arn";
const TARGET = "aws_cloudwatch_event_target";

export interface DeployedAlert extends Alert {
  /** Short name of the alert. */
  readonly name: string;
  /** Whether the rule only counts, for a storm. */
  readonly isCount: boolean;
}

/** A stack as the app makes it now, in the account and Region of its cluster. */
export interface DeployedStack {
  readonly name: string;
  readonly alerts: readonly DeployedAlert[];
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

export function deployedStack({ name, json }: Pick<SynthesizedStack, "name" | "json">, env: NodeJS.ProcessEnv) {
  const clusterArn = valueAt(json, ["variable", CLUSTER_VARIABLE, "default"]) ?? env[`TF_VAR_${CLUSTER_VARIABLE}`];
  if (typeof clusterArn !== "string" || !new RegExp(CLUSTER_ARN_PATTERN).test(clusterArn))
    throw new Failure(`TF_VAR_${CLUSTER_VARIABLE}: set it to the ARN of the cluster of the stack ${name}.`, 2);
  const [, , , region = "", account = ""] = clusterArn.split(":");
  const counting = rulesWithoutTarget(json);
  const alerts = stackAlerts(withTargets(json, counting), clusterArn);
  const queueName = valueAt(json, ["resource", "aws_sqs_queue", "dead_letter", "name"]);
  return {
    name,
    clusterArn,
    account,
    region,
    queueName: typeof queueName === "string" ? queueName : undefined,
    alerts: alerts.map((alert) => ({ ...alert, name: nameOf(alert), isCount: counting.includes(nameOf(alert)) })),
  };
}

function oneOf(stacks: readonly SynthesizedStack[], name: string | undefined): SynthesizedStack {
  const [only, ...others] = name === undefined ? stacks : stacks.filter((stack) => stack.name === name);
  if (only !== undefined && others.length === 0) return only;
  const names = stacks.map((stack) => stack.name).join(", ");
  throw new Failure(`--stack: must be one of the app's stacks (${names}), got ${name ?? "none"}.`, 2);
}

/** The rules of storms, which count events for an alarm. */
function rulesWithoutTarget({ resource }: JsonObject): readonly string[] {
  const [rules, targets] = ["aws_cloudwatch_event_rule", TARGET].map((type) => valueAt(resource, [type]));
  return isJsonObject(rules) ? Object.keys(rules).filter((rule) => valueAt(targets, [rule]) === undefined) : [];
}

/** Alerts are read by their targets, so a rule that has none gets one. */
function withTargets({ resource, ...stack }: JsonObject, rules: readonly string[]): JsonObject {
  const added = rules.map((rule) => [rule, { rule: `\${aws_cloudwatch_event_rule.${rule}.name}` }]);
  const targets = { ...Object(valueAt(resource, [TARGET])), ...Object.fromEntries(added) };
  return { ...stack, resource: { ...Object(resource), [TARGET]: targets } };
}
