import { refuse } from "./refuse";

/** The literal texts around the asterisks of a wildcard: one more than there are asterisks. */
export type Wildcard = readonly string[];

/** @throws RefusedPattern */
export function parseWildcard(text: string): Wildcard {
  const literals: string[] = [];
  let literal = "";
  for (const { 0: token, index } of text.matchAll(/\*\*|\\[*\\]|./gs)) {
    // EventBridge counts bytes, from the opening quote of the string.
    const position = () => Buffer.byteLength(`"${text.slice(0, index)}`);
    if (token === "**") refuse(`Consecutive wildcard characters at pos ${position()}`);
    if (token === "\\") refuse(`Invalid escape character at pos ${position()}`);
    if (token === "*") {
      literals.push(literal);
      literal = "";
    } else {
      literal += token.slice(-1);
    }
  }
  return [...literals, literal];
}

/**
 * Takes each literal where it first fits, which needs no second try: time grows with the text, not with the asterisks.
 * @throws RefusedPattern
 */
export function wildcardTest(wildcard: string): (text: string) => boolean {
  const [first = "", ...others] = parseWildcard(wildcard);
  const last = others.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    let from = text.startsWith(first) && text.endsWith(last) ? first.length : Number.POSITIVE_INFINITY;
    for (const literal of others) {
      const found = text.indexOf(literal, from);
      from = found < 0 ? Number.POSITIVE_INFINITY : found + literal.length;
    }
    return from <= text.length - last.length;
  };
}
