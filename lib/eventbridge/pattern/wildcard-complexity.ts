import { isJsonList, isJsonObject, type Json } from "../json";
import type { Condition, Rule } from "./rules";
import { parseWildcard, type Wildcard } from "./wildcard";

/**
 * The greatest complexity that EventBridge accepts. AWS documents that there is a limit, not which: patterns of 9 are
 * known to be accepted and of 11 to be refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
export const MAX_WILDCARD_COMPLEXITY = 10;

const QUOTE = Buffer.from('"');
const ASTERISK = -1;
const ANY_OTHER_BYTE = -2;

/** A field of the rules that have the same fields before it: EventBridge reads all its alternatives at once. */
export interface FieldReadTogether {
  readonly path: string;
  /** The field in each of these rules. */
  readonly conditions: readonly Condition[];
}

export function fieldsReadTogether(rules: readonly Rule[]): readonly FieldReadTogether[] {
  const numbers = new Map<string, number>();
  const together = new Map<number, { readonly path: string; readonly conditions: Condition[] }>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  for (const rule of rules) {
    let before = numberOf("");
    for (const condition of rule.inPathOrder) {
      const place = numberOf(`${before} ${condition.path}`);
      const field = together.get(place) ?? { path: condition.path, conditions: [] };
      field.conditions.push(condition);
      together.set(place, field);
      before = numberOf(`${place} ${JSON.stringify(condition.expected)}`);
    }
  }
  return [...together.values()];
}

/** A beginning of a wildcard, in quotes as EventBridge reads it. The next one in a list is longer by one token. */
interface Beginning {
  readonly endsInAsterisk: boolean;
  readonly next: number | undefined;
  /** Equal for the beginnings that EventBridge counts as one, inside one alternative. */
  readonly countedAs: string;
  /** 0 for the empty beginning. */
  readonly times: number;
}

/**
 * How many beginnings of a field's wildcards one string can match at once, at worst: EventBridge's measure of them.
 * `*a*` has 3, since a string that ends in `a` matches `*`, `*a` and `*a*`. Counts no further than one above
 * `MAX_WILDCARD_COMPLEXITY`.
 * @param countsBranches whether what follows the first asterisk counts once for each branch of `$or` that has it
 */
export function wildcardComplexity({ conditions }: FieldReadTogether, countsBranches = false): number {
  const beginnings = alternativesOf(conditions).flatMap(({ wildcards, branches }, alternative) =>
    wildcards.flatMap((one, index) => beginningsOf(one, `${alternative}`, index, countsBranches ? branches : 1)),
  );
  const after = (index: number, byte: number): number[] => {
    const here = beginnings[index]?.endsInAsterisk ? [index] : [];
    if (beginnings[index]?.next !== byte) return here;
    return beginnings[index + 1]?.next === ASTERISK ? [...here, index + 1, index + 2] : [...here, index + 1];
  };
  const pending = [[...beginnings.keys()].filter((index) => beginnings[index]?.times === 0)];
  const seen = new Set<string>();
  let most = 0;
  for (let matched = pending.pop(); matched; matched = pending.pop()) {
    for (const byte of new Set([...matched.map((index) => beginnings[index]?.next), ANY_OTHER_BYTE])) {
      if (byte === undefined || byte === ASTERISK) continue;
      const longer = [...new Set(matched.flatMap((index) => after(index, byte)))].sort((one, other) => one - other);
      const state = longer.join();
      if (longer.length === 0 || seen.has(state)) continue;
      seen.add(state);
      pending.push(longer);
      const counted = new Map(longer.map((index) => [beginnings[index]?.countedAs, beginnings[index]?.times ?? 0]));
      most = Math.max(most, sum(counted.values()));
      if (most > MAX_WILDCARD_COMPLEXITY) return MAX_WILDCARD_COMPLEXITY + 1;
    }
  }
  return most;
}

interface WildcardAlternative {
  readonly wildcards: readonly Wildcard[];
  branches: number;
}

function alternativesOf(conditions: readonly Condition[]): readonly WildcardAlternative[] {
  const alternatives = new Map<string, WildcardAlternative>();
  for (const alternative of conditions.flatMap(({ expected }) => expected)) {
    const key = JSON.stringify(alternative);
    const known = alternatives.get(key) ?? { wildcards: wildcardsIn(alternative), branches: 0 };
    known.branches++;
    alternatives.set(key, known);
  }
  return [...alternatives.values()];
}

/** The wildcards of one alternative: `anything-but` takes several. */
function wildcardsIn(alternative: Json): readonly Wildcard[] {
  if (!isJsonObject(alternative)) return [];
  const { wildcard = [], "anything-but": negated = null } = alternative;
  const texts = isJsonList(wildcard) ? wildcard : [wildcard];
  return [...texts.filter((text) => typeof text === "string").map(parseWildcard), ...wildcardsIn(negated)];
}

function beginningsOf(wildcard: Wildcard, alternative: string, index: number, branches: number): Beginning[] {
  const tokens = wildcard.flatMap((literal, at) => [
    ...(at === 0 ? QUOTE : [ASTERISK]),
    ...Buffer.from(literal),
    ...(at === wildcard.length - 1 ? QUOTE : []),
  ]);
  const firstAsterisk = tokens.indexOf(ASTERISK);
  const isShared = (length: number) => firstAsterisk < 0 || length <= firstAsterisk + 1;
  const isPrefix = firstAsterisk === tokens.length - 2;
  return [...tokens, undefined].map((next, length) => {
    const shared = next === undefined ? "whole" : isShared(length) && tokens.slice(0, length).join();
    return {
      endsInAsterisk: tokens[length - 1] === ASTERISK,
      next,
      countedAs: `${alternative}:${shared || `${index}:${length}`}`,
      times: length === 0 ? 0 : isShared(length) || isPrefix ? 1 : branches,
    };
  });
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}
