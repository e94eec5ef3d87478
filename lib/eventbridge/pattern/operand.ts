import { isJsonList, type Json, type JsonObject } from "../json";

/** What EventBridge would refuse in a pattern, its message in words near EventBridge's own. */
export class RefusedPattern extends Error {}

export function textOperand(operand: Json, operator: string): string {
  return asText(operand, `${operator} match pattern must be a string`);
}

export function asText(operand: Json, refusal: string): string {
  if (typeof operand !== "string") throw new RefusedPattern(refusal);
  return operand;
}

/** The one key of an operator's object, and its value. */
export function onlyEntry(object: JsonObject, refusalOfNone: string): [key: string, value: Json] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined) throw new RefusedPattern(refusalOfNone);
  if (others.length > 0) throw new RefusedPattern("Only one key allowed in match expression");
  return entry;
}

/** What `anything-but` excludes: a list, or one value that stands for a list of it. */
export function excludedValues(operand: Json): readonly Json[] {
  if (isJsonList(operand)) return operand;
  if (typeof operand === "string" || typeof operand === "number") return [operand];
  throw new RefusedPattern("Value of anything-but must be an array or single string/number value.");
}
