import { isJsonObject, type Json, type JsonObject } from "./json";

/**
 * Paths of the fields that every event which meets the pattern has, and not as an empty text, such as `$.detail.group`.
 * Lists are left out: what holds for one of their elements says nothing of another.
 */
export function requiredFields(pattern: JsonObject): ReadonlySet<string> {
  return new Set([...fieldsOf(pattern)].map((path) => `$.${path}`));
}

function fieldsOf(pattern: JsonObject): Set<string> {
  const fields = new Set<string>();
  for (const [field, value] of Object.entries(pattern)) {
    if (field === "$or" && Array.isArray(value))
      for (const path of common(value.filter(isJsonObject).map(fieldsOf))) fields.add(path);
    else if (isJsonObject(value)) for (const path of fieldsOf(value)) fields.add(`${field}.${path}`);
    else if (Array.isArray(value) && value.every(needsText)) fields.add(field);
  }
  return fields;
}

/** Whether the condition holds only for a text of one character or more. */
function needsText(condition: Json): boolean {
  if (typeof condition === "string") return condition !== "";
  if (!isJsonObject(condition)) return false;
  return ["prefix", "suffix", "equals-ignore-case"].some((operator) => {
    const operand = condition[operator];
    return typeof operand === "string" && operand !== "";
  });
}

function common(sets: readonly ReadonlySet<string>[]): string[] {
  const [first, ...others] = sets;
  return [...(first ?? [])].filter((path) => others.every((set) => set.has(path)));
}
