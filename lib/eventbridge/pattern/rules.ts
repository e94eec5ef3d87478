import { isJsonList, isJsonObject, isNestedTooDeeply, type Json, type JsonObject, MAX_JSON_DEPTH } from "../json";
import { OPERATOR_NAMES, type ValueTest, valueTest } from "./operators";
import { RefusedPattern } from "./refused-pattern";
import { fieldsReadTogether, MAX_WILDCARD_COMPLEXITY, wildcardComplexity } from "./wildcard-complexity";

/** A field of a pattern: its dotted path, and what its value may be. */
export interface Condition {
  readonly path: string;
  readonly expected: readonly Json[];
  readonly matches: ValueTest;
  /** Whether it is met if the event has no such field. */
  readonly matchesAbsence: boolean;
}

/** Conditions that must all hold. */
export interface Rule {
  readonly inDocumentOrder: readonly Condition[];
  /** EventBridge's order: `exists: false` in a list depends on what sorts before it. */
  readonly inPathOrder: readonly Condition[];
}

export interface ReadPattern {
  /** One without `$or`, else one for each combination of branches; none if there are problems. */
  readonly rules: readonly Rule[];
  readonly problems: readonly string[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html#eventbridge-PutRule-request-EventPattern */
const MAX_PATTERN_LENGTH = 4096;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_OR_COMBINATIONS = 1000;
const MAX_FIELDS = 256;
const TOO_COMPLEX =
  "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character";

/** @param pattern the JSON text as given to PutRule, or parsed JSON */
export function readPattern(pattern: string | Json): ReadPattern {
  if (typeof pattern !== "string") {
    if (isNestedTooDeeply(pattern)) return refused(`Pattern is nested more than ${MAX_JSON_DEPTH} levels deep`);
    return readParsed(JSON.stringify(pattern), pattern);
  }
  if (pattern.length > MAX_PATTERN_LENGTH) return readParsed(pattern, undefined);
  try {
    return readParsed(pattern, JSON.parse(pattern));
  } catch (error) {
    return refused(`Invalid JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** A pattern that is too long is not looked into, since that could take any time. */
function readParsed({ length }: string, value: Json | undefined): ReadPattern {
  if (length > MAX_PATTERN_LENGTH)
    return refused(`Pattern must have length less than or equal to ${MAX_PATTERN_LENGTH}, got ${length}`);
  if (!isJsonObject(value)) return refused("Filter is not an object");
  const combinations = orCombinations(value);
  if (combinations > MAX_OR_COMBINATIONS)
    return refused(`$or makes ${combinations} rule combinations, at most ${MAX_OR_COMBINATIONS} are allowed`);
  return new PatternReader().read(value);
}

function refused(...problems: readonly string[]): ReadPattern {
  return { rules: [], problems };
}

/** The product of the lengths of all `$or` lists, as EventBridge counts it. */
function orCombinations(pattern: JsonObject): number {
  return Object.entries(pattern).reduce((product, [key, value]) => {
    if (isJsonObject(value)) return product * orCombinations(value);
    if (key !== "$or" || !isJsonList(value)) return product;
    const nested = value.filter(isJsonObject).map(orCombinations);
    return nested.reduce((all, one) => all * one, product * Math.max(1, value.length));
  }, 1);
}

type Fields = Map<string, Condition>;

class PatternReader {
  private readonly problems: string[] = [];

  read(pattern: JsonObject): ReadPattern {
    const rules = this.readObject([new Map()], pattern, "", false).map(asRule);
    if (rules.some((rule) => rule.inDocumentOrder.length > MAX_FIELDS))
      this.refuse("", `Size of rule exceeds max value of ${MAX_FIELDS}`);
    if (this.problems.length > 0) return refused(...this.problems);
    const tooComplex = fieldsReadTogether(rules).filter((field) => wildcardComplexity(field) > MAX_WILDCARD_COMPLEXITY);
    for (const path of new Set(tooComplex.map((field) => field.path))) this.refuse(path, TOO_COMPLEX);
    return this.problems.length > 0 ? refused(...this.problems) : { rules, problems: [] };
  }

  /** @param rules changed where the object has no `$or` */
  private readObject(rules: readonly Fields[], object: JsonObject, at: string, insideOr: boolean): readonly Fields[] {
    const entries = Object.entries(object);
    if (entries.length === 0) this.refuse(at, "Empty objects are not allowed");
    return entries.reduce((sofar, [key, value]) => this.readKey(sofar, key, value, at, insideOr), rules);
  }

  private readKey(
    rules: readonly Fields[],
    key: string,
    value: Json,
    at: string,
    insideOr: boolean,
  ): readonly Fields[] {
    const path = at === "" ? key : `${at}.${key}`;
    if (key === "$or") return this.readOr(rules, value, at, path);
    if (insideOr && OPERATOR_NAMES.has(key))
      this.refuse(path, `${key} is Ruler reserved fieldName which cannot be used inside $or.`);
    if (isJsonObject(value)) return this.readObject(rules, value, path, insideOr);
    if (!isJsonList(value)) {
      this.refuse(path, `"${key}" must be an object or an array`);
      return rules;
    }
    const condition = this.readCondition(path, value);
    // If a field is set twice, EventBridge keeps what it reads last.
    for (const rule of rules) rule.set(path, condition);
    return rules;
  }

  private readOr(rules: readonly Fields[], branches: Json, at: string, path: string): readonly Fields[] {
    if (!isJsonList(branches)) {
      this.refuse(path, "It must be an Array followed with $or.");
      return rules;
    }
    if (branches.length < 2) this.refuse(path, "There must have at least 2 Objects in $or relationship.");
    if (!branches.every(isJsonObject)) this.refuse(path, "Only JSON object is allowed in array of $or relationship.");
    const copies = () => rules.map((rule) => new Map(rule));
    return branches.filter(isJsonObject).flatMap((branch) => this.readObject(copies(), branch, at, true));
  }

  private readCondition(path: string, expected: readonly Json[]): Condition {
    if (expected.length === 0) this.refuse(path, "Empty arrays are not allowed");
    const tests = expected.flatMap((one) => {
      try {
        return [valueTest(one)];
      } catch (error) {
        if (!(error instanceof RefusedPattern)) throw error;
        this.refuse(path, error.message);
        return [];
      }
    });
    return {
      path,
      expected,
      matches: (value) => tests.some((accepts) => accepts(value)),
      matchesAbsence: expected.some((one) => isJsonObject(one) && one.exists === false),
    };
  }

  private refuse(path: string, problem: string): void {
    this.problems.push(path === "" ? problem : `${path}: ${problem}`);
  }
}

function asRule(fields: Fields): Rule {
  const conditions = [...fields.values()];
  return {
    inDocumentOrder: conditions,
    inPathOrder: conditions.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}
