import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json";
import { addressBlock, sameAddress } from "./cidr";
import type { Leaf } from "./event-values";
import { comparableNumber, numericRange } from "./numeric";
import { RefusedPattern } from "./refused-pattern";
import { matchesWildcard, parseWildcard } from "./wildcard";

/** Whether a value that an event has meets one of the values that a pattern lists for its field. */
export type ValueTest = (value: Leaf) => boolean;
type StringTest = (text: string) => boolean;

/** The operators, each with its anchor in https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: ReadonlyMap<string, (operand: Json) => ValueTest> = new Map([
  // #eb-filtering-prefix-matching and #eb-filtering-prefix-matching-ignore-case
  ["prefix", (operand: Json) => onString(affix(operand, "prefix"))],
  // #eb-filtering-suffix-matching and #eb-filtering-suffix-matching-ignore-case
  ["suffix", (operand: Json) => onString(affix(operand, "suffix"))],
  // #eb-filtering-equals-ignore-case-matching
  ["equals-ignore-case", (operand: Json) => onString(ignoringCase(stringOperand(operand, "equals-ignore-case")))],
  // #eb-filtering-wildcard-matching
  ["wildcard", (operand: Json) => onString(wildcard(operand))],
  // #eb-filtering-anything-but
  ["anything-but", anythingBut],
  // #eb-filtering-numeric-matching
  ["numeric", numeric],
  // #eb-filtering-ip-matching; EventBridge calls it a prefix, too, if it is not a string.
  ["cidr", (operand: Json) => onString(addressBlock(stringOperand(operand, "prefix")))],
  // #eb-filtering-exists-matching
  ["exists", exists],
  // Not on that page: the long form of a plain string.
  ["exactly", exactly],
]);

/** What `anything-but` can negate, by #eb-filtering-anything-but-prefix, -suffix, -ignore-case and -wildcard. */
const NEGATABLE: ReadonlyMap<string, (operand: Json) => StringTest> = new Map([
  ["prefix", (operand: Json) => affix(notEmpty(operand), "prefix")],
  ["suffix", (operand: Json) => affix(notEmpty(operand), "suffix")],
  [
    "equals-ignore-case",
    (operand: Json) =>
      ignoringCase(
        asString(operand, "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."),
      ),
  ],
  ["wildcard", wildcard],
]);

/** No field inside `$or` may have such a name. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set(OPERATORS.keys());

/** @throws RefusedPattern */
export function valueTest(alternative: Json): ValueTest {
  if (isJsonObject(alternative)) {
    const [name, operand] = onlyEntry(alternative, "Match expression name not found");
    const read = OPERATORS.get(name);
    if (read === undefined) throw new RefusedPattern(`Unrecognized match type ${name}`);
    return read(operand);
  }
  if (typeof alternative === "string") {
    // EventBridge compares IP addresses as such.
    const isSame = sameAddress(alternative);
    return (value) => value === alternative || (typeof value === "string" && isSame?.(value) === true);
  }
  const isValue = alternative === null || typeof alternative === "boolean" || Number.isFinite(alternative);
  if (!isValue) throw new RefusedPattern("Match value must be String, number, true, false, or null");
  return (value) => value === alternative;
}

function anythingBut(operand: Json): ValueTest {
  if (isJsonObject(operand)) return anythingButStrings(operand);
  const excluded = excludedValues(operand);
  if (!excluded.every((value) => typeof value === "string" || typeof value === "number"))
    throw new RefusedPattern("Inside anything but list, start|null|boolean is not supported.");
  if (new Set(excluded.map((value) => typeof value)).size !== 1)
    throw new RefusedPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  for (const value of excluded) if (typeof value === "number") comparableNumber(value, "anything-but");
  return (value) => !excluded.some((one) => one === value);
}

function anythingButStrings(operand: JsonObject): ValueTest {
  const [name, values] = onlyEntry(operand, "Anything-But expression name not found");
  const read = NEGATABLE.get(name);
  if (read === undefined) throw new RefusedPattern(`Unsupported anything-but pattern: ${name}`);
  const tests = excludedValues(values).map(read);
  if (tests.length === 0) throw new RefusedPattern("Empty arrays are not allowed");
  return (value) => typeof value !== "string" || !tests.some((accepts) => accepts(value));
}

/** What `anything-but` excludes: a list, or one value in place of a list. */
function excludedValues(operand: Json): readonly Json[] {
  if (isJsonList(operand)) return operand;
  if (typeof operand === "string" || typeof operand === "number") return [operand];
  throw new RefusedPattern("Value of anything-but must be an array or single string/number value.");
}

function numeric(operand: Json): ValueTest {
  const isInRange = numericRange(operand);
  return (value) => typeof value === "number" && isInRange(value);
}

function exists(operand: Json): ValueTest {
  if (typeof operand !== "boolean") throw new RefusedPattern("exists match pattern must be either true or false.");
  return () => operand;
}

function exactly(operand: Json): ValueTest {
  const expected = stringOperand(operand, "exact");
  return (value) => value === expected;
}

/** The operand is a string or `{"equals-ignore-case": string}`. */
function affix(operand: Json, operator: "prefix" | "suffix"): StringTest {
  if (isJsonObject(operand)) {
    const name = operator === "prefix" ? "Prefix" : "Suffix";
    const [nested, text] = onlyEntry(operand, `${name} expression name not found`);
    if (nested !== "equals-ignore-case") throw new RefusedPattern(`Unsupported ${operator} pattern: ${nested}`);
    return ignoringCase(stringOperand(text, nested), operator);
  }
  const expected = stringOperand(operand, operator);
  return operator === "prefix" ? (text) => text.startsWith(expected) : (text) => text.endsWith(expected);
}

function notEmpty(operand: Json): string {
  const text = stringOperand(operand, "prefix/suffix");
  if (text === "") throw new RefusedPattern("Null prefix/suffix not allowed");
  return text;
}

function wildcard(operand: Json): StringTest {
  const parsed = parseWildcard(stringOperand(operand, "wildcard"));
  return (text) => matchesWildcard(parsed, text);
}

/** Each character matches in lower or upper case, which can differ in length. */
function ignoringCase(expected: string, part: "whole" | "prefix" | "suffix" = "whole"): StringTest {
  const source = [...expected]
    .map((character) => [character.toLowerCase(), character.toUpperCase()])
    .map((cases) => `(?:${cases.map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})`)
    .join("");
  const pattern = new RegExp(`${part === "suffix" ? "" : "^"}${source}${part === "prefix" ? "" : "$"}`);
  return (text) => pattern.test(text);
}

function onString(accepts: StringTest): ValueTest {
  return (value) => typeof value === "string" && accepts(value);
}

function stringOperand(operand: Json, operator: string): string {
  return asString(operand, `${operator} match pattern must be a string`);
}

function asString(operand: Json, refusal: string): string {
  if (typeof operand !== "string") throw new RefusedPattern(refusal);
  return operand;
}

/** The one key of an operator's object, and its value. */
function onlyEntry(object: JsonObject, refusalOfNone: string): [key: string, value: Json] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined) throw new RefusedPattern(refusalOfNone);
  if (others.length > 0) throw new RefusedPattern("Only one key allowed in match expression");
  return entry;
}
