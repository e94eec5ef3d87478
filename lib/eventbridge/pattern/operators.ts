import { BlockList, isIPv4, isIPv6 } from "node:net";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json";
import type { Leaf } from "./match";

/** Whether a value that an event has meets one of the values that a pattern lists for its field. */
export type ValueTest = (value: Leaf) => boolean;
type StringTest = (text: string) => boolean;

/** What EventBridge would refuse in a pattern, in words near its own. */
export class RefusedPattern extends Error {}

function refuse(problem: string): never {
  throw new RefusedPattern(problem);
}

/** The operators on strings, all of which `anything-but` can negate. */
const STRING_OPERATORS = new Map(
  Object.entries<(operand: Json) => StringTest>({
    prefix: (operand) => affix(operand, "prefix", (text, expected) => text.startsWith(expected)),
    suffix: (operand) => affix(operand, "suffix", (text, expected) => text.endsWith(expected)),
    "equals-ignore-case": (operand) => {
      const expected = stringOperand(operand, "equals-ignore-case").toLowerCase();
      return (text) => text.toLowerCase() === expected;
    },
    wildcard: (operand) => wildcardTest(stringOperand(operand, "wildcard")),
  }),
);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS = new Map<string, (operand: Json) => ValueTest>([
  ...[...STRING_OPERATORS].map(([name, read]) => [name, (operand: Json) => onString(read(operand))] as const),
  ["anything-but", anythingBut],
  ["numeric", numeric],
  ["cidr", (operand) => onString(addressBlock(stringOperand(operand, "cidr")))],
  ["exists", exists],
]);

/** The signs that a number's difference from the limit may have. */
const COMPARISONS = new Map<Json | undefined, readonly number[]>(
  Object.entries({ "=": [0], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] }),
);

/** EventBridge compares numbers from the negative of this one to this one. */
const LARGEST_NUMBER = 5e9;

/** No field inside `$or` may have such a name. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys()];

/** @throws RefusedPattern */
export function valueTest(alternative: Json): ValueTest {
  if (isJsonObject(alternative)) {
    const [name, operand] = onlyEntry(alternative);
    const read = OPERATORS.get(name) ?? refuse(`Unrecognized match type ${name}`);
    return read(operand);
  }
  if (isJsonList(alternative)) refuse("Match value must be String, number, true, false, or null");
  return (value) => value === alternative;
}

function exists(operand: Json): ValueTest {
  if (typeof operand !== "boolean") refuse("exists match pattern must be either true or false");
  return () => operand;
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
  if (excluded.every((value) => typeof value === "number"))
    for (const value of excluded) comparableNumber(value, "anything-but");
  else if (!excluded.every((value) => typeof value === "string"))
    refuse("Inside anything but list, either all values are number or string");
  return (value) => !excluded.some((one) => one === value);
}

/** `["=", 3]`, `["<", 10]`, or a range such as `[">", 0, "<=", 5]`. */
function numeric(operand: Json): ValueTest {
  if (!isJsonList(operand)) refuse("Value of numeric must be an array");
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

/** The operand is a string or `{"equals-ignore-case": string}`. */
function affix(operand: Json, operator: string, test: (text: string, expected: string) => boolean): StringTest {
  if (!isJsonObject(operand)) {
    const expected = stringOperand(operand, operator);
    return (text) => test(text, expected);
  }
  const [nested, text] = onlyEntry(operand);
  if (nested !== "equals-ignore-case") refuse(`Unsupported ${operator} pattern: ${nested}`);
  const expected = stringOperand(text, nested).toLowerCase();
  return (text) => test(text.toLowerCase(), expected);
}

/** The literal texts around the asterisks of a wildcard: one more than there are asterisks. @throws RefusedPattern */
export function wildcardLiterals(wildcard: string): readonly string[] {
  const literals: string[] = [];
  let literal = "";
  for (const [token] of wildcard.matchAll(/\*\*|\\[*\\]|./gs)) {
    if (token === "**") refuse("Consecutive wildcard characters");
    if (token === "\\") refuse("Invalid escape character");
    if (token === "*") {
      literals.push(literal);
      literal = "";
    } else literal += token.slice(-1);
  }
  return [...literals, literal];
}

/** Takes each literal where it first fits, which needs no second try. */
function wildcardTest(wildcard: string): StringTest {
  const [first = "", ...others] = wildcardLiterals(wildcard);
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

/** Whether a string is an address in the block. */
function addressBlock(cidr: string): StringTest {
  const [, address = "", bits] = /^([^/]*)\/(\d+)$/.exec(cidr) ?? [];
  if (bits === undefined) refuse("Malformed CIDR, one '/' and then the mask bits required");
  const version = ipVersion(address) ?? refuse(`Invalid IP address: ${address}`);
  if (Number(bits) >= (version === "ipv4" ? 32 : 128)) refuse(`Too many mask bits: ${bits}`);
  const block = new BlockList();
  block.addSubnet(address, Number(bits), version);
  return (text) => {
    const other = ipVersion(text);
    return other !== undefined && block.check(text, other);
  };
}

/** EventBridge takes no dots and no zone in an IPv6 address. */
function ipVersion(text: string): "ipv4" | "ipv6" | undefined {
  if (isIPv4(text)) return "ipv4";
  return isIPv6(text) && !/[.%]/.test(text) ? "ipv6" : undefined;
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
