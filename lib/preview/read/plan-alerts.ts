import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import type { AlertSource } from "../model";
import { alertsOf } from "./alert-of";
import { NotKnown } from "./expressions";
import { onlyOne, type Path, type Resource, stepsOf, valueAt } from "./resources";

type Steps = ReturnType<typeof stepsOf>;

const READ = /^aws_cloudwatch_(event_|metric_alarm$)/;
const INCOMPLETE =
  "The plan is not complete (it was made with '-target', or has deferred changes): what it leaves out is not seen here.";

/**
 * The alerts that exist once the plan is applied: what it deletes is not among its planned values.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function planAlerts(plan: JsonObject): AlertSource {
  const changes = objects(plan.resource_changes).filter(({ deposed }) => deposed === undefined);
  const unknown = new Map(changes.map(({ address, change }) => [address, valueAt(change, ["after_unknown"])]));
  const root = valueAt(plan, ["planned_values", "root_module"]);
  const resources = isJsonObject(root) ? resourcesIn(root) : [];
  const alerts = alertsOf(resources.map(({ module, json }) => planned(plan, module, json, unknown.get(json.address))));
  const cluster = onlyOne(alerts.flatMap(({ clusterArn }) => clusterArn ?? []));
  const incomplete = plan.complete === false ? [INCOMPLETE] : [];
  const completed = alerts.map(({ clusterArn = cluster, notes, ...alert }) => {
    return { ...alert, clusterArn, notes: [...notes, ...incomplete] };
  });
  return { alerts: completed, clusterArn: cluster };
}

function resourcesIn(module: JsonObject): readonly { readonly module: string; readonly json: JsonObject }[] {
  const own = objects(module.resources).filter(({ mode, type }) => mode !== "data" && READ.test(String(type)));
  const address = typeof module.address === "string" ? module.address : "";
  return [...own.map((json) => ({ module: address, json })), ...objects(module.child_modules).flatMap(resourcesIn)];
}

function planned(plan: JsonObject, module: string, json: JsonObject, unknown: Json | undefined): Resource {
  const { values, sensitive_values: sensitive } = json;
  const address = String(json.address);
  const type = String(json.type);
  const siblings = objects(valueAt(configurationOf(plan, stepsOf(module)), ["resources"]));
  const own = siblings.find((one) => one.address === `${type}.${json.name}`) ?? {};
  return {
    address,
    type,
    module,
    provider: JSON.stringify([own.provider_config_key ?? null, valueAt(values, ["region"]) ?? null]),
    refersTo: (...path) => follow(plan, stepsOf(module), valueAt(own.expressions, path), own.for_each_expression),
    argument: (...path) => {
      const what = `${path[0]} of ${address}`;
      if (isMarked(unknown, path)) return new NotKnown(what);
      return isMarked(sensitive, path) ? new NotKnown(what, "Sensitive, so it is not read") : valueAt(values, path);
    },
  };
}

/** `after_unknown` and `sensitive_values` have `true` for a value, for what holds it, or for part of it. */
function isMarked(marks: Json | undefined, path: Path): boolean {
  return holdsTrue(path.reduce<Json | undefined>((mark, key) => mark === true || valueAt(mark, [key]), marks));
}

function holdsTrue(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null ? Object.values(value).some(holdsTrue) : value === true;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** What an expression in a module refers to. */
function follow(plan: JsonObject, module: Steps, expression?: Json, forEach?: Json): readonly string[] {
  return mostSpecific(valueAt(expression, ["references"])).flatMap((reference) => {
    const steps = stepsOf(reference);
    const [first, second, third] = steps;
    const call = module.at(-1);
    if (first?.name === "each" && second?.name === "value") return follow(plan, module, forEach);
    if (first?.name === "var" && second && steps.length === 2 && call) {
      const caller = module.slice(0, -2);
      const path = ["module_calls", call.name, "expressions", second.name];
      return follow(plan, caller, valueAt(configurationOf(plan, caller), path));
    }
    if (first?.name === "module" && second && third && steps.length === 3) {
      const child = [...module, first, second];
      return follow(plan, child, valueAt(configurationOf(plan, child), ["outputs", third.name, "expression"]));
    }
    return [[...module, ...steps].map(({ name, key = "" }) => name + key).join(".")];
  });
}

/** Terraform lists `a.b[0].c`, `a.b[0]` and `a.b` for one reference. */
function mostSpecific(references: Json | undefined): readonly string[] {
  const all = Array.isArray(references) ? references.filter((one: Json) => typeof one === "string") : [];
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

function configurationOf(plan: JsonObject, module: Steps): Json | undefined {
  const calls = module.filter((_, index) => index % 2 === 1);
  return valueAt(plan, [
    "configuration",
    "root_module",
    ...calls.flatMap(({ name }) => ["module_calls", name, "module"]),
  ]);
}
