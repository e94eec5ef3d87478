import { RefusedPattern } from "./operand";

/** The literal texts around the asterisks of a wildcard: one more than there are asterisks. */
export type Wildcard = readonly string[];

/**
 * The greatest complexity that EventBridge accepts. AWS documents that there is a limit, not which: patterns of 9 are
 * known to be accepted and of 11 to be refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
 */
export const MAX_WILDCARD_COMPLEXITY = 10;

const QUOTE = '"';
const ASTERISK = -1;
const ANY_OTHER_BYTE = -2;

/** @throws RefusedPattern with the position that EventBridge names: in bytes, after the opening quote */
export function parseWildcard(text: string): Wildcard {
  const literals: string[] = [];
  let literal = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    const position = () => Buffer.byteLength(text.slice(0, at)) + QUOTE.length;
    if (character === "*") {
      if (next === "*") throw new RefusedPattern(`Consecutive wildcard characters at pos ${position()}`);
      literals.push(literal);
      literal = "";
    } else if (character === "\\") {
      if (next !== "*" && next !== "\\") throw new RefusedPattern(`Invalid escape character at pos ${position()}`);
      literal += next;
      at++;
    } else {
      literal += character;
    }
  }
  return [...literals, literal];
}

/** Takes each literal where it first fits, which needs no second try: time grows with the text, not with the asterisks. */
export function matchesWildcard(wildcard: Wildcard, text: string): boolean {
  const [first = "", ...others] = wildcard;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const literal of others) {
    const found = text.indexOf(literal, from);
    if (found < 0) return false;
    from = found + literal.length;
  }
  return from <= text.length - last.length;
}

/**
 * How many beginnings of a field's wildcards one text can match at once, at worst: EventBridge's measure of them.
 * `*a*` has 3, since a text that ends in `a` matches `*`, `*a` and `*a*`. Counts no further than one above
 * `MAX_WILDCARD_COMPLEXITY`.
 * @param alternatives the wildcards of each alternative of the field: a list under `anything-but` is one alternative
 */
export function wildcardComplexity(alternatives: readonly (readonly Wildcard[])[]): number {
  const starts = alternatives.flatMap((wildcards, owner) =>
    wildcards.map((wildcard, index) => beginningsOf(wildcard, owner, index)),
  );
  const bytes = new Set([ANY_OTHER_BYTE, ...alternatives.flat().flatMap(tokensOf)]);
  bytes.delete(ASTERISK);
  const pending = [starts];
  const seen = new Set<string>();
  let most = 0;
  for (let matched = pending.pop(); matched; matched = pending.pop()) {
    for (const byte of bytes) {
      const longer = [...new Set(matched.flatMap((beginning) => matchedAfter(beginning, byte)))];
      most = Math.max(most, new Set(longer.map(({ countedAs }) => countedAs)).size);
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

/** A beginning of a wildcard, linked to the one that is longer by a byte or an asterisk. */
interface Beginning {
  readonly id: string;
  /** Equal for the beginnings that EventBridge counts as one, inside one alternative. */
  readonly countedAs: string;
  readonly endsInAsterisk: boolean;
  readonly next: number | undefined;
  readonly longer: Beginning | undefined;
}

/** The beginnings of one wildcard, in quotes as EventBridge reads it: the empty one, which leads to the others. */
function beginningsOf(wildcard: Wildcard, owner: number, index: number): Beginning {
  const tokens = tokensOf(wildcard);
  const firstAsterisk = tokens.indexOf(ASTERISK);
  let longer: Beginning | undefined;
  for (let length = tokens.length; length > 0; length--) {
    const shared = length === tokens.length ? "whole" : length <= firstAsterisk + 1 && tokens.slice(0, length).join();
    longer = {
      id: `${owner}:${index}:${length}`,
      countedAs: `${owner}:${shared || `${index}:${length}`}`,
      endsInAsterisk: tokens[length - 1] === ASTERISK,
      next: tokens[length],
      longer,
    };
  }
  return { id: "", countedAs: "", endsInAsterisk: false, next: tokens[0], longer };
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
