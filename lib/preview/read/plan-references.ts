import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { valueAt } from "./alert-of";

/** A step of an address: a name, and the key of the instance if one is named (`["a"]`, `[0]`). */
interface Step {
  readonly name: string;
  readonly key: string | undefined;
}

/** A resource of a plan, without its instance's key. */
export interface InModule {
  /** Address of the resource's module; `""` is the root. */
  readonly module: string;
  /** Type and name: `aws_cloudwatch_event_target.main`. */
  readonly resource: string;
}

const KEY = String.raw`\[(?:"(?:[^"\\]|\\.)*"|\d+)\]`;
const STEP = new RegExp(`([A-Za-z0-9_-]+)(${KEY})?`, "g");
const MODULE_AT_END = new RegExp(String.raw`^(?:(.*)\.)?module\.([A-Za-z0-9_-]+)(?:${KEY})?$`, "s");

/** Where the references of an expression end: at resources, and at variables of the root module. */
export interface Referred {
  /** Addresses, perhaps followed by an attribute. Keys that the configuration does not name are omitted. */
  readonly resources: readonly string[];
  readonly variables: readonly string[];
}

/** A resource in the configuration of a plan. */
export function configurationOf(plan: JsonObject, { module, resource }: InModule): JsonObject {
  const resources = valueAt(moduleConfiguration(plan, module), ["resources"]);
  const found = Array.isArray(resources) ? resources.find((one: Json) => valueAt(one, ["address"]) === resource) : {};
  return isJsonObject(found) ? found : {};
}

/** What an argument of a resource refers to, through variables and outputs of modules. */
export function referredBy(plan: JsonObject, of: InModule, ...argument: readonly (string | number)[]): Referred {
  const { expressions, for_each_expression: forEach } = configurationOf(plan, of);
  return follow(plan, of.module, valueAt(expressions, argument), forEach);
}

/** Whether a reference may be to the resource with this address: keys that the reference omits fit any. */
export function mayBe(reference: string, address: string): boolean {
  const steps = stepsOf(reference);
  return stepsOf(address).every(({ name, key }, index) => {
    const step = steps[index];
    return step?.name === name && (step.key === undefined || step.key === key);
  });
}

/** The key of the instance at the end of an address. */
export function keyOf(address: string): string | undefined {
  return stepsOf(address).at(-1)?.key;
}

/** The type of the resource or data source that is referred to; undefined for anything else, such as a local value. */
export function typeOf(reference: string): string | undefined {
  const names = stepsOf(reference).map(({ name }) => name);
  while (names[0] === "module") names.splice(0, 2);
  if (names[0] === "data") names.shift();
  return names[0]?.includes("_") ? names[0] : undefined;
}

function follow(plan: JsonObject, module: string, expression: Json | undefined, forEach: Json | undefined): Referred {
  const found = mostSpecific(valueAt(expression, ["references"])).map((reference): Referred => {
    const [first, second, third, ...more] = stepsOf(reference);
    if (first?.name === "var" && second !== undefined && third === undefined && second.key === undefined) {
      return variable(plan, module, second.name);
    }
    if (first?.name === "each" && second?.name === "value") return follow(plan, module, forEach, undefined);
    if (first?.name === "module" && second !== undefined && third !== undefined && more.length === 0) {
      const child = within(module, `module.${second.name}${second.key ?? ""}`);
      const output = valueAt(moduleConfiguration(plan, child), ["outputs", third.name, "expression"]);
      return follow(plan, child, output, undefined);
    }
    return { resources: [within(module, reference)], variables: [] };
  });
  return { resources: found.flatMap((one) => one.resources), variables: found.flatMap((one) => one.variables) };
}

function variable(plan: JsonObject, module: string, name: string): Referred {
  const [, parent = "", call] = MODULE_AT_END.exec(module) ?? [];
  if (call === undefined) return { resources: [], variables: [name] };
  const path = ["module_calls", call, "expressions", name];
  return follow(plan, parent, valueAt(moduleConfiguration(plan, parent), path), undefined);
}

/** Terraform lists `a.b[0].c`, `a.b[0]` and `a.b` for one reference. */
function mostSpecific(references: Json | undefined): readonly string[] {
  const all = Array.isArray(references) ? references.filter((one: Json) => typeof one === "string") : [];
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

function moduleConfiguration(plan: JsonObject, module: string): Json | undefined {
  const calls = stepsOf(module).filter((_, index) => index % 2 === 1);
  const path = calls.flatMap(({ name }) => ["module_calls", name, "module"]);
  return valueAt(plan, ["configuration", "root_module", ...path]);
}

function within(module: string, address: string): string {
  return module === "" ? address : `${module}.${address}`;
}

function stepsOf(address: string): readonly Step[] {
  return [...address.matchAll(STEP)].map(([, name = "", key]) => ({ name, key }));
}
