import { isJsonList, isJsonObject, type Json, type JsonObject } from "./json";

/**
 * Paths, such as `$.detail.group`, at which every event that matches the pattern has a string of one character or more.
 * A pattern does not tell lists from objects: if part of a path is a list, some element has the string, and an input
 * path without an index finds nothing. So the caller must know where its events have lists.
 */
export function requiredFields(pattern: JsonObject, at = "$"): ReadonlySet<string> {
  const required = new Set<string>();
  for (const [field, value] of Object.entries(pattern)) {
    const path = `${at}.${field}`;
    if (field === "$or" && isJsonList(value)) {
      const [first, ...others] = value.filter(isJsonObject).map((branch) => requiredFields(branch, at));
      for (const one of first ?? []) if (others.every((other) => other.has(one))) required.add(one);
    } else if (isJsonObject(value)) {
      for (const one of requiredFields(value, path)) required.add(one);
    } else if (isJsonList(value) && value.every(needsText)) {
      required.add(path);
    }
  }
  return required;
}

/** Whether the condition holds only for a string of one character or more. */
function needsText(condition: Json): boolean {
  if (typeof condition === "string") return condition !== "";
  if (!isJsonObject(condition)) return false;
  return ["prefix", "suffix", "equals-ignore-case", "wildcard"].some((operator) => {
    const operand = condition[operator];
    return typeof operand === "string" && /[^*]/.test(operand);
  });
}
