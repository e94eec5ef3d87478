import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { InputProblem } from "../model";
import type { AlertOnBus } from "./alert-of";
import { parseJson, readText } from "./file";
import { planAlerts } from "./plan-alerts";
import { stackAlerts } from "./stack-alerts";

const HOW_TO_SHOW_A_PLAN =
  "Make one with `terraform plan -out PLAN` and `terraform show -json PLAN > plan.json`, and name plan.json.";

/** The JSON that a stack is synthesized to (`cdk.tf.json`). */
export interface Stack {
  readonly name: string;
  readonly json: JsonObject;
}

/** Where the alerts come from. */
export interface AlertSource {
  /** The alerts as they act on events of this cluster; for the same cluster the same objects. */
  readonly alertsFor: (clusterArn: string) => readonly AlertOnBus[];
  /** The one cluster that they are for, where that is settled: `cluster_arn` of a plan. */
  readonly clusterArn: string | undefined;
}

/**
 * The alerts of synthesized stacks. The cluster that they watch is not settled yet, so each event is taken as one of
 * that cluster. Where several stacks have alerts, the stack's name stands before the addresses.
 */
export function alertsOfStacks(stacks: readonly Stack[]): AlertSource {
  const sources = stacks
    .map(({ name, json }) => ({ name, alertsFor: stackAlerts(json) }))
    .filter((source) => source.alertsFor("").length > 0);
  const known = new Map<string, readonly AlertOnBus[]>();
  return {
    clusterArn: undefined,
    alertsFor(clusterArn) {
      const alerts =
        known.get(clusterArn) ??
        sources.flatMap(({ name, alertsFor }) =>
          alertsFor(clusterArn).map((alert) => (sources.length > 1 ? inStack(name, alert) : alert)),
        );
      known.set(clusterArn, alerts);
      return alerts;
    },
  };
}

/**
 * The alerts of a file with what `terraform show -json PLAN` prints.
 * @throws InputProblem when it holds anything else, with what to do
 */
export function readPlan(file: string): AlertSource {
  return alertsOfPlan(readDocument(file), file);
}

/**
 * The alerts of a file with a plan or with a synthesized stack.
 * @throws InputProblem when it holds neither
 */
export function readPlanOrStack(file: string): AlertSource {
  const document = readDocument(file);
  return isStack(document) ? alertsOfStacks([{ name: file, json: document }]) : alertsOfPlan(document, file);
}

function readDocument(file: string): Json {
  const text = readText(file);
  if (text.startsWith("PK")) throw new InputProblem(`${file}: is a binary plan. ${HOW_TO_SHOW_A_PLAN}`);
  if (text.startsWith('{"@level"')) throw new InputProblem(`${file}: is Terraform's log. ${HOW_TO_SHOW_A_PLAN}`);
  return parseJson(text, file);
}

function alertsOfPlan(document: Json, file: string): AlertSource {
  if (!isJsonObject(document) || !isJsonObject(document.planned_values)) {
    throw new InputProblem(`${file}: ${whatItIs(document)}. ${HOW_TO_SHOW_A_PLAN}`);
  }
  const alerts = planAlerts(document);
  return { alertsFor: () => alerts, clusterArn: clusterOf(document) };
}

function inStack(name: string, alert: AlertOnBus): AlertOnBus {
  return { ...alert, address: `${name}.${alert.address}`, rule: alert.rule && `${name}.${alert.rule}` };
}

function isStack(document: Json): document is JsonObject {
  return isJsonObject(document) && (isJsonObject(document.resource) || isJsonObject(document.terraform));
}

function whatItIs(document: Json): string {
  if (!isJsonObject(document)) return "is not a plan";
  if ("values" in document || "lineage" in document) return "is a state, not a plan";
  if (isStack(document)) return "is a configuration, not a plan";
  if ("detail-type" in document) return "is an event, not a plan";
  return "is not a plan";
}

function clusterOf({ variables }: JsonObject): string | undefined {
  const cluster = isJsonObject(variables) ? variables.cluster_arn : undefined;
  const value = isJsonObject(cluster) ? cluster.value : undefined;
  return typeof value === "string" ? value : undefined;
}
