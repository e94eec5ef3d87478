import { isJsonList, isJsonObject, type Json, type JsonObject, MAX_JSON_DEPTH } from "./json";
import { type EventView, pathsDownTo, readEvent } from "./pattern/event-values";
import { meetsAlone, meetsTogether } from "./pattern/match";
import { type Condition, type Rule, readPattern } from "./pattern/rules";
import { complexityProblems } from "./pattern/wildcard-complexity";

const byPosition = (one: Condition, other: Condition) => one.position - other.position;

/** An event pattern, read once, for many events. */
export interface CompiledPattern {
  /** What EventBridge would refuse, in words near its own after the path of the field; empty if it would accept all. */
  readonly problems: readonly string[];
  /** Whether the event matches; false for a pattern with problems. */
  readonly matches: (event: JsonObject) => boolean;
  /** The first field of the pattern that the event does not meet; undefined if it matches. */
  readonly firstMismatch: (event: JsonObject) => Mismatch | undefined;
}

export interface Mismatch {
  /** The dotted path of a field, or of a list with no element that meets all of `expected`; empty for the whole event. */
  readonly path: string;
  readonly expected: Json;
  /** What the event has there: for a field inside a list, the values of all elements. */
  readonly actual: Json | undefined;
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param pattern the JSON text as given to PutRule, or parsed JSON
 */
export function compilePattern(pattern: string | Json): CompiledPattern {
  const read = readPattern(pattern);
  const problems = [...read.problems, ...complexityProblems(read.rules)];
  const rules = problems.length > 0 ? [] : read.rules;
  const paths = pathsDownTo([...new Set(rules.flat().map(({ path }) => path))]);
  const isMatch = (view: EventView) => rules.some((rule) => meetsTogether(rule, view));
  return {
    problems,
    matches: (event) => isMatch(readEvent(event, paths)),
    firstMismatch: (event) => {
      const view = readEvent(event, paths);
      if (isMatch(view)) return undefined;
      return mismatchOf(rules, event, view) ?? { path: "", expected: pattern, actual: event };
    },
  };
}

/**
 * The first field of a rule, in the order of the pattern's text, that the event does not meet. Of several rules, the
 * first of those that get furthest counts. If each field alone is met, but by different elements of a list, the list is
 * reported, with what one element should have met; undefined if there is none.
 */
function mismatchOf(rules: readonly Rule[], event: JsonObject, view: EventView): Mismatch | undefined {
  const [furthest] = rules
    .map((rule) => {
      const inOrder = rule.toSorted(byPosition);
      const unmet = inOrder.findIndex((condition) => !canBeMet(condition, rule, view));
      return { rule, unmet: inOrder[unmet], met: unmet < 0 ? Number.MAX_VALUE : unmet };
    })
    .sort((one, other) => other.met - one.met);
  if (furthest?.unmet === undefined) return furthest && mismatchOfElements(furthest.rule, event, view);
  const { path, expected } = furthest.unmet;
  return { path, expected, actual: actualAt(event, path) };
}

/** Whether it is met alone or, as `exists: false` can be inside a list, by an element that meets what sorts before it. */
function canBeMet(condition: Condition, rule: Rule, view: EventView): boolean {
  if (meetsAlone(condition, view)) return true;
  if (!condition.matchesAbsence) return false;
  const before = rule.slice(0, rule.indexOf(condition));
  return meetsTogether([...before.filter((other) => meetsAlone(other, view)), condition], view);
}

/** The innermost list with no element that meets all that the rule asks of one. */
function mismatchOfElements(rule: Rule, event: JsonObject, view: EventView): Mismatch | undefined {
  const inside = (list: string) => rule.filter(({ path }) => path.startsWith(`${list}.`));
  const path = [...view.listPaths]
    .sort((one, other) => other.length - one.length)
    .find((list) => !meetsTogether(inside(list), view));
  if (path === undefined) return undefined;
  const expected = inside(path)
    .sort(byPosition)
    .map((one) => [one.path.slice(path.length + 1), one.expected]);
  return { path, expected: Object.fromEntries(expected), actual: actualAt(event, path) };
}

/** The value at a dotted path; inside a list of objects, all that its elements have there. */
function actualAt(node: Json, path: string, depth = 0): Json | undefined {
  if (depth > MAX_JSON_DEPTH) return undefined;
  if (isJsonList(node)) {
    const found = node.flatMap((element) => actualAt(element, path, depth + 1) ?? []);
    return found.length > 0 ? found : undefined;
  }
  if (!isJsonObject(node)) return undefined;
  for (const [key, value] of Object.entries(node)) {
    if (key === path) return value;
    const found = path.startsWith(`${key}.`) ? actualAt(value, path.slice(key.length + 1), depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
