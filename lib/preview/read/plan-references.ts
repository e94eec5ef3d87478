import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { type Path, type Referred, type Step, stepsOf, valueAt } from "./resources";
/** A resource in the configuration of a plan. */
export function configurationOf(plan: JsonObject, module: string, resource: string): JsonObject {
  const resources = valueAt(moduleConfiguration(plan, stepsOf(module)), ["resources"]);
  const found = Array.isArray(resources) ? resources.find((one: Json) => valueAt(one, ["address"]) === resource) : {};
  return isJsonObject(found) ? found : {};
}

/** What an argument of such a resource refers to. */
export function referredBy(plan: JsonObject, module: string, configuration: JsonObject, path: Path): Referred {
  const { expressions, for_each_expression: forEach } = configuration;
  return follow(plan, stepsOf(module), valueAt(expressions, path), forEach);
}

function follow(plan: JsonObject, module: readonly Step[], expression?: Json, forEach?: Json): Referred {
  const found = mostSpecific(valueAt(expression, ["references"])).map((reference): Referred => {
    const steps = stepsOf(reference);
    const [first, second, third] = steps;
    if (first?.name === "var" && second !== undefined && second.key === undefined && third === undefined) {
      return variable(plan, module, second.name);
    }
    if (first?.name === "each" && second?.name === "value") return follow(plan, module, forEach);
    if (first?.name === "module" && second !== undefined && third !== undefined && steps.length === 3) {
      const child = [...module, first, second];
      const output = valueAt(moduleConfiguration(plan, child), ["outputs", third.name, "expression"]);
      return follow(plan, child, output);
    }
    return { resources: [[...module, ...steps].map(({ name, key = "" }) => name + key).join(".")], variables: [] };
  });
  return { resources: found.flatMap((one) => one.resources), variables: found.flatMap((one) => one.variables) };
}

function variable(plan: JsonObject, module: readonly Step[], name: string): Referred {
  const call = module.at(-1);
  if (call === undefined) return { resources: [], variables: [name] };
  const parent = module.slice(0, -2);
  const path = ["module_calls", call.name, "expressions", name];
  return follow(plan, parent, valueAt(moduleConfiguration(plan, parent), path));
}

/** Terraform lists `a.b[0].c`, `a.b[0]` and `a.b` for one reference. */
function mostSpecific(references: Json | undefined): readonly string[] {
  const all = Array.isArray(references) ? references.filter((one: Json) => typeof one === "string") : [];
  return all.filter((one) => !all.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

function moduleConfiguration(plan: JsonObject, module: readonly Step[]): Json | undefined {
  const calls = module.filter((_, index) => index % 2 === 1);
  const path = calls.flatMap(({ name }) => ["module_calls", name, "module"]);
  return valueAt(plan, ["configuration", "root_module", ...path]);
}
