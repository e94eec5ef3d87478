import type { SynthesizedStack } from "../../app/project";
import { Failure } from "../../cli/failure";
import { isJsonObject, type Json, parseJson } from "../../eventbridge/json";
import { SAMPLE_CLUSTER } from "../cluster";
import type { Alert } from "../model";
import { readText } from "./file";
import { clusterOfPlan, planAlerts } from "./plan-alerts";
import { stackAlerts } from "./stack-alerts";

const FAILED =
  "is a plan that failed ('errored' is true), so it does not say what would be deployed. Fix what `terraform plan` reports, and plan again.";
const NOT_A_PLAN =
  "is not a plan as JSON. Make one with `terraform plan -out PLAN` and `terraform show -json PLAN > plan.json`, and name plan.json.";

/** The alerts that were read. */
export interface AlertSource {
  readonly alerts: readonly Alert[];
  /** The cluster of a plan; undefined for an app, whose cluster is settled when it is deployed. */
  readonly clusterArn: string | undefined;
}

/**
 * The alerts of synthesized stacks. If several stacks have alerts, the addresses begin with the stack's name.
 * @param clusterArn the cluster that stacks watch whose variable `cluster_arn` has no default
 */
export function alertsOfStacks(
  stacks: readonly Pick<SynthesizedStack, "name" | "json">[],
  clusterArn = SAMPLE_CLUSTER,
): AlertSource {
  const sources = stacks.map(({ name, json }) => ({ name, alerts: stackAlerts(json, clusterArn) }));
  const isOne = sources.filter(({ alerts }) => alerts.length > 0).length === 1;
  const alerts = sources.flatMap((source) =>
    source.alerts.map(({ address, rule, ...alert }) => {
      const name = isOne ? "" : `${source.name}.`;
      return { ...alert, address: name + address, rule: rule && name + rule };
    }),
  );
  return { alerts, clusterArn: undefined };
}

/**
 * The alerts of a file that `terraform show -json PLAN` wrote.
 * @throws Failure if it is anything else, or the plan failed
 */
export function readPlan(file: string): AlertSource {
  return alertsOfPlan(parseJson(readText(file)), file);
}

/**
 * The alerts of a file with a plan or a synthesized stack.
 * @param clusterArn the cluster that the stack watches if its variable `cluster_arn` has no default
 * @throws Failure if it is anything else, or the plan failed
 */
export function readPlanOrStack(file: string, clusterArn?: string): AlertSource {
  const json = parseJson(readText(file));
  const isStack = isJsonObject(json) && (isJsonObject(json.resource) || isJsonObject(json.terraform));
  return isStack ? alertsOfStacks([{ name: file, json }], clusterArn) : alertsOfPlan(json, file);
}

function alertsOfPlan(plan: Json | undefined, file: string): AlertSource {
  if (isJsonObject(plan) && plan.errored === true) throw new Failure(`${file}: ${FAILED}`, 2);
  if (!isJsonObject(plan) || !isJsonObject(plan.planned_values)) throw new Failure(`${file}: ${NOT_A_PLAN}`, 2);
  const alerts = planAlerts(plan);
  return { alerts, clusterArn: clusterOfPlan(alerts) };
}
