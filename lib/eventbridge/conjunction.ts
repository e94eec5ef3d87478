import { isJsonObject, type Json, type JsonObject } from "./json";

/** A field that is set twice: EventBridge has no way to say that two conditions on one field must both hold. */
export class FieldConflict extends Error {
  constructor(readonly path: string) {
    super(`The field '${path}' is set twice.`);
  }
}

/**
 * The pattern that an event meets when it meets all of these. Fields are merged; two `$or` lists at the same place
 * become the list of all their combinations, since an object has room for one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 * @throws FieldConflict where a field is set twice, also where once of it is inside an `$or`
 */
export function allOf(...patterns: readonly JsonObject[]): JsonObject {
  const merged = patterns.reduce((left, right) => both(left, right, ""), {});
  fieldsOf(merged, "");
  return merged;
}

/** The pattern that an event meets when it meets any of these; one alone needs no `$or`. */
export function anyOf(alternatives: readonly JsonObject[]): JsonObject {
  const [only, ...others] = alternatives;
  return only !== undefined && others.length === 0 ? only : { $or: alternatives };
}

function both(left: JsonObject, right: JsonObject, at: string): JsonObject {
  const merged: Record<string, Json> = { ...left };
  for (const [field, value] of Object.entries(right)) {
    const present = Object.hasOwn(left, field) ? left[field] : undefined;
    merged[field] = present === undefined ? value : bothValues(field, present, value, at ? `${at}.${field}` : field);
  }
  return merged;
}

function bothValues(field: string, left: Json, right: Json, path: string): Json {
  if (field === "$or" && Array.isArray(left) && Array.isArray(right))
    return left.flatMap((l) => right.map((r) => (isJsonObject(l) && isJsonObject(r) ? both(l, r, path) : r)));
  if (isJsonObject(left) && isJsonObject(right)) return both(left, right, path);
  throw new FieldConflict(path);
}

/** The paths of all fields, those inside `$or` as if they stood beside it. */
function fieldsOf(pattern: JsonObject, at: string): Set<string> {
  const fields = new Set<string>();
  const add = (paths: Iterable<string>) => {
    for (const path of paths) {
      if (fields.has(path)) throw new FieldConflict(path);
      fields.add(path);
    }
  };
  for (const [field, value] of Object.entries(pattern)) {
    const path = at ? `${at}.${field}` : field;
    if (field === "$or" && Array.isArray(value))
      add(new Set(value.filter(isJsonObject).flatMap((branch) => [...fieldsOf(branch, at)])));
    else if (isJsonObject(value)) add(fieldsOf(value, path));
    else add([path]);
  }
  return fields;
}
