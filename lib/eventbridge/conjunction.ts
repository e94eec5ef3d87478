import { isJsonList, isJsonObject, type Json, type JsonObject } from "./json";
import { readPattern } from "./pattern/rules";

/** A field is set twice: a pattern cannot require two conditions of one field. */
export class FieldConflict extends Error {
  constructor(readonly path: string) {
    super(`The field '${path}' is set twice.`);
  }
}

/**
 * A pattern that matches an event if all of these do. Fields are merged; two `$or` lists in the same object become one
 * of all combinations of their branches, since the object has room for one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 * @throws FieldConflict if a field is set twice, also if once inside `$or`
 */
export function allOf(...patterns: readonly JsonObject[]): JsonObject {
  const merged = patterns.reduce((left, right) => merge(left, right, ""), {});
  const { setTwice } = readPattern(merged);
  if (setTwice !== undefined) throw new FieldConflict(setTwice);
  return merged;
}

/** A pattern that matches an event if any of these does; a single one needs no `$or`. */
export function anyOf(alternatives: readonly JsonObject[]): JsonObject {
  const [only, ...others] = alternatives;
  return only !== undefined && others.length === 0 ? only : { $or: alternatives };
}

function merge(left: JsonObject, right: JsonObject, at: string): JsonObject {
  const merged: Record<string, Json> = { ...left };
  for (const [field, value] of Object.entries(right)) {
    const path = at ? `${at}.${field}` : field;
    const present = Object.hasOwn(left, field) ? left[field] : undefined;
    if (present === undefined) merged[field] = value;
    else if (isJsonObject(present) && isJsonObject(value)) merged[field] = merge(present, value, path);
    else if (field === "$or" && isJsonList(present) && isJsonList(value))
      merged.$or = present.flatMap((l) => value.map((r) => (isJsonObject(l) && isJsonObject(r) ? merge(l, r, at) : r)));
    else throw new FieldConflict(path);
  }
  return merged;
}
