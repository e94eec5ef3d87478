import type { Json, JsonObject } from "../json";
import { type EventFields, fieldsOf, valueAt } from "./fields";
import { meetsAlone, meetsTogether } from "./match";
import { type Condition, type Rule, readPattern } from "./rules";

export interface Mismatch {
  /** The dotted path of a field, or of a list of which no element meets all of `expected`; empty for the whole event. */
  readonly path: string;
  readonly expected: Json;
  /** What the event has there: of a field inside a list, the values of all elements. */
  readonly actual: Json | undefined;
}

/**
 * The first field of the pattern (in the order of its text) that the event does not meet; undefined when it matches.
 * Of the branches of `$or`, the first of those that get furthest is reported. When each field alone is met, but by
 * different elements of a list, it is the list, and `expected` is what one element should have met.
 */
export function firstMismatch(pattern: JsonObject, event: JsonObject): Mismatch | undefined {
  const { rules } = readPattern(pattern);
  const fields = fieldsOf(event);
  if (rules.some((rule) => meetsTogether(rule.inPathOrder, fields))) return undefined;

  let furthest: { readonly rule: Rule; readonly met: number } | undefined;
  for (const rule of rules) {
    const unmet = rule.inDocumentOrder.findIndex((condition) => !canBeMet(condition, rule, fields));
    const met = unmet < 0 ? Number.POSITIVE_INFINITY : unmet;
    if (furthest === undefined || met > furthest.met) furthest = { rule, met };
  }
  const unmet = furthest?.rule.inDocumentOrder[furthest.met];
  if (unmet) return { path: unmet.path, expected: unmet.expected, actual: valueAt(event, unmet.path) };
  return (
    (furthest && mismatchOfElements(furthest.rule, event, fields)) ?? { path: "", expected: pattern, actual: event }
  );
}

/** Whether it is met alone or, as `exists: false` can be inside a list, by an element that meets what stands before it. */
function canBeMet(condition: Condition, rule: Rule, fields: EventFields): boolean {
  if (meetsAlone(condition, fields)) return true;
  if (!condition.matchesAbsence) return false;
  const before = rule.inPathOrder.filter(({ path }) => path < condition.path);
  return meetsTogether([...before.filter((other) => meetsAlone(other, fields)), condition], fields);
}

/** The innermost list of which no element meets all that the rule asks of one. */
function mismatchOfElements(rule: Rule, event: JsonObject, fields: EventFields): Mismatch | undefined {
  const innermostFirst = [...fields.lists].sort((one, other) => other.length - one.length);
  const list = innermostFirst.find((path) => !meetsTogether(within(path, rule.inPathOrder), fields));
  if (list === undefined) return undefined;
  const expected = within(list, rule.inDocumentOrder).map((condition): [string, Json] => [
    condition.path.slice(list.length + 1),
    condition.expected,
  ]);
  return { path: list, expected: Object.fromEntries(expected), actual: valueAt(event, list) };
}

function within(path: string, conditions: readonly Condition[]): readonly Condition[] {
  return conditions.filter((condition) => condition.path.startsWith(`${path}.`));
}
