import { isJsonObject, type Json, type JsonObject } from "./json";
import { readPattern } from "./pattern/rules";

/**
 * Paths, such as `$.detail.group`, at which every event that matches the pattern has a string of one character or more.
 * A pattern does not tell lists from objects: if part of a path is a list, some element has the string, and an input
 * path without an index finds nothing. So the caller must know where its events have lists.
 */
export function requiredFields(pattern: JsonObject): ReadonlySet<string> {
  const [first, ...others] = readPattern(pattern).rules.map((rule) =>
    rule.filter(({ expected }) => expected.every(needsText)).map(({ path }) => `$.${path}`),
  );
  return new Set(first?.filter((path) => others.every((paths) => paths.includes(path))));
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
