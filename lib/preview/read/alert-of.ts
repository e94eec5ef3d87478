import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import type { InputTransformer } from "../../eventbridge/input-transformer";
import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { transformerProblems } from "../../eventbridge/transformer-problems";
import type { Alert } from "../model";
import { NotKnown } from "./expressions";

/** A rule or target: its address, and its arguments by name, null and undefined where they are not set. */
export interface Declared {
  readonly address: string;
  readonly argument: (name: string) => Json | NotKnown | undefined;
}

/** An alert, and the event bus that its rule listens to, without which the rule has no ARN. */
export interface AlertOnBus extends Alert {
  readonly eventBus: string;
}

export const DEFAULT_BUS = "default";

/** The alert that a target makes with its rule; a target whose rule is elsewhere has none. */
export function alertOf(target: Declared, rule: Declared | undefined, webhookVariable: string | undefined): AlertOnBus {
  const ofRule = rule ? patternOf(rule) : { pattern: undefined, problems: [ruleMissing(target)] };
  const ofTarget = inputOf(target);
  return {
    address: target.address,
    rule: rule?.address,
    ruleName: nameOf(rule ?? target, rule ? "name" : "rule"),
    eventBus: busOf(rule ?? target),
    pattern: ofRule.pattern,
    input: ofTarget.input,
    webhookVariable,
    problems: [...ofRule.problems, ...ofTarget.problems],
  };
}

/** The name of the event bus, also where the argument is its ARN. */
export function busOf(declared: Declared): string {
  const bus = declared.argument("event_bus_name");
  return typeof bus === "string" && bus !== "" ? bus.slice(bus.lastIndexOf("/") + 1) : DEFAULT_BUS;
}

function nameOf(declared: Declared, argument: string): string {
  const name = declared.argument(argument);
  if (typeof name === "string") return name;
  const prefix = declared.argument("name_prefix");
  return typeof prefix === "string" ? `${prefix}…` : "(known after apply)";
}

function ruleMissing(target: Declared): string {
  return `The rule ${nameOf(target, "rule")} is not in what was read: which events it is for cannot be told.`;
}

function patternOf(rule: Declared): Pick<Alert, "pattern" | "problems"> {
  const disabled =
    rule.argument("state") === "DISABLED" || rule.argument("is_enabled") === false ? ["The rule is disabled."] : [];
  const pattern = rule.argument("event_pattern");
  if (pattern instanceof NotKnown) return { pattern: undefined, problems: [...disabled, notKnown(pattern)] };
  if (typeof pattern !== "string" || pattern === "") {
    return { pattern: undefined, problems: [...disabled, "The rule has no event pattern: it is for no events."] };
  }
  const problems = compilePattern(pattern).problems.map((problem) => `Event pattern: ${problem}`);
  return { pattern: objectOf(pattern), problems: [...disabled, ...problems] };
}

interface Input {
  readonly input: Alert["input"];
  readonly problems: readonly string[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf(target: Declared): Input {
  const transformer = target.argument("input_transformer");
  const path = target.argument("input_path");
  const constant = target.argument("input");
  const unknown = [transformer, path, constant].find((argument) => argument instanceof NotKnown);
  if (unknown !== undefined) return { input: { kind: "unknown" }, problems: [notKnown(unknown)] };

  const block: unknown = Array.isArray(transformer) ? transformer[0] : transformer;
  if (isJsonObject(block)) return transformed(block);
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    return {
      input: { kind: "path", path },
      problems: problem === undefined ? [] : [`'input_path' ${problem}: '${path}'.`],
    };
  }
  if (typeof constant === "string" && constant !== "") {
    const problems = isJson(constant) ? [] : ["'input' must be JSON."];
    return { input: { kind: "constant", body: constant }, problems };
  }
  return { input: { kind: "event" }, problems: [] };
}

function transformed(block: { readonly [key: string]: unknown }): Input {
  const { input_paths: paths, input_template: template } = block;
  const transformer: InputTransformer = {
    inputPaths: isJsonObject(paths)
      ? Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, String(path)]))
      : {},
    inputTemplate: typeof template === "string" ? template : "",
  };
  const problems = transformerProblems(transformer).map((problem) => `Input transformer: ${problem}`);
  return { input: { kind: "transformer", transformer }, problems };
}

function notKnown({ expression, why }: NotKnown): string {
  return `${why}: ${expression}`;
}

function objectOf(text: string): JsonObject | undefined {
  const value: unknown = isJson(text) ? JSON.parse(text) : undefined;
  return isJsonObject(value) ? value : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
