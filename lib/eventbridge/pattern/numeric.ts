import { isJsonList, type Json } from "../json";
import { RefusedPattern } from "./refused-pattern";

/** EventBridge compares numbers from the negative of this one to this one. */
const LARGEST_NUMBER = 5e9;

const COMPARISONS: ReadonlyMap<Json | undefined, (value: number, limit: number) => boolean> = new Map([
  ["=", (value: number, limit: number) => value === limit],
  ["<", (value: number, limit: number) => value < limit],
  ["<=", (value: number, limit: number) => value <= limit],
  [">", (value: number, limit: number) => value > limit],
  [">=", (value: number, limit: number) => value >= limit],
]);

/**
 * What a numeric range accepts: `["=", 3]`, `["<", 10]`, `[">", 0, "<=", 5]`.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-numeric-matching
 * @throws RefusedPattern
 */
export function numericRange(operand: Json): (value: number) => boolean {
  if (!isJsonList(operand)) throw new RefusedPattern("Value of numeric must be an array.");
  const [operator, first, upperOperator, second, ...others] = operand;
  if (typeof operator !== "string")
    throw new RefusedPattern(`Invalid member in numeric match: ${JSON.stringify(operator) ?? "]"}`);
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) throw new RefusedPattern(`Unrecognized numeric range operator: ${operator}`);
  const limit = comparableNumber(first, operator === "=" ? "equals" : operator);
  const isMet = (value: number) => isComparable(value) && compare(value, limit);
  if (operand.length === 2) return isMet;

  if (!operator.startsWith(">")) throw new RefusedPattern("Too many elements in numeric expression");
  if (typeof upperOperator !== "string")
    throw new RefusedPattern(`Bad value in numeric range: ${JSON.stringify(upperOperator)}`);
  const compareUpper = upperOperator.startsWith("<") ? COMPARISONS.get(upperOperator) : undefined;
  if (compareUpper === undefined) throw new RefusedPattern(`Bad numeric range operator: ${upperOperator}`);
  const upperLimit = comparableNumber(second, upperOperator);
  if (others.length > 0) throw new RefusedPattern("Too many terms in numeric range expression");
  if (limit >= upperLimit) throw new RefusedPattern("Bottom must be less than top");
  return (value) => isMet(value) && compareUpper(value, upperLimit);
}

/** @throws RefusedPattern if it is not a number, or not one that EventBridge compares */
export function comparableNumber(value: Json | undefined, operator: string): number {
  if (typeof value !== "number") throw new RefusedPattern(`Value of ${operator} must be numeric`);
  if (!isComparable(value)) throw new RefusedPattern("Value must be between -5.0E9 and 5.0E9, inclusive");
  return value;
}

function isComparable(value: number): boolean {
  return Math.abs(value) <= LARGEST_NUMBER;
}
