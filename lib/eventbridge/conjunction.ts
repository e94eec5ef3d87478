import { isJsonList, isJsonObject, isNestedTooDeeply, type Json, type JsonObject } from "./json";

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
  if (!isNestedTooDeeply(merged)) checkFields(merged, "");
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
    const present = Object.hasOwn(left, field) ? left[field] : undefined;
    merged[field] = present === undefined ? value : mergeValues(field, present, value, at ? `${at}.${field}` : field);
  }
  return merged;
}

function mergeValues(field: string, left: Json, right: Json, path: string): Json {
  if (field === "$or" && isJsonList(left) && isJsonList(right))
    return left.flatMap((l) => right.map((r) => (isJsonObject(l) && isJsonObject(r) ? merge(l, r, path) : r)));
  if (isJsonObject(left) && isJsonObject(right)) return merge(left, right, path);
  throw new FieldConflict(path);
}

/** The paths of all fields. Those inside `$or` count as if they stood beside it. */
function checkFields(pattern: JsonObject, at: string): Set<string> {
  const fields = new Set<string>();
  for (const [field, value] of Object.entries(pattern)) {
    const path = at ? `${at}.${field}` : field;
    let inside = new Set([path]);
    if (field === "$or" && isJsonList(value))
      inside = new Set(value.filter(isJsonObject).flatMap((branch) => [...checkFields(branch, at)]));
    else if (isJsonObject(value)) inside = checkFields(value, path);
    for (const one of inside) {
      if (fields.has(one)) throw new FieldConflict(one);
      fields.add(one);
    }
  }
  return fields;
}
