import { isJsonObject, type Json, type JsonObject } from "../json";
import { onlyEntry, RefusedPattern, textOperand } from "./operand";
import { matchesWildcard, parseWildcard, type Wildcard } from "./wildcard";

export interface TextTest {
  readonly accepts: (text: string) => boolean;
  readonly wildcard?: Wildcard;
}

export function exactText(expected: string): TextTest {
  return { accepts: (text) => text === expected };
}

export function prefix(expected: string): TextTest {
  return { accepts: (text) => text.startsWith(expected) };
}

export function suffix(expected: string): TextTest {
  return { accepts: (text) => text.endsWith(expected) };
}

export function textInEitherCase(expected: string): TextTest {
  return matching(`^${eitherCase(expected)}$`);
}

export function wildcard(expected: string): TextTest {
  const parsed = parseWildcard(expected);
  return { accepts: (text) => matchesWildcard(parsed, text), wildcard: parsed };
}

/** `prefix`, whose operand is a text or `{"equals-ignore-case": text}`. */
export function prefixOperand(operand: Json): TextTest {
  if (!isJsonObject(operand)) return prefix(textOperand(operand, "prefix"));
  return matching(`^${eitherCase(ignoringCase(operand, "prefix", "Prefix expression name not found"))}`);
}

/** `suffix`, whose operand is a text or `{"equals-ignore-case": text}`. */
export function suffixOperand(operand: Json): TextTest {
  if (!isJsonObject(operand)) return suffix(textOperand(operand, "suffix"));
  return matching(`${eitherCase(ignoringCase(operand, "suffix", "Suffix expression name not found"))}$`);
}

function ignoringCase(operand: JsonObject, operator: string, refusalOfNone: string): string {
  const [nested, text] = onlyEntry(operand, refusalOfNone);
  if (nested !== "equals-ignore-case") throw new RefusedPattern(`Unsupported ${operator} pattern: ${nested}`);
  return textOperand(text, nested);
}

function matching(source: string): TextTest {
  const pattern = new RegExp(source);
  return { accepts: (text) => pattern.test(text) };
}

/** A regular expression for the text, each character in lower or upper case, which can differ in length. */
function eitherCase(text: string): string {
  return [...text]
    .map((character) => {
      const cases = new Set([character.toLowerCase(), character.toUpperCase()]);
      return `(?:${[...cases].map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})`;
    })
    .join("");
}
