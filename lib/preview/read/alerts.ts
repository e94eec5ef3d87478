import type { SynthesizedStack } from "../../app/project";
import { Failure } from "../../cli/failure";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../../eventbridge/json";
import { SAMPLE_CLUSTER } from "../cluster";
import type { Alert, AlertSource } from "../model";
import { alertsOf } from "./alert-of";
import { readText } from "./events";
import { evaluate, NotKnown, references } from "./expressions";
import { planAlerts } from "./plan-alerts";
import { type Path, type Resource, valueAt } from "./resources";

export const CLUSTER_VARIABLE = "cluster_arn";
const FAILED =
  "is a plan that failed ('errored' is true), so it does not say what would be deployed. Fix what `terraform plan` reports, and plan again.";
const NOT_A_PLAN =
  "is not a plan as JSON. Make one with `terraform plan -out PLAN` and `terraform show -json PLAN > plan.json`, and name plan.json.";

/** The alerts of a plan, or, with a cluster for its variable, of a synthesized stack. @throws Failure */
export function readPlan(file: string, clusterArn?: string): AlertSource {
  const json = parseJson(readText(file));
  const object = isJsonObject(json) ? json : {};
  if (clusterArn !== undefined && (isJsonObject(object.resource) || isJsonObject(object.terraform)))
    return alertsOfStacks([{ name: file, json: object }], clusterArn);
  if (object.errored === true) throw new Failure(`${file}: ${FAILED}`, 2);
  if (!isJsonObject(object.planned_values)) throw new Failure(`${file}: ${NOT_A_PLAN}`, 2);
  return planAlerts(object);
}

/** The alerts of stacks. If several stacks have some, their addresses begin with the stack's name. */
export function alertsOfStacks(
  stacks: readonly Pick<SynthesizedStack, "name" | "json">[],
  clusterArn = SAMPLE_CLUSTER,
): AlertSource {
  const sources = stacks.map(({ name, json }) => ({ name, alerts: stackAlerts(json, clusterArn) }));
  const isOne = sources.filter(({ alerts }) => alerts.length > 0).length === 1;
  const alerts = sources.flatMap(({ name, alerts }) =>
    alerts.map(({ address, rule, ...alert }) => {
      const prefix = isOne ? "" : `${name}.`;
      return { ...alert, address: prefix + address, rule: rule && prefix + rule };
    }),
  );
  return { alerts, clusterArn: undefined };
}

/** The alerts of a synthesized stack. @param clusterArn the value of its variable, unless that has a default */
export function stackAlerts(stack: JsonObject, clusterArn: string): readonly Alert[] {
  const watched = valueAt(stack, ["variable", CLUSTER_VARIABLE, "default"]);
  const cluster = typeof watched === "string" ? watched : clusterArn;
  /** Of a variable, its default. What AWS decides, such as an ARN, is not known. */
  const resolve = (reference: string): Json | NotKnown => {
    const [first = "", second = "", attribute = "", ...more] = reference.split(".");
    if (first === "var" && second === CLUSTER_VARIABLE) return cluster;
    const isSecret = valueAt(stack, ["variable", second, "sensitive"]) === true;
    const paths: Readonly<Record<string, Path>> = { var: ["variable", second, "default"], local: ["locals", second] };
    const value = valueAt(stack, paths[first] ?? ["resource", first, second, attribute]);
    return value === undefined || isSecret || more.length > 0 ? new NotKnown(reference) : evaluate(value, resolve);
  };
  const resources = entriesOf(stack.resource).flatMap(([type, byName]) =>
    entriesOf(byName).map(([name, json]): Resource => {
      const argument = (...path: Path) => {
        const value = valueAt(json, path);
        return value === undefined ? undefined : evaluate(value, resolve);
      };
      const refersTo = (...path: Path) => references(valueAt(json, path));
      return { address: `${type}.${name}`, type, module: "", provider: "", argument, refersTo };
    }),
  );
  return alertsOf(resources).map((alert) => ({ ...alert, clusterArn: alert.clusterArn ?? cluster }));
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
