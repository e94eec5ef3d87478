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
  Object.entries<(operand: string) => StringTest>({
    prefix: (start) => (text) => text.startsWith(start),
    suffix: (end) => (text) => text.endsWith(end),
    "equals-ignore-case": (other) => (text) => text.toLowerCase() === other.toLowerCase(),
    wildcard: wildcardTest,
  }),
);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS = new Map(
  Object.entries<(operand: Json) => ValueTest>({
    "anything-but": anythingBut,
    numeric,
    exists,
    cidr: (operand) => onString(addressBlock(stringOperand(operand, "cidr"))),
  }),
);

/** No field inside `$or` may have such a name. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys(), ...STRING_OPERATORS.keys()];

/** The signs that a number's difference from the limit may have. */
const COMPARISONS = new Map<Json | undefined, readonly number[]>(
  Object.entries({ "=": [0], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] }),
);
const NUMERIC = 'numeric must be a comparison such as ["<", 10], or a range such as [">", 0, "<=", 5]';
/** EventBridge compares numbers from the negative of this one to this one. */
const LARGEST_NUMBER = 5e9;

/** @throws RefusedPattern */
export function valueTest(alternative: Json): ValueTest {
  if (isJsonObject(alternative)) {
    const [name, operand] = onlyEntry(alternative);
    return OPERATORS.get(name)?.(operand) ?? onString(stringTest(name, operand));
  }
  if (isJsonList(alternative)) refuse("Match value must be String, number, true, false, or null");
  return (value) => value === alternative;
}

/** `prefix` and `suffix` also take `{"equals-ignore-case": string}`. */
function stringTest(name: string, operand: Json): StringTest {
  const test = STRING_OPERATORS.get(name) ?? refuse(`Unrecognized match type ${name}`);
  if (!isJsonObject(operand) || !isAffix(name)) return test(stringOperand(operand, name));
  const [nested, text] = onlyEntry(operand);
  if (nested !== "equals-ignore-case") refuse(`Unsupported ${name} pattern: ${nested}`);
  const accepts = test(stringOperand(text, nested).toLowerCase());
  return (value) => accepts(value.toLowerCase());
}

/** The operand is one value or a list, which an operator on strings may stand around. */
function anythingBut(operand: Json): ValueTest {
  const [name, values] = isJsonObject(operand) ? onlyEntry(operand) : [undefined, operand];
  const excluded = isJsonList(values) ? values : [values];
  if (excluded.length === 0) refuse("Empty arrays are not allowed");
  if (name !== undefined) {
    const test = STRING_OPERATORS.get(name) ?? refuse(`Unsupported anything-but pattern: ${name}`);
    const tests = excluded.map((one) => test(stringOperand(one, name)));
    if (isAffix(name) && excluded.includes("")) refuse("Null prefix/suffix not allowed");
    return (value) => typeof value !== "string" || !tests.some((accepts) => accepts(value));
  }
  if (excluded.every((value) => typeof value === "number"))
    for (const value of excluded) comparableNumber(value, "anything-but");
  else if (!excluded.every((value) => typeof value === "string"))
    refuse("Inside anything but list, either all values are number or string");
  return (value) => !excluded.some((one) => one === value);
}

function numeric(operand: Json): ValueTest {
  const [operator, limit, upperOperator, upperLimit, ...more] = isJsonList(operand) ? operand : [];
  const isMet = comparison(operator, limit);
  if (upperOperator === undefined) return isMet;
  const isMetAbove = comparison(upperOperator, upperLimit);
  const isRange = /^>.*</.test(`${operator} ${upperOperator}`) && Number(limit) < Number(upperLimit);
  if (!isRange || more.length > 0) refuse(NUMERIC);
  return (value) => isMet(value) && isMetAbove(value);
}

function comparison(operator: Json | undefined, limit: Json | undefined): ValueTest {
  const signs = COMPARISONS.get(operator) ?? refuse(NUMERIC);
  const number = comparableNumber(limit, "numeric");
  return (value) =>
    typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER && signs.includes(Math.sign(value - number));
}

function comparableNumber(value: Json | undefined, operator: string): number {
  if (typeof value !== "number") return refuse(`Value of ${operator} must be numeric`);
  if (Math.abs(value) > LARGEST_NUMBER) refuse("Value must be between -5.0E9 and 5.0E9, inclusive");
  return value;
}

function exists(operand: Json): ValueTest {
  if (typeof operand !== "boolean") refuse("exists match pattern must be either true or false");
  return () => operand;
}

/** The literal texts around the asterisks of a wildcard: one more than there are asterisks. @throws RefusedPattern */
export function wildcardLiterals(wildcard: string): readonly string[] {
  const literals: string[] = [];
  let literal = "";
  for (const [token] of wildcard.matchAll(/\*\*|\\[*\\]|./gs)) {
    if (token === "**") refuse("Consecutive wildcard characters");
    if (token === "\\") refuse("Invalid escape character");
    if (token === "*") literals.push(literal);
    literal = token === "*" ? "" : literal + token.slice(-1);
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
  const [, address = "", bits] = /^(.*)\/(\d+)$/s.exec(cidr) ?? [];
  const version = ipVersion(address) ?? refuse(`Malformed CIDR: ${cidr}`);
  if (Number(bits) >= (version === "ipv4" ? 32 : 128)) refuse(`Too many mask bits: ${cidr}`);
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

function isAffix(operator: string): boolean {
  return operator === "prefix" || operator === "suffix";
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
