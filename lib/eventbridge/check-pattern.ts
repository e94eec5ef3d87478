import type { Report } from "../problems/problem";
import { oneOf, type Shape } from "../problems/shape";
import { compilePattern } from "./event-pattern";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "./json";

/** In characters. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const PATTERN_QUOTA = 2048;

/** Settings of every alert: any event pattern, and whether the cluster matters. */
export const PATTERN_SHAPE: Readonly<Record<"pattern" | "cluster", Shape>> = {
  pattern: { type: "object", tokens: "in JSON" },
  cluster: oneOf("variable", "any"),
};

/** A field, whose path is the message, is set twice: a pattern can hold it once. */
export class FieldConflict extends Error {}

/** Reports what EventBridge would refuse in a setting's pattern. @returns undefined if there is a problem */
export function checkPattern(report: Report, setting: string, make: () => JsonObject) {
  try {
    const json = make();
    const { setTwice, problems, warnings, required } = compilePattern(json);
    if (setTwice !== undefined) throw new FieldConflict(setTwice);
    const remedy = "Change 'pattern', use fewer names with '*', or split the alert.";
    for (const problem of problems) report(setting, `makes a pattern that EventBridge refuses: ${problem}. ${remedy}`);
    const { length } = JSON.stringify(json);
    const limit = `at most ${PATTERN_QUOTA} (EventBridge's default quota): name fewer, use prefixes, or split the alert.`;
    if (length > PATTERN_QUOTA)
      report(setting, `makes a pattern of ${length} characters with the longest cluster ARN, which must be ${limit}`);
    return problems.length > 0 || length > PATTERN_QUOTA ? undefined : { json, warnings, required };
  } catch (error) {
    if (!(error instanceof FieldConflict)) throw error;
    report(`${setting}.pattern`, `sets '${error.message}', which is set elsewhere too: set it in one place.`);
    return undefined;
  }
}

/**
 * A pattern that matches an event if all of these do. Fields are merged; two `$or` lists in the same object become one
 * of all combinations of their branches. @throws FieldConflict if a field is set twice
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
