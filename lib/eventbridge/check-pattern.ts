import type { Report } from "../problems/problem";
import { type CompiledPattern, compilePattern } from "./event-pattern";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "./json";

/**
 * The default quota for a rule's pattern, in characters; AWS raises it on request.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const PATTERN_QUOTA = 2048;

/** A pattern that EventBridge accepts. */
export type CheckedPattern = { readonly json: JsonObject } & Pick<CompiledPattern, "warnings" | "required">;

/** A field, whose path is the message, is set twice: a pattern cannot require two conditions of one field. */
class FieldConflict extends Error {}

/**
 * Reports what EventBridge would refuse in the pattern that a setting makes.
 * @param make makes the pattern, with a cluster ARN as long as it can be
 * @returns undefined if there is a problem
 */
export function checkPattern(report: Report, setting: string, make: () => JsonObject): CheckedPattern | undefined {
  try {
    const json = make();
    const { length } = JSON.stringify(json);
    const { setTwice, warnings, required, ...compiled } = compilePattern(json);
    if (setTwice !== undefined) throw new FieldConflict(setTwice);
    const problems = compiled.problems.map(
      (problem) =>
        `makes a pattern that EventBridge refuses: ${problem}. Change 'pattern', use fewer names with '*', or split the alert.`,
    );
    if (length > PATTERN_QUOTA)
      problems.push(
        `makes a pattern of ${length} characters with the longest cluster ARN, which must be at most ${PATTERN_QUOTA} (EventBridge's default quota): name fewer, use prefixes, or split the alert.`,
      );
    for (const problem of problems) report(setting, problem);
    return problems.length > 0 ? undefined : { json, warnings, required };
  } catch (error) {
    if (!(error instanceof FieldConflict)) throw error;
    report(
      `${setting}.pattern`,
      `sets '${error.message}', which another setting or another part of it sets too (a pattern can hold a field once): set it in one place.`,
    );
    return undefined;
  }
}

/**
 * A pattern that matches an event if all of these do. Fields are merged; two `$or` lists in the same object become one
 * of all combinations of their branches, since the object has room for one.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
 * @throws FieldConflict if a field is set twice
 */
export function allOf(...patterns: readonly JsonObject[]): JsonObject {
  return patterns.reduce((left, right) => merge(left, right, ""), {});
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
