import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { type InputTransformer, transformerProblems } from "../../eventbridge/input-transformer";
import { isJsonObject, type Json, parseJson } from "../../eventbridge/json";
import { clusterOfPattern } from "../cluster";
import type { Alert } from "../model";
import { type Delivery, type Destination, deliveryTo } from "./destination";
import { NotKnown } from "./expressions";

/** A resource: its address, and its arguments. */
export interface Declared {
  readonly address: string;
  /**
   * The value at a path: an argument's name, and then the keys and indexes of what it holds. `null` or undefined if it
   * is not set. A block that may stand without a list is its own element 0.
   */
  readonly argument: (...path: readonly (string | number)[]) => Json | NotKnown | undefined;
}

/** What belongs to a target. */
export interface Related extends Destination {
  readonly rule: Declared | undefined;
  readonly webhookVariable: string | undefined;
}

/** An alert, with what a run needs to know of it. */
export interface ReadAlert extends Alert, Pick<Delivery, "bodyParameters"> {
  /** Name of the event bus, which is part of the rule's ARN. */
  readonly eventBus: string;
  /** The cluster that it watches, if that is known. */
  readonly clusterArn: string | undefined;
}

export const DEFAULT_BUS = "default";
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
const MAX_INPUT_LENGTH = 8192;

/** The alert that a target makes with its rule. */
export function alertOf(target: Declared, { rule, webhookVariable, ...destination }: Related): ReadAlert {
  const ofRule = rule ? patternOf(rule) : { pattern: undefined, problems: [ruleMissing(target)] };
  const ofTarget = inputOf(target);
  const delivery = deliveryTo(target, destination);
  return {
    address: target.address,
    rule: rule?.address,
    ruleName: nameOf(rule ?? target, rule ? "name" : "rule"),
    eventBus: busOf(rule ?? target),
    pattern: ofRule.pattern,
    clusterArn: clusterOfPattern(ofRule.pattern),
    input: ofTarget.input,
    webhookVariable,
    problems: [...ofRule.problems, ...ofTarget.problems],
    ...delivery,
    notes: [...busNotes(target, rule), ...delivery.notes],
  };
}

/** The name of the event bus, even if the argument is its ARN. */
export function busOf(declared: Declared): string {
  const bus = declared.argument("event_bus_name");
  return typeof bus === "string" && bus !== "" ? bus.slice(bus.lastIndexOf("/") + 1) : DEFAULT_BUS;
}

/** The value at a path; element 0 of anything but a list is the value itself. */
export function valueAt(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((parent, key) => {
    if (Array.isArray(parent)) return typeof key === "number" ? parent[key] : undefined;
    if (typeof key === "number") return key === 0 ? parent : undefined;
    return isJsonObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
  }, value);
}

function busNotes(target: Declared, rule: Declared | undefined): readonly string[] {
  const buses = [target, rule ?? target].map((one) => one.argument("event_bus_name"));
  if (rule === undefined || buses.some((bus) => bus instanceof NotKnown) || busOf(target) === busOf(rule)) return [];
  return [
    `The target is on the event bus '${busOf(target)}', but its rule is on '${busOf(rule)}': AWS refuses the target. Give both the same 'event_bus_name'.`,
  ];
}

function nameOf(declared: Declared, argument: string): string {
  const name = declared.argument(argument);
  if (typeof name === "string") return name;
  const prefix = declared.argument("name_prefix");
  return typeof prefix === "string" ? `${prefix}…` : "(known after apply)";
}

function ruleMissing(target: Declared): string {
  return `The rule ${nameOf(target, "rule")} was not found, so it is not known which events match.`;
}

function patternOf(rule: Declared): Pick<Alert, "pattern" | "problems"> {
  const disabled =
    rule.argument("state") === "DISABLED" || rule.argument("is_enabled") === false ? ["The rule is disabled."] : [];
  const text = rule.argument("event_pattern");
  if (text instanceof NotKnown) return { pattern: undefined, problems: [...disabled, notKnown(text)] };
  if (typeof text !== "string" || text === "") {
    return { pattern: undefined, problems: [...disabled, "The rule has no event pattern, so no event matches."] };
  }
  const pattern = parseJson(text);
  const problems = compilePattern(text).problems.map((problem) => `Event pattern: ${problem}`);
  return { pattern: isJsonObject(pattern) ? pattern : undefined, problems: [...disabled, ...problems] };
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

  if (target.argument("input_transformer", 0, "input_template") !== undefined) return transformed(target);
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    return {
      input: { kind: "path", path },
      problems: problem === undefined ? [] : [`'input_path' ${problem}: '${path}'.`],
    };
  }
  if (typeof constant === "string" && constant !== "") {
    return { input: { kind: "constant", body: constant }, problems: constantProblems(constant) };
  }
  return { input: { kind: "event" }, problems: [] };
}

function constantProblems(constant: string): readonly string[] {
  if (constant.length > MAX_INPUT_LENGTH) {
    return [`'input' must be at most ${MAX_INPUT_LENGTH} characters (EventBridge's limit), got ${constant.length}.`];
  }
  return parseJson(constant) === undefined ? ["'input' must be JSON."] : [];
}

function transformed(target: Declared): Input {
  const paths = target.argument("input_transformer", 0, "input_paths");
  const template = target.argument("input_transformer", 0, "input_template");
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
