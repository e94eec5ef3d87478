import { RefusedPattern } from "./refused-pattern";

/** The literal texts around the asterisks of a wildcard: one more than there are asterisks. */
export type Wildcard = readonly string[];

/** EventBridge counts positions in the JSON text, from the opening quote of the string. */
const OPENING_QUOTE = 1;

/** @throws RefusedPattern with the position that EventBridge names: in bytes, after the opening quote */
export function parseWildcard(text: string): Wildcard {
  const literals: string[] = [];
  let literal = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    const position = () => Buffer.byteLength(text.slice(0, at)) + OPENING_QUOTE;
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
