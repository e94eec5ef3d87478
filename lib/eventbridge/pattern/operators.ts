import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json";
import { addressBlock, sameAddress } from "./cidr";
import type { Leaf } from "./event-values";
import { refuse } from "./refuse";
import { wildcardTest } from "./wildcard";

/** Whether a value that an event has meets one of the values that a pattern lists for its field. */
export type ValueTest = (value: Leaf) => boolean;
type StringTest = (text: string) => boolean;

/** The operators on strings, all of which `anything-but` can negate. */
const STRING_OPERATORS = new Map(
  Object.entries<(operand: Json) => StringTest>({
    prefix: (operand) => affix(operand, "prefix"),
    suffix: (operand) => affix(operand, "suffix"),
    "equals-ignore-case": (operand) => ignoringCase(stringOperand(operand, "equals-ignore-case")),
    wildcard: (operand) => wildcardTest(stringOperand(operand, "wildcard")),
  }),
);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS = new Map<string, (operand: Json) => ValueTest>([
  ...[...STRING_OPERATORS].map(([name, read]) => [name, (operand: Json) => onString(read(operand))] as const),
  ["anything-but", anythingBut],
  ["numeric", numeric],
  // EventBridge calls it a prefix, too, if it is not a string.
  ["cidr", (operand) => onString(addressBlock(stringOperand(operand, "prefix")))],
  [
    "exists",
    (operand) =>
      typeof operand === "boolean" ? () => operand : refuse("exists match pattern must be either true or false."),
  ],
  // Not on that page: the long form of a plain string.
  ["exactly", (operand) => equalTo(stringOperand(operand, "exact"))],
]);

/** The signs that a number's difference from the limit may have. */
const COMPARISONS = new Map<Json | undefined, readonly number[]>(
  Object.entries({ "=": [0], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] }),
);

/** EventBridge compares numbers from the negative of this one to this one. */
const LARGEST_NUMBER = 5e9;

/** No field inside `$or` may have such a name. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set(OPERATORS.keys());

/** @throws RefusedPattern */
export function valueTest(alternative: Json): ValueTest {
  if (isJsonObject(alternative)) {
    const [name, operand] = onlyEntry(alternative);
    const read = OPERATORS.get(name) ?? refuse(`Unrecognized match type ${name}`);
    return read(operand);
  }
  if (typeof alternative === "string") {
    // EventBridge compares IP addresses as such.
    const isSame = sameAddress(alternative);
    return (value) => value === alternative || (typeof value === "string" && isSame?.(value) === true);
  }
  const isValue = alternative === null || typeof alternative === "boolean" || Number.isFinite(alternative);
  if (!isValue) refuse("Match value must be String, number, true, false, or null");
  return equalTo(alternative);
}

/** The operand is one value or a list, which an operator on strings may stand around. */
function anythingBut(operand: Json): ValueTest {
  const [name, values] = isJsonObject(operand) ? onlyEntry(operand) : [undefined, operand];
  const excluded = isJsonList(values) ? values : [values];
  if (excluded.length === 0) refuse("Empty arrays are not allowed");
  if (name !== undefined) {
    const read = STRING_OPERATORS.get(name) ?? refuse(`Unsupported anything-but pattern: ${name}`);
    const tests = excluded.map((one) => read(stringOperand(one, name)));
    if (/fix$/.test(name) && excluded.includes("")) refuse("Null prefix/suffix not allowed");
    return (value) => typeof value !== "string" || !tests.some((accepts) => accepts(value));
  }
  const isStrings = excluded.every((value) => typeof value === "string");
  if (!isStrings && !excluded.every((value) => typeof value === "number"))
    refuse("Inside anything but list, either all values are number or string");
  for (const value of excluded) if (!isStrings) comparableNumber(value, "anything-but");
  return (value) => !excluded.some((one) => one === value);
}

/** `["=", 3]`, `["<", 10]`, or a range such as `[">", 0, "<=", 5]`. */
function numeric(operand: Json): ValueTest {
  if (!isJsonList(operand)) refuse("Value of numeric must be an array.");
  const [operator, limit, upperOperator, upperLimit] = operand;
  const isMet = comparison(operator, limit);
  if (operand.length === 2) return isMet;
  if (operand.length > 4 || (operator !== ">" && operator !== ">=")) refuse("Too many elements in numeric expression");
  if (upperOperator !== "<" && upperOperator !== "<=")
    refuse(`Bad numeric range operator: ${JSON.stringify(upperOperator)}`);
  const isMetAbove = comparison(upperOperator, upperLimit);
  if (Number(limit) >= Number(upperLimit)) refuse("Bottom must be less than top");
  return (value) => isMet(value) && isMetAbove(value);
}

function comparison(operator: Json | undefined, limit: Json | undefined): ValueTest {
  const name = JSON.stringify(operator) ?? "none";
  const signs = COMPARISONS.get(operator) ?? refuse(`Unrecognized numeric range operator: ${name}`);
  const number = comparableNumber(limit, name);
  return (value) =>
    typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER && signs.includes(Math.sign(value - number));
}

function comparableNumber(value: Json | undefined, operator: string): number {
  if (typeof value !== "number") return refuse(`Value of ${operator} must be numeric`);
  if (Math.abs(value) > LARGEST_NUMBER) refuse("Value must be between -5.0E9 and 5.0E9, inclusive");
  return value;
}

function equalTo(expected: Json): ValueTest {
  return (value) => value === expected;
}

/** The operand is a string or `{"equals-ignore-case": string}`. */
function affix(operand: Json, operator: "prefix" | "suffix"): StringTest {
  if (isJsonObject(operand)) {
    const [nested, text] = onlyEntry(operand);
    if (nested !== "equals-ignore-case") refuse(`Unsupported ${operator} pattern: ${nested}`);
    return ignoringCase(stringOperand(text, nested), operator);
  }
  const expected = stringOperand(operand, operator);
  return operator === "prefix" ? (text) => text.startsWith(expected) : (text) => text.endsWith(expected);
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
  return typeof operand === "string" ? operand : refuse(`${operator} match pattern must be a string`);
}

/** The one key of an operator's object, and its value. */
function onlyEntry(object: JsonObject): [key: string, value: Json] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined) return refuse("Match expression name not found");
  if (others.length > 0) refuse("Only one key allowed in match expression");
  return entry;
}
