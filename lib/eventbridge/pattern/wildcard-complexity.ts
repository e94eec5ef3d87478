import { isJsonList, isJsonObject, type Json } from "../json";
import { entry } from "./event-values";
import type { Condition, Rule } from "./rules";
import { parseWildcard, type Wildcard } from "./wildcard";

/**
 * The greatest complexity that EventBridge accepts. AWS documents that there is a limit, not which: patterns of 9 are
 * known to be accepted and of 11 to be refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
const MAX_WILDCARD_COMPLEXITY = 10;

const TOO_COMPLEX =
  "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character";

const QUOTE = 0x22;
const ASTERISK = -1;
const ANY_OTHER_BYTE = -2;

/** A field of the rules that have the same fields before it: EventBridge reads all its alternatives at once. */
export interface FieldReadTogether {
  readonly path: string;
  /** The field in each of these rules. */
  readonly conditions: Condition[];
}

/** The fields of rules with wildcards; none if there are no wildcards. */
export function fieldsReadTogether(rules: readonly Rule[]): readonly FieldReadTogether[] {
  const hasWildcard = ({ texts }: Condition) => [...texts].some((text) => text.includes('"wildcard"'));
  if (!rules.some((rule) => rule.some(hasWildcard))) return [];
  const together = new Map<string, FieldReadTogether>();
  const numbers = new Map<string, number>();
  for (const rule of rules) {
    let before = 0;
    for (const condition of rule) {
      const { path, texts } = condition;
      const place = `${before} ${path}`;
      entry(together, place, () => ({ path, conditions: [] })).conditions.push(condition);
      before = entry(numbers, `${place} ${[...texts]}`, () => numbers.size + 1);
    }
  }
  return [...together.values()];
}

export function complexityProblems(rules: readonly Rule[]): string[] {
  const tooComplex = fieldsReadTogether(rules).filter((field) => isTooComplex(field));
  return [...new Set(tooComplex.map(({ path }) => `${path}: ${TOO_COMPLEX}`))];
}

/** A beginning of a wildcard, in quotes as EventBridge reads it. The next one in a list is longer by one token. */
interface Beginning {
  readonly next: number | undefined;
  /** Equal for the beginnings that EventBridge counts as one, inside one alternative. */
  readonly countedAs: string;
  /** 0 for the empty beginning. */
  readonly times: number;
}

interface Complexity {
  readonly alone: number;
  /** Counts what follows the first asterisk once for each branch of `$or` that has it. */
  readonly withBranches: number;
}

/** By alternatives with wildcards: several fields and alerts have the same. */
const measured = new Map<string, Complexity>();

/**
 * Whether one string can match, at worst, more beginnings of a field's wildcards at once than EventBridge takes: its
 * measure of them. `*a*` has 3, since a string that ends in `a` matches `*`, `*a` and `*a*`.
 */
export function isTooComplex({ conditions }: FieldReadTogether, by: keyof Complexity = "alone"): boolean {
  const branches = new Map<string, number>();
  for (const text of conditions.flatMap(({ texts }) => [...texts]))
    if (text.includes('"wildcard"')) branches.set(text, (branches.get(text) ?? 0) + 1);
  const key = JSON.stringify([...branches]);
  const complexity = measured.get(key) ?? complexityOf(branches);
  measured.set(key, complexity);
  return complexity[by] > MAX_WILDCARD_COMPLEXITY;
}

/** Looks no further than the limit. */
function complexityOf(branches: ReadonlyMap<string, number>): Complexity {
  const beginnings = [...branches].flatMap(([text, count]) =>
    wildcardsIn(JSON.parse(text)).flatMap((one, index) => beginningsOf(one, text, index, count)),
  );
  const after = (index: number, byte: number): number[] => {
    const here = beginnings[index - 1]?.next === ASTERISK ? [index] : [];
    if (beginnings[index]?.next !== byte) return here;
    return beginnings[index + 1]?.next === ASTERISK ? [...here, index + 1, index + 2] : [...here, index + 1];
  };
  const pending = [[...beginnings.keys()].filter((index) => beginnings[index]?.times === 0)];
  const seen = new Set<string>();
  let alone = 0;
  let withBranches = 0;
  for (let matched = pending.pop(); matched && alone <= MAX_WILDCARD_COMPLEXITY; matched = pending.pop()) {
    for (const byte of new Set([...matched.map((index) => beginnings[index]?.next), ANY_OTHER_BYTE])) {
      if (byte === undefined || byte === ASTERISK) continue;
      const longer = [...new Set(matched.flatMap((index) => after(index, byte)))].sort((one, other) => one - other);
      const state = longer.join();
      if (longer.length === 0 || seen.has(state)) continue;
      seen.add(state);
      pending.push(longer);
      const counted = new Map(longer.map((index) => [beginnings[index]?.countedAs, beginnings[index]?.times ?? 0]));
      const times = [...counted.values()];
      alone = Math.max(alone, times.filter((one) => one > 0).length);
      withBranches = Math.max(
        withBranches,
        times.reduce((sum, one) => sum + one, 0),
      );
    }
  }
  return { alone, withBranches };
}

/** The wildcards of one alternative: `anything-but` takes several. */
function wildcardsIn(alternative: Json): readonly Wildcard[] {
  if (!isJsonObject(alternative)) return [];
  const { wildcard = [], "anything-but": negated = null } = alternative;
  const texts = isJsonList(wildcard) ? wildcard : [wildcard];
  return [...texts.filter((text) => typeof text === "string").map(parseWildcard), ...wildcardsIn(negated)];
}

function beginningsOf(wildcard: Wildcard, alternative: string, index: number, branches: number): Beginning[] {
  const literals = wildcard.flatMap((literal, at) => [...(at > 0 ? [ASTERISK] : []), ...Buffer.from(literal)]);
  const tokens = [QUOTE, ...literals, QUOTE];
  const firstAsterisk = tokens.indexOf(ASTERISK);
  const isShared = (length: number) => firstAsterisk < 0 || length <= firstAsterisk + 1;
  const isPrefix = firstAsterisk === tokens.length - 2;
  return [...tokens, undefined].map((next, length) => {
    const shared = next === undefined ? "whole" : isShared(length) && tokens.slice(0, length).join();
    return {
      next,
      countedAs: `${alternative}:${shared || `${index}:${length}`}`,
      times: length === 0 ? 0 : isShared(length) || isPrefix ? 1 : branches,
    };
  });
}
