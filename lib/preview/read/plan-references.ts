import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";

/** A step of an address: a name, and the key of the instance where one is named (`["a"]`, `[0]`). */
interface Step {
  readonly name: string;
  readonly key: string | undefined;
}

const KEY = String.raw`\[(?:"(?:[^"\\]|\\.)*"|\d+)\]`;
const STEP = new RegExp(`([A-Za-z0-9_-]+)(${KEY})?`, "g");
const MODULE_AT_END = new RegExp(String.raw`^(?:(.*)\.)?module\.([A-Za-z0-9_-]+)(?:${KEY})?$`, "s");

/** Where a reference in a plan's configuration ends: at resources, and at variables of the root module. */
export interface Referred {
  /** Addresses, with an attribute behind them maybe, and without the keys that the configuration leaves open. */
  readonly resources: readonly string[];
  readonly variables: readonly string[];
}

/**
 * What an argument of a resource refers to, through variables and outputs of modules.
 * @param module address of the resource's module; `""` is the root
 * @param resource its type and name: `aws_cloudwatch_event_target.main`
 */
export function referredBy(plan: JsonObject, module: string, resource: string, argument: string): Referred {
  const configuration = at(moduleConfiguration(plan, module), "resources");
  const declared = Array.isArray(configuration)
    ? configuration.find((one: Json) => isJsonObject(one) && one.address === resource)
    : undefined;
  return follow(plan, module, at(declared, "expressions", argument), at(declared, "for_each_expression"));
}

/** Whether an address, or what a reference names, may be the resource of this address: keys that are left open fit any. */
export function mayBe(reference: string, address: string): boolean {
  const steps = stepsOf(reference);
  return stepsOf(address).every(({ name, key }, index) => {
    const step = steps[index];
    return step?.name === name && (step.key === undefined || step.key === key);
  });
}

/** The key of the instance that an address ends with. */
export function keyOf(address: string): string | undefined {
  return stepsOf(address).at(-1)?.key;
}

function follow(plan: JsonObject, module: string, expression: Json | undefined, forEach: Json | undefined): Referred {
  const found = mostSpecific(at(expression, "references")).map((reference): Referred => {
    const [first, second, third, ...more] = stepsOf(reference);
    if (first?.name === "var" && second !== undefined && third === undefined && second.key === undefined) {
      return variable(plan, module, second.name);
    }
    if (first?.name === "each" && second?.name === "value") return follow(plan, module, forEach, undefined);
    if (first?.name === "module" && second !== undefined && third !== undefined && more.length === 0) {
      const child = within(module, `module.${second.name}${second.key ?? ""}`);
      return follow(plan, child, at(moduleConfiguration(plan, child), "outputs", third.name, "expression"), undefined);
    }
    return { resources: [within(module, reference)], variables: [] };
  });
  return { resources: found.flatMap((one) => one.resources), variables: found.flatMap((one) => one.variables) };
}

function variable(plan: JsonObject, module: string, name: string): Referred {
  const [, parent = "", call] = MODULE_AT_END.exec(module) ?? [];
  if (call === undefined) return { resources: [], variables: [name] };
  const expression = at(moduleConfiguration(plan, parent), "module_calls", call, "expressions", name);
  return follow(plan, parent, expression, undefined);
}

/** Terraform lists `a.b[0].c`, `a.b[0]` and `a.b` for one reference. */
function mostSpecific(references: Json | undefined): readonly string[] {
  const all = Array.isArray(references) ? references.filter((one: Json) => typeof one === "string") : [];
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

function moduleConfiguration(plan: JsonObject, module: string): Json | undefined {
  const names = stepsOf(module).flatMap(({ name }, index) => (index % 2 === 0 ? [] : [name]));
  return names.reduce(
    (parent, name) => at(parent, "module_calls", name, "module"),
    at(plan, "configuration", "root_module"),
  );
}

function within(module: string, address: string): string {
  return module === "" ? address : `${module}.${address}`;
}

function stepsOf(address: string): readonly Step[] {
  return [...address.matchAll(STEP)].map(([, name = "", key]) => ({ name, key }));
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((parent, key) => (isJsonObject(parent) ? parent[key] : undefined), value);
}
