import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json";
import { addressBlock, sameAddress } from "./cidr";
import type { Leaf } from "./event-values";
import { comparableNumber, numericRange } from "./numeric";
import { asText, excludedValues, onlyEntry, RefusedPattern, textOperand } from "./operand";
import {
  exactText,
  prefix,
  prefixOperand,
  suffix,
  suffixOperand,
  type TextTest,
  textInEitherCase,
  wildcard,
} from "./text";
import type { Wildcard } from "./wildcard";

/** One of the values that a pattern lists for a field. */
export interface Alternative {
  /** Whether a value that the event has meets it. */
  readonly matches: (value: Leaf) => boolean;
  /** Whether it is met where the event has no such field. */
  readonly matchesAbsence: boolean;
  /** The wildcards in it, whose complexity EventBridge limits. */
  readonly wildcards: readonly Wildcard[];
}

/** The operators, each with its anchor in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: ReadonlyMap<string, (operand: Json) => Alternative> = new Map([
  // #eb-filtering-prefix-matching and #eb-filtering-prefix-matching-ignore-case
  ["prefix", (operand: Json) => onText(prefixOperand(operand))],
  // #eb-filtering-suffix-matching and #eb-filtering-suffix-matching-ignore-case
  ["suffix", (operand: Json) => onText(suffixOperand(operand))],
  // #eb-filtering-equals-ignore-case-matching
  ["equals-ignore-case", (operand: Json) => onText(textInEitherCase(textOperand(operand, "equals-ignore-case")))],
  // #eb-filtering-wildcard-matching
  ["wildcard", (operand: Json) => onText(wildcard(textOperand(operand, "wildcard")))],
  // #eb-filtering-anything-but
  ["anything-but", (operand: Json) => (isJsonObject(operand) ? anythingButTexts(operand) : anythingBut(operand))],
  // #eb-filtering-numeric-matching
  ["numeric", numeric],
  // #eb-filtering-ip-matching
  ["cidr", cidr],
  // #eb-filtering-exists-matching
  ["exists", exists],
  // Not on that page: the long form of a plain text.
  ["exactly", (operand: Json) => onText(exactText(textOperand(operand, "exact")))],
]);

const NOT_NEGATABLE_IGNORING_CASE =
  "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.";

/** What `anything-but` can negate, by #eb-filtering-anything-but-prefix, -suffix, -ignore-case and -wildcard. */
const NEGATABLE: ReadonlyMap<string, (operand: Json) => TextTest> = new Map([
  ["prefix", (operand: Json) => prefix(notEmpty(textOperand(operand, "prefix/suffix")))],
  ["suffix", (operand: Json) => suffix(notEmpty(textOperand(operand, "prefix/suffix")))],
  ["equals-ignore-case", (operand: Json) => textInEitherCase(asText(operand, NOT_NEGATABLE_IGNORING_CASE))],
  ["wildcard", (operand: Json) => wildcard(textOperand(operand, "wildcard"))],
]);

/** The keys that stand for an operator in a field's list. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys()];

/** @throws RefusedPattern */
export function readAlternative(alternative: Json): Alternative {
  if (isJsonList(alternative)) throw new RefusedPattern("Match value must be String, number, true, false, or null");
  if (!isJsonObject(alternative)) return onPresent(isEqualTo(alternative));
  const [name, operand] = onlyEntry(alternative, "Match expression name not found");
  const read = OPERATORS.get(name);
  if (read === undefined) throw new RefusedPattern(`Unrecognized match type ${name}`);
  return read(operand);
}

/** EventBridge compares IP addresses as such. */
function isEqualTo(expected: Leaf): (value: Leaf) => boolean {
  const isSame = typeof expected === "string" ? sameAddress(expected) : undefined;
  return (value) => value === expected || (typeof value === "string" && isSame?.(value) === true);
}

function anythingBut(operand: Json): Alternative {
  const excluded = new Set<Leaf>();
  for (const value of excludedValues(operand)) {
    if (typeof value !== "string" && typeof value !== "number")
      throw new RefusedPattern("Inside anything but list, start|null|boolean is not supported.");
    excluded.add(typeof value === "number" ? comparableNumber(value, "anything-but") : value);
  }
  if (new Set([...excluded].map((value) => typeof value)).size !== 1)
    throw new RefusedPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  return onPresent((value) => !excluded.has(value));
}

function anythingButTexts(operand: JsonObject): Alternative {
  const [name, values] = onlyEntry(operand, "Anything-But expression name not found");
  const read = NEGATABLE.get(name);
  if (read === undefined) throw new RefusedPattern(`Unsupported anything-but pattern: ${name}`);
  const tests = excludedValues(values).map(read);
  if (tests.length === 0) throw new RefusedPattern("Empty arrays are not allowed");
  return {
    ...onPresent((value) => typeof value !== "string" || !tests.some(({ accepts }) => accepts(value))),
    wildcards: tests.flatMap(({ wildcard }) => (wildcard ? [wildcard] : [])),
  };
}

function numeric(operand: Json): Alternative {
  const isInRange = numericRange(operand);
  return onPresent((value) => typeof value === "number" && isInRange(value));
}

function cidr(operand: Json): Alternative {
  // EventBridge calls it a prefix, too, if it is not a string.
  return onText({ accepts: addressBlock(textOperand(operand, "prefix")) });
}

function exists(operand: Json): Alternative {
  if (typeof operand !== "boolean") throw new RefusedPattern("exists match pattern must be either true or false.");
  return { matches: () => operand, matchesAbsence: !operand, wildcards: [] };
}

function onPresent(matches: (value: Leaf) => boolean): Alternative {
  return { matches, matchesAbsence: false, wildcards: [] };
}

function onText({ accepts, wildcard }: TextTest): Alternative {
  return {
    ...onPresent((value) => typeof value === "string" && accepts(value)),
    wildcards: wildcard ? [wildcard] : [],
  };
}

function notEmpty(text: string): string {
  if (text === "") throw new RefusedPattern("Null prefix/suffix not allowed");
  return text;
}
