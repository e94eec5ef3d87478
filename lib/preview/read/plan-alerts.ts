import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { isClusterArn } from "../cluster";
import { alertOf, busOf, type Declared, type ReadAlert, valueAt } from "./alert-of";
import { NotKnown } from "./expressions";
import { configurationOf, type InModule, keyOf, mayBe, referredBy, typeOf } from "./plan-references";

/** A resource as planned: https://developer.hashicorp.com/terraform/internals/json-format#values-representation */
interface Planned extends Declared, InModule {
  readonly type: string;
  /** Which configuration of the provider makes it, so in which account and Region. */
  readonly provider: string;
}

/** How the types begin that are read. */
const READ = "aws_cloudwatch_event_";
const INCOMPLETE =
  "The plan is not complete (made with '-target', or with deferred changes): alerts and settings that it leaves out are not seen here.";

/** The alerts that exist once the plan is applied: what it deletes is not among its planned values. */
export function planAlerts(plan: JsonObject): readonly ReadAlert[] {
  const resources = plannedResources(plan);
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const rules = of("aws_cloudwatch_event_rule");
  const destinations = of("aws_cloudwatch_event_api_destination");
  const connections = of("aws_cloudwatch_event_connection");
  const alerts = of("aws_cloudwatch_event_target").map((target) => {
    const api = referredByArn(plan, target, "arn", destinations);
    return alertOf(target, {
      rule: ruleOf(plan, target, rules),
      api,
      connection: api && referredByArn(plan, api, "connection_arn", connections),
      types: referredBy(plan, target, "arn").resources.flatMap((reference) => typeOf(reference) ?? []),
      webhookVariable: webhookVariable(plan, target, destinations),
    });
  });
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

function plannedResources(plan: JsonObject): readonly Planned[] {
  const unknown = new Map<Json | undefined, Json | undefined>();
  for (const { address, deposed, change } of objects(plan.resource_changes))
    if (deposed === undefined) unknown.set(address, valueAt(change, ["after_unknown"]));

  const root = valueAt(plan, ["planned_values", "root_module"]);
  return isJsonObject(root) ? inModule(plan, root, unknown) : [];
}

type Unknown = ReadonlyMap<Json | undefined, Json | undefined>;

function inModule(plan: JsonObject, module: JsonObject, unknown: Unknown): readonly Planned[] {
  const own = objects(module.resources).flatMap((json): Planned[] => {
    const { address, mode, type, name, values, sensitive_values: sensitive } = json;
    if (mode === "data" || typeof address !== "string" || typeof type !== "string" || !type.startsWith(READ)) return [];
    const place = { module: typeof module.address === "string" ? module.address : "", resource: `${type}.${name}` };
    const argument: Planned["argument"] = (...path) => {
      const what = `${path[0]} of ${address}`;
      if (holdsTrue(valueAt(unknown.get(address), path))) return new NotKnown(what);
      const isSensitive = holdsTrue(valueAt(sensitive, path)) && !isOpen(plan, place, path);
      return isSensitive ? new NotKnown(what, "Sensitive, so it is not read") : valueAt(values, path);
    };
    const { provider_config_key: key } = configurationOf(plan, place);
    const provider = JSON.stringify([key ?? null, valueAt(values, ["region"]) ?? null]);
    return [{ ...place, address, type, provider, argument }];
  });
  return [...own, ...objects(module.child_modules).flatMap((child) => inModule(plan, child, unknown))];
}

/** Whether the configuration has the value in plain text, although the provider marks all values of its kind as sensitive. */
function isOpen(plan: JsonObject, of: InModule, path: readonly (string | number)[]): boolean {
  const { expressions } = configurationOf(plan, of);
  if (valueAt(expressions, [...path, "constant_value"]) !== undefined) return true;
  const { resources, variables } = referredBy(plan, of, ...path);
  // In a module, each variable on the way may be sensitive.
  if (of.module !== "" || resources.length > 0 || variables.length === 0) return false;
  const declared = variables.map((name) => valueAt(plan, ["configuration", "root_module", "variables", name]));
  return declared.every((one) => isJsonObject(one) && one.sensitive !== true);
}

/** `after_unknown` and `sensitive_values` have `true` at any depth. */
function holdsTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsTrue);
  return isJsonObject(value) ? Object.values(value).some(holdsTrue) : value === true;
}

/** The rule that the target refers to, or else one of the same name, bus and provider, preferably in its module. */
function ruleOf(plan: JsonObject, target: Planned, rules: readonly Planned[]): Planned | undefined {
  const name = target.argument("rule");
  const referred = referredResource(
    plan,
    target,
    "rule",
    rules.filter((rule) => maySame(rule.argument("name"), name)),
  );
  if (referred !== undefined || typeof name !== "string") return referred;
  const same = rules.filter(
    (rule) => rule.argument("name") === name && busOf(rule) === busOf(target) && rule.provider === target.provider,
  );
  return same.find(({ module }) => module === target.module) ?? same[0];
}

function maySame(one: Json | NotKnown | undefined, other: Json | NotKnown | undefined): boolean {
  return one === other || one instanceof NotKnown || other instanceof NotKnown;
}

function referredByArn(
  plan: JsonObject,
  from: Planned,
  argument: string,
  among: readonly Planned[],
): Planned | undefined {
  const arn = from.argument(argument);
  const same = typeof arn === "string" ? among.find((one) => one.argument("arn") === arn) : undefined;
  return (
    same ??
    referredResource(
      plan,
      from,
      argument,
      among.filter((one) => maySame(one.argument("arn"), arn)),
    )
  );
}

/** The only one that an argument refers to; of the instances of a resource, the one with the same key. */
function referredResource(
  plan: JsonObject,
  from: Planned,
  argument: string,
  among: readonly Planned[],
): Planned | undefined {
  const referred = referredResources(plan, from, argument, among);
  const sameKey = referred.filter(({ address }) => keyOf(address) === keyOf(from.address));
  return onlyOne(sameKey.length > 0 ? sameKey : referred);
}

function referredResources(
  plan: JsonObject,
  from: Planned,
  argument: string,
  among: readonly Planned[],
): readonly Planned[] {
  const { resources } = referredBy(plan, from, argument);
  return among.filter(({ resource, address }) =>
    resources.some((reference) => reference.includes(resource) && mayBe(reference, address)),
  );
}

/** The root module's variable that holds the URL to which the target posts. */
function webhookVariable(plan: JsonObject, target: Planned, destinations: readonly Planned[]): string | undefined {
  return onlyOne(
    referredResources(plan, target, "arn", destinations).flatMap(
      (destination) => referredBy(plan, destination, "invocation_endpoint").variables,
    ),
  );
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  const [only, another] = new Set(items);
  return another === undefined ? only : undefined;
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
