import { isJsonList, isJsonObject, type Json, type JsonObject, kindOf, parseJson } from "../json";
import { OPERATOR_NAMES, type ValueTest, valueTest } from "./operators";

/** A field of a pattern: its dotted path, and what its value may be. */
export interface Condition {
  readonly path: string;
  /** Its place in the pattern's text. */
  readonly position: number;
  readonly expected: readonly Json[];
  /** The same, each once as JSON. */
  readonly texts: readonly string[];
  readonly matches: ValueTest;
  /** Whether it is met if the event has no such field. */
  readonly matchesAbsence: boolean;
}

/** Conditions that must all hold, by path: in EventBridge, `exists: false` in a list depends on what sorts before it. */
export type Rule = readonly Condition[];

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html#eventbridge-PutRule-request-EventPattern */
const MAX_PATTERN_LENGTH = 4096;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_OR_COMBINATIONS = 1000;

type Fields = Map<string, Condition>;

/** One rule without `$or`, else one for each combination of branches. A text that is too long is not looked into. */
export function readRules(text: string) {
  const problems: string[] = [];
  let setTwice: string | undefined;
  let position = 0;
  /** The product of the lengths of all `$or` lists, as EventBridge counts it. */
  let combinations = 1;
  const refuse = (path: string, problem: string): never[] => {
    problems.push(path === "" ? problem : `${path}: ${problem}`);
    return [];
  };

  /** @param rules changed where the object has no `$or` */
  function readObject(rules: readonly Fields[], object: JsonObject, at: string, insideOr: boolean): readonly Fields[] {
    let read = rules;
    if (Object.keys(object).length === 0) refuse(at, "must not be empty");
    for (const [key, value] of Object.entries(object)) {
      const path = at === "" ? key : `${at}.${key}`;
      if (insideOr && OPERATOR_NAMES.includes(key))
        refuse(path, "no field inside $or can have the name of an operator");
      if (key === "$or") read = readOr(read, value, at, path);
      else if (isJsonObject(value)) read = readObject(read, value, path, insideOr);
      else if (isJsonList(value)) readField(read, value, path);
      else refuse(path, `must be a list or an object, got ${kindOf(value)}`);
    }
    return read;
  }

  function readOr(rules: readonly Fields[], branches: Json, at: string, path: string): readonly Fields[] {
    const objects = isJsonList(branches) ? branches.filter(isJsonObject) : [];
    if (!isJsonList(branches) || objects.length < Math.max(2, branches.length))
      refuse(path, "must be a list of two or more objects");
    combinations *= Math.max(1, objects.length);
    const copies = () => (combinations > MAX_OR_COMBINATIONS ? [] : rules.map((rule) => new Map(rule)));
    return objects.flatMap((branch) => readObject(copies(), branch, at, true));
  }

  function readField(rules: readonly Fields[], expected: readonly Json[], path: string): void {
    if (expected.length === 0) refuse(path, "must not be empty");
    const tests = expected.flatMap((one) => {
      const test = valueTest(one);
      return typeof test === "string" ? refuse(path, test) : [test];
    });
    const matches: ValueTest = (value) => tests.some((accepts) => accepts(value));
    const matchesAbsence = expected.some((one) => isJsonObject(one) && one.exists === false);
    if (rules.some((rule) => rule.has(path))) setTwice ??= path;
    const texts = [...new Set(expected.map((one) => JSON.stringify(one)))];
    const condition: Condition = { path, position: position++, expected, texts, matches, matchesAbsence };
    for (const rule of rules) rule.set(path, condition);
  }

  const isTooLong = text.length > MAX_PATTERN_LENGTH;
  const pattern = isTooLong ? undefined : parseJson(text);
  if (isTooLong) refuse("", `must be at most ${MAX_PATTERN_LENGTH} characters, got ${text.length}`);
  else if (!isJsonObject(pattern)) refuse("", "must be a JSON object");
  const read = isJsonObject(pattern) ? readObject([new Map()], pattern, "", false) : [];
  if (combinations > MAX_OR_COMBINATIONS)
    refuse("", `$or makes ${combinations} combinations, which must be at most ${MAX_OR_COMBINATIONS}`);
  const byPath = (one: Condition, other: Condition) => (one.path < other.path ? -1 : 1);
  const rules = (problems.length > 0 ? [] : read).map((fields): Rule => [...fields.values()].sort(byPath));
  return { rules, problems, setTwice };
}
