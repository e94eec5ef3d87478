import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import type { Alert } from "../model";
import { alertsOf } from "./alert-of";
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
export function planAlerts(plan: JsonObject): readonly Alert[] {
  const unknown = new Map<Json | undefined, Json | undefined>();
  for (const { address, deposed, change } of objects(plan.resource_changes))
    if (deposed === undefined) unknown.set(address, valueAt(change, ["after_unknown"]));

  const root = valueAt(plan, ["planned_values", "root_module"]);
  const resources = isJsonObject(root) ? resourcesIn(root) : [];
  const alerts = alertsOf(resources.map(({ module, json }) => planned(plan, module, json, unknown.get(json.address))));
  const cluster = clusterOfPlan(alerts);
  return alerts.map((alert) => ({
    ...alert,
    clusterArn: alert.clusterArn ?? cluster,
    notes: plan.complete === false ? [...alert.notes, INCOMPLETE] : alert.notes,
  }));
}

/** The only cluster in the patterns of a plan's alerts. */
export function clusterOfPlan(alerts: readonly Alert[]): string | undefined {
  return onlyOne(alerts.flatMap(({ clusterArn }) => clusterArn ?? []));
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
  return {
    address,
    type,
    module,
    provider: JSON.stringify([configuration.provider_config_key ?? null, valueAt(values, ["region"]) ?? null]),
    refersTo: (...path) => referredBy(plan, module, configuration, path),
    argument: (...path) => {
      const what = `${path[0]} of ${address}`;
      if (isMarked(unknown, path)) return new NotKnown(what);
      return isMarked(sensitive, path) ? new NotKnown(what, "Sensitive, so it is not read") : valueAt(values, path);
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
