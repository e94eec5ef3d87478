import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { isClusterArn } from "../cluster";
import { alertsOf, type ReadAlert } from "./alert-of";
import { NotKnown } from "./expressions";
import { configurationOf, referredBy } from "./plan-references";
import { onlyOne, type Path, type Resource, valueAt } from "./resources";

/** How the types begin that are read. */
const READ = "aws_cloudwatch_event_";
const INCOMPLETE =
  "The plan is not complete (it was made with '-target', or has deferred changes): what it leaves out is not seen here.";

/**
 * The alerts that exist once the plan is applied: what it deletes is not among its planned values.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function planAlerts(plan: JsonObject): readonly ReadAlert[] {
  const unknown = new Map<Json | undefined, Json | undefined>();
  for (const { address, deposed, change } of objects(plan.resource_changes))
    if (deposed === undefined) unknown.set(address, valueAt(change, ["after_unknown"]));

  const alerts = alertsOf(
    objects([valueAt(plan, ["planned_values", "root_module"]) ?? null]).flatMap((root) =>
      resourcesIn(root).map(({ module, json }) => planned(plan, module, json, unknown.get(json.address))),
    ),
  );
  const cluster = clusterOfPlan(plan, alerts);
  return alerts.map((alert) => ({
    ...alert,
    clusterArn: alert.clusterArn ?? cluster,
    notes: plan.complete === false ? [...alert.notes, INCOMPLETE] : alert.notes,
  }));
}

/** The cluster of a plan: its variable `cluster_arn`, or else the only one in its alerts' patterns or its variables. */
export function clusterOfPlan(plan: JsonObject, alerts: readonly ReadAlert[]): string | undefined {
  const named = valueAt(plan, ["variables", "cluster_arn", "value"]);
  if (isClusterArn(named)) return named;
  const variables = isJsonObject(plan.variables) ? Object.values(plan.variables) : [];
  return (
    onlyOne(alerts.flatMap(({ clusterArn }) => clusterArn ?? [])) ??
    onlyOne(variables.map((variable) => valueAt(variable, ["value"])).filter(isClusterArn))
  );
}

function resourcesIn(module: JsonObject): readonly { readonly module: string; readonly json: JsonObject }[] {
  const own = objects(module.resources).filter(({ mode, type }) => mode !== "data" && String(type).startsWith(READ));
  const address = typeof module.address === "string" ? module.address : "";
  return [...own.map((json) => ({ module: address, json })), ...objects(module.child_modules).flatMap(resourcesIn)];
}

function planned(plan: JsonObject, module: string, json: JsonObject, unknown: Json | undefined): Resource {
  const { values, sensitive_values: sensitive } = json;
  const address = String(json.address);
  const type = String(json.type);
  const configuration = configurationOf(plan, module, `${type}.${json.name}`);
  const refersTo: Resource["refersTo"] = (...path) => referredBy(plan, module, configuration, path);
  const isOpen = (path: Path) => {
    if (valueAt(configuration.expressions, [...path, "constant_value"]) !== undefined) return true;
    const { resources, variables } = refersTo(...path);
    // In a module, each variable on the way may be sensitive.
    if (module !== "" || resources.length > 0 || variables.length === 0) return false;
    const declared = variables.map((name) => valueAt(plan, ["configuration", "root_module", "variables", name]));
    return declared.every((one) => isJsonObject(one) && one.sensitive !== true);
  };
  return {
    address,
    type,
    module,
    provider: JSON.stringify([configuration.provider_config_key ?? null, valueAt(values, ["region"]) ?? null]),
    refersTo,
    argument: (...path) => {
      const what = `${path[0]} of ${address}`;
      if (isMarked(unknown, path)) return new NotKnown(what);
      // The provider marks some values as sensitive that the configuration has in plain text.
      const isSecret = isMarked(sensitive, path) && !isOpen(path);
      return isSecret ? new NotKnown(what, "Sensitive, so it is not read") : valueAt(values, path);
    },
  };
}

/** `after_unknown` and `sensitive_values` have `true` for a value, for what holds it, or for part of it. */
function isMarked(marks: Json | undefined, path: Path): boolean {
  return path.some((_, length) => valueAt(marks, path.slice(0, length)) === true) || holdsTrue(valueAt(marks, path));
}

function holdsTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsTrue);
  return isJsonObject(value) ? Object.values(value).some(holdsTrue) : value === true;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
