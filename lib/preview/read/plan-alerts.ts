import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { type AlertOnBus, alertOf, busOf, type Declared } from "./alert-of";
import { NotKnown } from "./expressions";
import { keyOf, mayBe, referredBy } from "./plan-references";

/** A resource as it will be: https://developer.hashicorp.com/terraform/internals/json-format#values-representation */
interface Planned extends Declared {
  readonly type: string;
  readonly name: string;
  /** Address of its module; `""` is the root. */
  readonly module: string;
}

/** The alerts that will be there when the plan is applied: those that it deletes are not among its planned values. */
export function planAlerts(plan: JsonObject): readonly AlertOnBus[] {
  const resources = plannedResources(plan);
  const rules = resources.filter(({ type }) => type === "aws_cloudwatch_event_rule");
  const destinations = resources.filter(({ type }) => type === "aws_cloudwatch_event_api_destination");
  return resources
    .filter(({ type }) => type === "aws_cloudwatch_event_target")
    .map((target) => alertOf(target, ruleOf(plan, target, rules), webhookOf(plan, target, destinations)));
}

function plannedResources(plan: JsonObject): readonly Planned[] {
  const unknown = new Map<Json | undefined, Json | undefined>();
  for (const { address, deposed, change } of objects(plan.resource_changes))
    if (deposed === undefined && isJsonObject(change)) unknown.set(address, change.after_unknown);

  const root = isJsonObject(plan.planned_values) ? plan.planned_values.root_module : undefined;
  return isJsonObject(root) ? inModule(root, unknown) : [];
}

function inModule(module: JsonObject, unknown: ReadonlyMap<Json | undefined, Json | undefined>): readonly Planned[] {
  const own = objects(module.resources).flatMap(
    ({ address, mode, type, name, values, sensitive_values: sensitive }): Planned[] => {
      if (mode === "data" || typeof address !== "string" || typeof type !== "string") return [];
      const notKnown = unknown.get(address);
      return [
        {
          address,
          type,
          name: typeof name === "string" ? name : "",
          module: typeof module.address === "string" ? module.address : "",
          argument: (argument) => {
            const what = `${argument} of ${address}`;
            if (isJsonObject(notKnown) && holdsTrue(notKnown[argument])) return new NotKnown(what);
            if (isJsonObject(sensitive) && holdsTrue(sensitive[argument]))
              return new NotKnown(what, "Sensitive, so it is not looked at");
            return isJsonObject(values) ? values[argument] : undefined;
          },
        },
      ];
    },
  );
  return [...own, ...objects(module.child_modules).flatMap((child) => inModule(child, unknown))];
}

/** `after_unknown` has `true` for what is not known, at any depth. */
function holdsTrue(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(holdsTrue);
  return isJsonObject(value) ? Object.values(value).some(holdsTrue) : value === true;
}

/** The rule that the target refers to; where that cannot be told, one of the same name and event bus, in its module first. */
function ruleOf(plan: JsonObject, target: Planned, rules: readonly Planned[]): Planned | undefined {
  const name = target.argument("rule");
  const named = (rule: Planned) => {
    const own = rule.argument("name");
    return own === name || own instanceof NotKnown || name instanceof NotKnown;
  };
  const referred = referredResources(plan, target, "rule", rules).filter(named);
  const sameKey = referred.filter(({ address }) => keyOf(address) === keyOf(target.address));
  const [only, another] = sameKey.length > 0 ? sameKey : referred;
  if (only !== undefined && another === undefined) return only;
  if (typeof name !== "string") return undefined;
  const same = rules.filter((rule) => rule.argument("name") === name && busOf(rule) === busOf(target));
  return same.find(({ module }) => module === target.module) ?? same[0];
}

/** The root module's variable that holds the URL that the target posts to. */
function webhookOf(plan: JsonObject, target: Planned, destinations: readonly Planned[]): string | undefined {
  const urls = referredResources(plan, target, "arn", destinations).flatMap(
    ({ module, type, name }) => referredBy(plan, module, `${type}.${name}`, "invocation_endpoint").variables,
  );
  const [only, another] = new Set(urls);
  return another === undefined ? only : undefined;
}

function referredResources(
  plan: JsonObject,
  { module, type, name }: Planned,
  argument: string,
  among: readonly Planned[],
): readonly Planned[] {
  const { resources } = referredBy(plan, module, `${type}.${name}`, argument);
  return among.filter((one) =>
    resources.some((reference) => reference.includes(`${one.type}.${one.name}`) && mayBe(reference, one.address)),
  );
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
