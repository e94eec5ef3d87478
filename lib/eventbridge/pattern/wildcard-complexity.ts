import type { Condition, Rule } from "./rules";
import type { Wildcard } from "./wildcard";

/**
 * The greatest complexity that EventBridge accepts. AWS documents that there is a limit, not which: patterns of 9 are
 * known to be accepted and of 11 to be refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
export const MAX_WILDCARD_COMPLEXITY = 10;

const QUOTE = '"';
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

/**
 * How many beginnings of a field's wildcards one string can match at once, at worst: EventBridge's measure of them.
 * `*a*` has 3, since a string that ends in `a` matches `*`, `*a` and `*a*`. Counts no further than one above
 * `MAX_WILDCARD_COMPLEXITY`.
 * @param countsBranches whether a wildcard that several branches of `$or` have counts once for each, behind its first
 * asterisk
 */
export function wildcardComplexity({ conditions }: FieldReadTogether, countsBranches = false): number {
  const start = startsOf(conditions, countsBranches);
  const pending = [start];
  const seen = new Set<string>();
  let most = 0;
  for (let matched = pending.pop(); matched; matched = pending.pop()) {
    for (const byte of new Set([...matched.map(({ next }) => next), ANY_OTHER_BYTE])) {
      if (byte === ASTERISK || byte === undefined) continue;
      const longer = [...new Set(matched.flatMap((beginning) => matchedAfter(beginning, byte)))];
      const counted = new Map(longer.map(({ countedAs, times }) => [countedAs, times]));
      most = Math.max(
        most,
        [...counted.values()].reduce((sum, times) => sum + times, 0),
      );
      if (most > MAX_WILDCARD_COMPLEXITY) return MAX_WILDCARD_COMPLEXITY + 1;
      const state = longer
        .map(({ id }) => id)
        .sort()
        .join();
      if (longer.length > 0 && !seen.has(state)) pending.push(longer);
      seen.add(state);
    }
  }
  return most;
}

/** The empty beginning of each wildcard. */
function startsOf(conditions: readonly Condition[], countsBranches: boolean): readonly Beginning[] {
  const alternatives = new Map<string, { readonly wildcards: readonly Wildcard[]; times: number }>();
  for (const { wildcards } of conditions.flatMap((condition) => condition.alternatives)) {
    if (wildcards.length === 0) continue;
    const key = JSON.stringify(wildcards);
    const alternative = alternatives.get(key) ?? { wildcards, times: 0 };
    alternative.times = countsBranches ? alternative.times + 1 : 1;
    alternatives.set(key, alternative);
  }
  return [...alternatives.values()].flatMap(({ wildcards, times }, owner) =>
    wildcards.map((wildcard, index) => startOf(wildcard, `${owner}`, index, times)),
  );
}

/** A beginning of a wildcard, linked to the one that is longer by a byte or an asterisk. */
interface Beginning {
  readonly id: string;
  /** Equal for the beginnings that EventBridge counts as one, inside one alternative. */
  readonly countedAs: string;
  readonly times: number;
  readonly endsInAsterisk: boolean;
  readonly next: number | undefined;
  readonly longer: Beginning | undefined;
}

/** The beginnings of one wildcard, in quotes as EventBridge reads it: the empty one, which leads to the others. */
function startOf(wildcard: Wildcard, owner: string, index: number, times: number): Beginning {
  const tokens = tokensOf(wildcard);
  const firstAsterisk = tokens.indexOf(ASTERISK);
  const isPrefix = firstAsterisk === tokens.length - 2;
  let longer: Beginning | undefined;
  for (let length = tokens.length; length > 0; length--) {
    const isShared = firstAsterisk < 0 || length <= firstAsterisk + 1;
    const shared = length === tokens.length ? "whole" : isShared && tokens.slice(0, length).join();
    longer = {
      id: `${owner}:${index}:${length}`,
      countedAs: `${owner}:${shared || `${index}:${length}`}`,
      times: isShared || isPrefix ? 1 : times,
      endsInAsterisk: tokens[length - 1] === ASTERISK,
      next: tokens[length],
      longer,
    };
  }
  return { id: "", countedAs: "", times: 0, endsInAsterisk: false, next: tokens[0], longer };
}

function tokensOf(wildcard: Wildcard): number[] {
  return wildcard.flatMap((literal, index) => [
    ...(index === 0 ? Buffer.from(QUOTE) : [ASTERISK]),
    ...Buffer.from(index === wildcard.length - 1 ? literal + QUOTE : literal),
  ]);
}

function matchedAfter(beginning: Beginning, byte: number): Beginning[] {
  const matched = beginning.endsInAsterisk ? [beginning] : [];
  const { longer } = beginning;
  if (longer === undefined || beginning.next !== byte) return matched;
  matched.push(longer);
  if (longer.next === ASTERISK && longer.longer) matched.push(longer.longer);
  return matched;
}
