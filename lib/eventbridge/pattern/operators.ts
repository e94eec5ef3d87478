import { BlockList, isIPv4, isIPv6 } from "node:net";
import { isJsonList, isJsonObject, type Json } from "../json";
import type { Leaf } from "./match";

/** Whether a value that an event has meets one of the values that a pattern lists for its field. */
export type ValueTest = (value: Leaf) => boolean;
type StringTest = (text: string) => boolean;

/** What an operator takes, in words, and its test; undefined if EventBridge would refuse the operand. */
type Operator = readonly [takes: string, read: (operand: Json) => ValueTest | undefined];

/** The operators on strings, all of which `anything-but` can negate. */
const STRING_OPERATORS = new Map(
  Object.entries<(operand: string) => StringTest | undefined>({
    prefix: (start) => (text) => text.startsWith(start),
    suffix: (end) => (text) => text.endsWith(end),
    "equals-ignore-case": (other) => (text) => text.toLowerCase() === other.toLowerCase(),
    wildcard: wildcardTest,
  }),
);

const WILDCARD = "a string without '**', and with '\\' only before '*' or '\\'";
const AFFIX = 'a string, or {"equals-ignore-case": a string}';
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS = new Map(
  Object.entries<Operator>({
    prefix: [AFFIX, (operand) => affixTest("prefix", operand)],
    suffix: [AFFIX, (operand) => affixTest("suffix", operand)],
    "equals-ignore-case": ["a string", (operand) => stringTest("equals-ignore-case", operand)],
    wildcard: [WILDCARD, (operand) => stringTest("wildcard", operand)],
    "anything-but": ["one or more strings or numbers, or an operator on strings with one or more of them", anythingBut],
    numeric: ['a comparison such as ["<", 10] or a range such as [">", 0, "<=", 5], from -5e9 to 5e9', numeric],
    cidr: ["an address, '/' and fewer mask bits than it has", addressBlock],
    exists: ["true or false", (operand) => (typeof operand === "boolean" ? () => operand : undefined)],
  }),
);

/** No field inside `$or` may have such a name. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys()];

/** The signs that a number's difference from the limit may have. */
const COMPARISONS = new Map<Json | undefined, readonly number[]>(
  Object.entries({ "=": [0], "<": [-1], "<=": [-1, 0], ">": [1], ">=": [0, 1] }),
);

/** The test, or why EventBridge refuses the alternative. */
export function valueTest(alternative: Json): ValueTest | string {
  if (typeof alternative !== "object" || alternative === null) return (value) => value === alternative;
  const [[name, operand] = ["", null], ...others] = Object.entries(alternative);
  const [takes, read] = OPERATORS.get(name) ?? [];
  if (!takes || !read || others.length > 0)
    return `${JSON.stringify(alternative)} must be a value, or have one of the operators ${OPERATOR_NAMES.join(", ")}`;
  return read(operand) ?? `${name} must be ${takes}, got ${JSON.stringify(operand)}`;
}

function stringTest(name: string, operand: Json): ValueTest | undefined {
  const accepts = typeof operand === "string" ? STRING_OPERATORS.get(name)?.(operand) : undefined;
  return accepts && ((value) => typeof value === "string" && accepts(value));
}

function affixTest(name: string, operand: Json): ValueTest | undefined {
  if (!isJsonObject(operand)) return stringTest(name, operand);
  const { "equals-ignore-case": text, ...others } = operand;
  if (typeof text !== "string" || Object.keys(others).length > 0) return undefined;
  const accepts = stringTest(name, text.toLowerCase());
  return accepts && ((value) => typeof value === "string" && accepts(value.toLowerCase()));
}

function anythingBut(operand: Json): ValueTest | undefined {
  const [[name, values] = ["", operand], ...others] = isJsonObject(operand) ? Object.entries(operand) : [];
  const excluded = isJsonList(values) ? values : [values];
  if (excluded.length === 0 || others.length > 0) return undefined;
  if (isJsonObject(operand)) {
    const tests = excluded.map((one) => (one === "" && /fix$/.test(name) ? undefined : stringTest(name, one)));
    return tests.includes(undefined) ? undefined : (value) => !tests.some((accepts) => accepts?.(value));
  }
  const isRight = excluded.every((one) => typeof one === "string") || excluded.every(isComparable);
  return isRight ? (value) => !excluded.some((one) => one === value) : undefined;
}

function numeric(operand: Json): ValueTest | undefined {
  const [operator, limit, upperOperator, upperLimit, ...others] = isJsonList(operand) ? operand : [];
  const isMet = comparison(operator, limit);
  if (upperOperator === undefined) return isMet;
  const isMetAbove = comparison(upperOperator, upperLimit);
  const isRange = /^>.*</.test(`${operator} ${upperOperator}`) && Number(limit) < Number(upperLimit);
  if (!isMet || !isMetAbove || !isRange || others.length > 0) return undefined;
  return (value) => isMet(value) && isMetAbove(value);
}

function comparison(operator: Json | undefined, limit: Json | undefined): ValueTest | undefined {
  const signs = COMPARISONS.get(operator);
  if (!signs || !isComparable(limit)) return undefined;
  return (value) => isComparable(value) && signs.includes(Math.sign(value - limit));
}

function isComparable(value: Json | undefined): value is number {
  return typeof value === "number" && Math.abs(value) <= 5e9;
}

/** The literal texts around the asterisks of a wildcard, one more than there are; undefined if it is none. */
export function wildcardLiterals(wildcard: string): readonly string[] | undefined {
  const tokens: readonly string[] = wildcard.match(/\*\*|\\[*\\]|./gs) ?? [];
  if (tokens.includes("**") || tokens.includes("\\")) return undefined;
  const literals: string[] = [];
  let literal = "";
  for (const token of tokens) {
    if (token === "*") literals.push(literal);
    literal = token === "*" ? "" : literal + token.slice(-1);
  }
  return [...literals, literal];
}

/** Takes each literal where it first fits, which needs no second try. */
function wildcardTest(wildcard: string): StringTest | undefined {
  const [first, ...others] = wildcardLiterals(wildcard) ?? [];
  const last = others.pop();
  if (first === undefined || last === undefined) return first === undefined ? undefined : (text) => text === first;
  return (text) => {
    let from = text.startsWith(first) && text.endsWith(last) ? first.length : Number.POSITIVE_INFINITY;
    for (const literal of others) {
      const found = text.indexOf(literal, from);
      from = found < 0 ? Number.POSITIVE_INFINITY : found + literal.length;
    }
    return from <= text.length - last.length;
  };
}

function addressBlock(operand: Json): ValueTest | undefined {
  const [, address = "", bits] = /^(.*)\/(\d+)$/s.exec(typeof operand === "string" ? operand : "") ?? [];
  const version = ipVersion(address);
  if (!version || Number(bits) >= (version === "ipv4" ? 32 : 128)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, Number(bits), version);
  return (value) => {
    const other = ipVersion(String(value));
    return other !== undefined && block.check(String(value), other);
  };
}

/** EventBridge takes no dots and no zone in an IPv6 address. */
function ipVersion(text: string): "ipv4" | "ipv6" | undefined {
  if (isIPv4(text)) return "ipv4";
  return isIPv6(text) && !/[.%]/.test(text) ? "ipv6" : undefined;
}
