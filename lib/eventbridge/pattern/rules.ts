import { isJsonObject, type Json, type JsonObject } from "../json";
import { isList, type Leaf } from "./fields";
import { RefusedPattern } from "./operand";
import { type Alternative, OPERATOR_NAMES, readAlternative } from "./operators";
import { MAX_WILDCARD_COMPLEXITY, type Wildcard, wildcardComplexity } from "./wildcard";

/** A field of a pattern: its dotted path, and what its value may be. */
export interface Condition {
  readonly path: string;
  readonly expected: readonly Json[];
  readonly matches: (value: Leaf) => boolean;
  readonly matchesAbsence: boolean;
}

/** Conditions that must all hold. */
export interface Rule {
  readonly inDocumentOrder: readonly Condition[];
  /** In the order of the paths, which is EventBridge's: `exists: false` minds what stands before it. */
  readonly inPathOrder: readonly Condition[];
}

export interface ReadPattern {
  /** A pattern without `$or` is one rule; each `$or` makes one of each of its branches. */
  readonly rules: readonly Rule[];
  readonly problems: readonly string[];
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_OR_COMBINATIONS = 1000;
const MAX_FIELDS = 256;
const TOO_COMPLEX =
  "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character";

/** Names that no field inside `$or` may have: a list that has one is not taken for alternatives. */
const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  ...OPERATOR_NAMES,
  ...["=", "<", "<=", ">", ">="],
  ...["regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);

const known = new WeakMap<JsonObject, ReadPattern>();

export function readPattern(pattern: JsonObject): ReadPattern {
  const read = known.get(pattern) ?? readAnew(pattern);
  known.set(pattern, read);
  return read;
}

/** The product of the lengths of all `$or` lists, as EventBridge counts it (max 1000). */
export function orCombinations(pattern: JsonObject): number {
  return Object.entries(pattern).reduce((product, [key, value]) => {
    if (isJsonObject(value)) return product * orCombinations(value);
    if (key !== "$or" || !isList(value)) return product;
    const nested = value.filter(isJsonObject).map(orCombinations);
    return nested.reduce((all, one) => all * one, product * Math.max(1, value.length));
  }, 1);
}

function readAnew(pattern: JsonObject): ReadPattern {
  const combinations = orCombinations(pattern);
  if (combinations > MAX_OR_COMBINATIONS)
    return {
      rules: [],
      problems: [`$or makes ${combinations} rule combinations, at most ${MAX_OR_COMBINATIONS} are allowed`],
    };
  const withOr = new PatternReader(true).read(pattern);
  // A `$or` that makes no alternatives is a field of that name, if EventBridge can read all as such.
  const withoutOr = withOr.problems.length > 0 ? new PatternReader(false).read(pattern) : withOr;
  return withoutOr.problems.length > 0 ? withOr : withoutOr;
}

type Fields = ReadonlyMap<string, Field>;

interface Field extends Condition {
  readonly alternatives: readonly Alternative[];
}

class PatternReader {
  private readonly problems: string[] = [];

  constructor(private readonly hasOr: boolean) {}

  read(pattern: JsonObject): ReadPattern {
    const rules = this.readObject([new Map()], pattern, "", false);
    if (rules.some((rule) => rule.size > MAX_FIELDS))
      this.refuse("", `Size of rule exceeds max value of ${MAX_FIELDS}`);
    for (const path of tooComplexPaths(rules)) this.refuse(path, TOO_COMPLEX);
    return { rules: rules.map(asRule), problems: this.problems };
  }

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
    if (key === "$or" && this.hasOr) return this.readOr(rules, value, at, path);
    if (insideOr && RESERVED_IN_OR.has(key))
      this.refuse(path, `${key} is Ruler reserved fieldName which cannot be used inside $or.`);
    if (isJsonObject(value)) return this.readObject(rules, value, path, insideOr);
    if (!isList(value)) {
      this.refuse(path, `"${key}" must be an object or an array`);
      return rules;
    }
    const field = this.readField(path, value);
    // Of a field that is set twice, EventBridge keeps what it reads last.
    return rules.map((rule) => new Map(rule).set(path, field));
  }

  private readOr(rules: readonly Fields[], branches: Json, at: string, path: string): readonly Fields[] {
    if (!isList(branches)) {
      this.refuse(path, "It must be an Array followed with $or.");
      return rules;
    }
    if (branches.length < 2) this.refuse(path, "There must have at least 2 Objects in $or relationship.");
    if (!branches.every(isJsonObject)) this.refuse(path, "Only JSON object is allowed in array of $or relationship.");
    return branches.filter(isJsonObject).flatMap((branch) => this.readObject(rules, branch, at, true));
  }

  private readField(path: string, expected: readonly Json[]): Field {
    if (expected.length === 0) this.refuse(path, "Empty arrays are not allowed");
    const alternatives = expected.flatMap((one) => {
      try {
        return [readAlternative(one)];
      } catch (error) {
        if (!(error instanceof RefusedPattern)) throw error;
        this.refuse(path, error.message);
        return [];
      }
    });
    return {
      path,
      expected,
      matches: (value) => alternatives.some((alternative) => alternative.matches(value)),
      matchesAbsence: alternatives.some((alternative) => alternative.matchesAbsence),
      alternatives,
    };
  }

  private refuse(path: string, problem: string): void {
    this.problems.push(path === "" ? problem : `${path}: ${problem}`);
  }
}

function asRule(fields: Fields): Rule {
  return { inDocumentOrder: [...fields.values()], inPathOrder: inPathOrder(fields) };
}

function inPathOrder(fields: Fields): readonly Field[] {
  return [...fields.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The wildcards of a field count together in all branches of `$or` that have the same fields before it. */
function tooComplexPaths(rules: readonly Fields[]): ReadonlySet<string> {
  const together = new Map<string, { readonly path: string; readonly wildcards: Map<string, readonly Wildcard[]> }>();
  for (const rule of rules) {
    let before = "";
    for (const { path, expected, alternatives } of inPathOrder(rule)) {
      const group = together.get(before + path) ?? { path, wildcards: new Map() };
      for (const { wildcards } of alternatives)
        if (wildcards.length > 0) group.wildcards.set(JSON.stringify(wildcards), wildcards);
      if (group.wildcards.size > 0) together.set(before + path, group);
      before += JSON.stringify([path, expected]);
    }
  }
  const groups = [...together.values()];
  return new Set(
    groups
      .filter(({ wildcards }) => wildcardComplexity([...wildcards.values()]) > MAX_WILDCARD_COMPLEXITY)
      .map(({ path }) => path),
  );
}
