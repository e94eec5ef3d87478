import { isJsonList, isJsonObject, isNestedTooDeeply, type Json, type JsonObject, MAX_JSON_DEPTH } from "../json";
import { OPERATOR_NAMES, type ValueTest, valueTest } from "./operators";
import { RefusedPattern } from "./refuse";

/** A field of a pattern: its dotted path, and what its value may be. */
export interface Condition {
  readonly path: string;
  /** Its place in the pattern's text. */
  readonly position: number;
  readonly expected: readonly Json[];
  /** The same, each as JSON text. */
  readonly texts: ReadonlySet<string>;
  readonly matches: ValueTest;
  /** Whether it is met if the event has no such field. */
  readonly matchesAbsence: boolean;
}

/** Conditions that must all hold, by path: in EventBridge, `exists: false` in a list depends on what sorts before it. */
export type Rule = readonly Condition[];

export interface ReadPattern {
  /** One without `$or`, else one for each combination of branches; none if there are problems. */
  readonly rules: readonly Rule[];
  readonly problems: readonly string[];
  /** The first field that is set more than once in a rule: EventBridge keeps what it reads last. */
  readonly setTwice: string | undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html#eventbridge-PutRule-request-EventPattern */
const MAX_PATTERN_LENGTH = 4096;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_OR_COMBINATIONS = 1000;
const MAX_FIELDS = 256;

/** What was read last: one alert asks for the same pattern several times in a row. */
let last: { readonly text: string; readonly read: ReadPattern } | undefined;

/** @param pattern the JSON text as given to PutRule, or parsed JSON */
export function readPattern(pattern: string | Json): ReadPattern {
  if (isNestedTooDeeply(pattern))
    return {
      rules: [],
      problems: [`Pattern is nested more than ${MAX_JSON_DEPTH} levels deep`],
      setTwice: undefined,
    };
  const text = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  if (last?.text === text) return last.read;
  const reader = new PatternReader();
  const rules = reader.read(text);
  const { problems, setTwice } = reader;
  last = { text, read: { rules: problems.length > 0 ? [] : rules, problems, setTwice } };
  return last.read;
}

type Fields = Map<string, Condition>;

class PatternReader {
  readonly problems: string[] = [];
  setTwice: string | undefined;
  private fields = 0;
  /** The product of the lengths of all `$or` lists, as EventBridge counts it. */
  private combinations = 1;

  /** A pattern that is too long is not looked into, since that could take any time. */
  read(text: string): readonly Rule[] {
    const { length } = text;
    if (length > MAX_PATTERN_LENGTH)
      return this.refuse("", `Pattern must have length less than or equal to ${MAX_PATTERN_LENGTH}, got ${length}`);
    let value: Json;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return this.refuse("", `Invalid JSON: ${error instanceof Error ? error.message : error}`);
    }
    return isJsonObject(value) ? this.readRules(value) : this.refuse("", "Filter is not an object");
  }

  private readRules(pattern: JsonObject): readonly Rule[] {
    const read = this.readObject([new Map()], pattern, "", false);
    if (this.combinations > MAX_OR_COMBINATIONS)
      this.refuse("", `$or makes ${this.combinations} rule combinations, at most ${MAX_OR_COMBINATIONS} are allowed`);
    if (read.some((fields) => fields.size > MAX_FIELDS))
      this.refuse("", `Size of rule exceeds max value of ${MAX_FIELDS}`);
    return read.map((fields) => [...fields.values()].sort((one, other) => (one.path < other.path ? -1 : 1)));
  }

  /** @param rules changed where the object has no `$or` */
  private readObject(rules: readonly Fields[], object: JsonObject, at: string, insideOr: boolean): readonly Fields[] {
    let read = rules;
    if (Object.keys(object).length === 0) this.refuse(at, "Empty objects are not allowed");
    for (const [key, value] of Object.entries(object)) {
      const path = at === "" ? key : `${at}.${key}`;
      if (insideOr && OPERATOR_NAMES.has(key))
        this.refuse(path, `${key} is Ruler reserved fieldName which cannot be used inside $or.`);
      if (key === "$or") read = this.readOr(read, value, at, path);
      else if (isJsonObject(value)) read = this.readObject(read, value, path, insideOr);
      else if (isJsonList(value)) this.readField(read, value, path);
      else this.refuse(path, `"${key}" must be an object or an array`);
    }
    return read;
  }

  private readOr(rules: readonly Fields[], branches: Json, at: string, path: string): readonly Fields[] {
    if (!isJsonList(branches)) return this.refuse(path, "It must be an Array followed with $or.");
    if (branches.length < 2) this.refuse(path, "There must have at least 2 Objects in $or relationship.");
    if (!branches.every(isJsonObject)) this.refuse(path, "Only JSON object is allowed in array of $or relationship.");
    this.combinations *= Math.max(1, branches.length);
    const copies = () => (this.combinations > MAX_OR_COMBINATIONS ? [] : rules.map((rule) => new Map(rule)));
    return branches.filter(isJsonObject).flatMap((branch) => this.readObject(copies(), branch, at, true));
  }

  private readField(rules: readonly Fields[], expected: readonly Json[], path: string): void {
    if (expected.length === 0) this.refuse(path, "Empty arrays are not allowed");
    const tests = expected.flatMap((one) => {
      try {
        return [valueTest(one)];
      } catch (error) {
        if (!(error instanceof RefusedPattern)) throw error;
        return this.refuse(path, error.message);
      }
    });
    const condition: Condition = {
      path,
      position: this.fields++,
      expected,
      texts: new Set(expected.map((one) => JSON.stringify(one))),
      matches: (value) => tests.some((accepts) => accepts(value)),
      matchesAbsence: expected.some((one) => isJsonObject(one) && one.exists === false),
    };
    if (rules.some((rule) => rule.has(path))) this.setTwice ??= path;
    for (const rule of rules) rule.set(path, condition);
  }

  /** Nothing could be read. */
  private refuse(path: string, problem: string): never[] {
    this.problems.push(path === "" ? problem : `${path}: ${problem}`);
    return [];
  }
}
