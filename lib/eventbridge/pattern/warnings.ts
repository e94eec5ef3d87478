import { isJsonList, isJsonObject, type Json } from "../json";
import { wildcardLiterals } from "./operators";
import type { Condition, Rule } from "./rules";

/**
 * AWS documents that there is a limit, not which: patterns of 9 are known to be accepted, and of 11 to be refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
const MAX_COMPLEXITY = 10;
const TOO_COMPLEX =
  "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character";
const hasWildcard = (text: string) => text.includes('"wildcard"');
const HOW_SURE = "AWS's open-source rule engine does so, and EventBridge probably too, which nobody has tried.";
const COUNTS_AGAIN = `EventBridge may refuse these wildcards as too complex, since they count again for each combination of $or branches. ${HOW_SURE} Use exact values, 'prefix' or 'suffix', or one '*' at the end, or split the pattern into several rules.`;
/** The engine then matches strings that neither accepts. */
const MATCHES_MORE = `EventBridge may match other values too, since 'equals-ignore-case' stands beside 'wildcard'. ${HOW_SURE} Write the value in each case that occurs, or split the pattern into two rules.`;

/** Tokens beside the characters of a wildcard. */
const ASTERISK = "any string";
const ANY_OTHER = "any other character";

/** The alternatives of a field, as JSON, in all rules that have the same fields before it: EventBridge reads them at once. */
interface Field {
  readonly path: string;
  readonly texts: string[];
}

/** What EventBridge would refuse, beside what cannot be read. */
export function complexityProblems(rules: readonly Rule[]): string[] {
  const tooComplex = fieldsOf(rules).filter(({ texts }) => complexityOf(new Set(texts)) > MAX_COMPLEXITY);
  return [...new Set(tooComplex.map(({ path }) => `${path}: ${TOO_COMPLEX}`))];
}

/** What EventBridge may read otherwise than `compilePattern`, as https://github.com/aws/event-ruler does. */
export function patternWarnings(rules: readonly Rule[]): string[] {
  return [...new Set([...fieldsOf(rules).flatMap(warningsOfField), ...droppedBranches(rules)])];
}

function warningsOfField({ path, texts }: Field): string[] {
  const has = (operator: string) => texts.some((text) => text.startsWith(`{"${operator}":`));
  const countsAgain = complexityOf(texts) > MAX_COMPLEXITY ? [`${path}: ${COUNTS_AGAIN}`] : [];
  return has("wildcard") && has("equals-ignore-case") ? [...countsAgain, `${path}: ${MATCHES_MORE}`] : countsAgain;
}

/** The fields of rules of which one has a wildcard. */
function fieldsOf(rules: readonly Rule[]): readonly Field[] {
  if (!rules.flat().some(({ texts }) => texts.some(hasWildcard))) return [];
  const fields = new Map<string, Field>();
  for (const rule of rules) {
    let before = "";
    for (const { path, texts } of rule) {
      const place = `${before}\n${path}`;
      const field = fields.get(place) ?? { path, texts: [] };
      fields.set(place, field);
      field.texts.push(...texts);
      before = `${place} ${texts}`;
    }
  }
  return [...fields.values()];
}

/** Of the branches of `$or` that the engine drops: those that share a value with an earlier one in every field. */
function droppedBranches(rules: readonly Rule[]): string[] {
  const kept: Rule[] = [];
  return rules.flatMap((later) => {
    const hides = (earlier: Condition | undefined, { path, texts }: Condition) =>
      earlier?.path === path && texts.some((text) => earlier.texts.includes(text));
    const earlier = kept.find(
      (one) => one.length === later.length && later.every((condition, index) => hides(one[index], condition)),
    );
    if (earlier === undefined) kept.push(later);
    return later.flatMap(({ path, texts }, index) => {
      const lost = texts.filter((text) => earlier && !earlier[index]?.texts.includes(text)).join(", ");
      const warning = `${path}: EventBridge may never match ${lost}, since an earlier branch of $or has the same fields and shares a value with this one in every field. ${HOW_SURE} Name each value in one branch only, or make one branch of both.`;
      return lost === "" ? [] : [warning];
    });
  });
}

/** A beginning of a wildcard, in quotes as EventBridge reads it. The next one in a list is longer by one token. */
interface Beginning {
  readonly next: string | undefined;
  /** Equal for the beginnings that EventBridge counts as one, inside one alternative. */
  readonly countedAs: string;
  /** 0 for the empty beginning. */
  readonly times: number;
}

/** By alternatives with wildcards: several fields and alerts have the same, and to measure them takes long. */
const measured = new Map<string, number>();

/**
 * How many beginnings of a field's wildcards one string can match at once: `*a*` has 3, since a string that ends in `a`
 * matches `*`, `*a` and `*a*`. What another branch of `$or` has too counts again behind its first asterisk.
 */
function complexityOf(texts: Iterable<string>): number {
  const branches = new Map<string, number>();
  for (const text of texts) if (hasWildcard(text)) branches.set(text, (branches.get(text) ?? 0) + 1);
  const key = JSON.stringify([...branches]);
  const complexity = measured.get(key) ?? measure(branches);
  measured.set(key, complexity);
  return complexity;
}

/** Looks no further than the limit. */
function measure(branches: ReadonlyMap<string, number>): number {
  const beginnings = [...branches].flatMap(([text, count]) =>
    wildcardsIn(JSON.parse(text)).flatMap((one, index) => beginningsOf(one, text, index, count)),
  );
  const pending = [[...beginnings.keys()].filter((index) => beginnings[index]?.times === 0)];
  const seen = new Set<string>();
  let most = 0;
  for (let matched = pending.pop(); matched && most <= MAX_COMPLEXITY; matched = pending.pop()) {
    const staying = matched.filter((index) => beginnings[index - 1]?.next === ASTERISK);
    const reached = new Map<string | undefined, number[]>([[ANY_OTHER, []]]);
    for (const index of matched) {
      const next = beginnings[index]?.next;
      if (next === undefined || next === ASTERISK) continue;
      const longer = beginnings[index + 1]?.next === ASTERISK ? [index + 1, index + 2] : [index + 1];
      reached.set(next, [...(reached.get(next) ?? []), ...longer]);
    }
    for (const indexes of reached.values()) {
      const longer = [...new Set([...staying, ...indexes])].sort((one, other) => one - other);
      if (longer.length === 0 || seen.has(longer.join())) continue;
      seen.add(longer.join());
      pending.push(longer);
      const times = new Map(longer.map((index) => [beginnings[index]?.countedAs, beginnings[index]?.times ?? 0]));
      const sum = [...times.values()].reduce((one, other) => one + other);
      most = Math.max(most, sum);
    }
  }
  return most;
}

/** The literals of the wildcards in one alternative: `anything-but` takes several. */
function wildcardsIn(alternative: Json): readonly (readonly string[])[] {
  if (!isJsonObject(alternative)) return [];
  const { wildcard = [], "anything-but": negated } = alternative;
  if (negated !== undefined) return wildcardsIn(negated);
  const texts = isJsonList(wildcard) ? wildcard : [wildcard];
  return texts.flatMap((text) => (typeof text === "string" ? [wildcardLiterals(text) ?? []] : []));
}

function beginningsOf(literals: readonly string[], alternative: string, index: number, branches: number): Beginning[] {
  const [first = "", ...others] = literals;
  const tokens = ['"', ...first, ...others.flatMap((literal) => [ASTERISK, ...literal]), '"'];
  // Up to the first asterisk, several wildcards of one alternative are one.
  const shared = others.length > 0 ? [...first].length + 2 : tokens.length;
  const isPrefix = shared === tokens.length - 1;
  return [...tokens, undefined].map((next, length) => {
    const isShared = length <= shared;
    const place = isShared ? tokens.slice(0, length).join("") : `${index}:${length}`;
    return {
      next,
      countedAs: `${alternative}:${next === undefined ? "whole" : place}`,
      times: length === 0 ? 0 : isShared || isPrefix ? 1 : branches,
    };
  });
}
