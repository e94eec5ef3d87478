import type { SynthesizedStack } from "../../app/stacks";
import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { SAMPLE_CLUSTER } from "../cluster";
import { InputProblem } from "../model";
import type { ReadAlert } from "./alert-of";
import { readJson, readText, shown } from "./file";
import { clusterOfPlan, planAlerts } from "./plan-alerts";
import { stackAlerts } from "./stack-alerts";

const HOW_TO_SHOW_A_PLAN =
  "Make one with `terraform plan -out PLAN` and `terraform show -json PLAN > plan.json`, and name plan.json.";
const FAILED =
  "is a plan that failed ('errored' is true), so it does not say what would be deployed. Fix what `terraform plan` reports, and plan again.";

/** The alerts that were read. */
export interface AlertSource {
  readonly alerts: readonly ReadAlert[];
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
 * @throws InputProblem if it is anything else, or the plan failed
 */
export function readPlan(file: string): AlertSource {
  return alertsOfPlan(readDocument(file), file);
}

/**
 * The alerts of a file with a plan or a synthesized stack.
 * @param clusterArn the cluster that the stack watches if its variable `cluster_arn` has no default
 * @throws InputProblem if it is anything else, or the plan failed
 */
export function readPlanOrStack(file: string, clusterArn?: string): AlertSource {
  const json = readDocument(file);
  return isStack(json) ? alertsOfStacks([{ name: file, json }], clusterArn) : alertsOfPlan(json, file);
}

function readDocument(file: string): Json {
  const text = readText(file);
  if (text.startsWith("PK")) throw notAPlan(file, "is a binary plan");
  if (text.startsWith('{"@level"')) throw notAPlan(file, "is Terraform's log, not a plan");
  return readJson(text, shown(file));
}

function alertsOfPlan(document: Json, file: string): AlertSource {
  if (isJsonObject(document) && document.errored === true) throw new InputProblem(`${shown(file)}: ${FAILED}`);
  if (!isJsonObject(document) || !isJsonObject(document.planned_values)) throw notAPlan(file, whatItIs(document));
  const alerts = planAlerts(document);
  return { alerts, clusterArn: clusterOfPlan(document, alerts) };
}

function notAPlan(file: string, is: string): InputProblem {
  return new InputProblem(`${shown(file)}: ${is}. ${HOW_TO_SHOW_A_PLAN}`);
}

function isStack(document: Json): document is JsonObject {
  return isJsonObject(document) && (isJsonObject(document.resource) || isJsonObject(document.terraform));
}

function whatItIs(document: Json): string {
  if (isStack(document)) return "is a configuration, not a plan";
  if (!isJsonObject(document)) return "is not a plan";
  if ("values" in document || "lineage" in document) return "is a state, not a plan";
  return "detail-type" in document ? "is an event, not a plan" : "is not a plan";
}
