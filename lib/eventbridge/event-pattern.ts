import { isJsonList, isJsonObject, type Json, type JsonObject } from "./json";
import { type EventView, meetsAlone, meetsTogether, readEvent } from "./pattern/match";
import { type Condition, type Rule, readRules } from "./pattern/rules";
import { complexityProblems, patternWarnings } from "./pattern/warnings";

/** An event pattern, read once, for many events. */
export interface CompiledPattern {
  /** What EventBridge would refuse, in words near its own after the path of the field; empty if it would accept all. */
  readonly problems: readonly string[];
  /** What EventBridge may read otherwise than this does. */
  readonly warnings: readonly string[];
  /** The first field that is set more than once: EventBridge keeps what it reads last. */
  readonly setTwice: string | undefined;
  /**
   * Paths, such as `$.detail.group`, at which every event that matches has a string of one character or more. A pattern
   * does not tell lists from objects: if part of a path is a list, some element has the string, and an input path without
   * an index finds nothing. So the caller must know where its events have lists.
   */
  readonly required: ReadonlySet<string>;
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

/** An event beside a pattern. */
interface Comparison {
  readonly view: EventView;
  /** The conditions that are met by themselves. */
  readonly met: ReadonlySet<Condition>;
  readonly isMatch: boolean;
}

/**
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param pattern the JSON text as given to PutRule, or parsed JSON
 */
export function compilePattern(pattern: string | Json): CompiledPattern {
  const read = readRules(typeof pattern === "string" ? pattern : JSON.stringify(pattern));
  const problems = [...read.problems, ...complexityProblems(read.rules)];
  const rules = problems.length > 0 ? [] : read.rules;
  const conditions = [...new Set(rules.flatMap(({ inText }) => inText))];
  const paths = new Set(
    conditions.flatMap(({ path }) => [...path.matchAll(/\.|$/g)].map((at) => path.slice(0, at.index))),
  );
  const compare = (event: JsonObject): Comparison => {
    const view = readEvent(event, paths);
    const met = new Set(conditions.filter((one) => meetsAlone(one, view)));
    const mayMatch = ({ inText }: Rule) => inText.every((one) => met.has(one) || one.matchesAbsence);
    return { view, met, isMatch: rules.some((rule) => mayMatch(rule) && meetsTogether(rule.byPath, view)) };
  };
  return {
    problems,
    setTwice: read.setTwice,
    get warnings() {
      return patternWarnings(rules);
    },
    get required() {
      return requiredFields(rules);
    },
    matches: (event) => compare(event).isMatch,
    firstMismatch: (event) => {
      const compared = compare(event);
      if (compared.isMatch) return undefined;
      return mismatchOf(rules, event, compared) ?? { path: "", expected: pattern, actual: event };
    },
  };
}

/**
 * The first field of a rule, in the order of the pattern's text, that the event does not meet. Of several rules, the
 * first of those that get furthest counts. If each field alone is met, but by different elements of a list, the list is
 * reported, with what one element should have met; undefined if there is none.
 */
function mismatchOf(rules: readonly Rule[], event: JsonObject, compared: Comparison): Mismatch | undefined {
  let most = -1;
  let first: Condition | undefined;
  for (const rule of rules) {
    const met = rule.inText.findIndex((condition) => !canBeMet(condition, rule, compared));
    if (met < 0) return mismatchOfElements(rule, event, compared);
    if (met > most) first = rule.inText[met];
    most = Math.max(most, met);
  }
  return first && { path: first.path, expected: first.expected, actual: actualAt(event, first.path) };
}

/** Whether it is met alone or, as `exists: false` can be inside a list, by an element that meets what sorts before it. */
function canBeMet(condition: Condition, { byPath }: Rule, { met, view }: Comparison): boolean {
  if (met.has(condition) || !condition.matchesAbsence) return met.has(condition);
  const before = byPath.slice(0, byPath.indexOf(condition));
  return meetsTogether([...before.filter((other) => met.has(other)), condition], view);
}

/** The innermost list with no element that meets all that the rule asks of one. */
function mismatchOfElements(rule: Rule, event: JsonObject, { view }: Comparison): Mismatch | undefined {
  const isInside = (list: string) => (one: Condition) => one.path.startsWith(`${list}.`);
  const found = rule.inText.flatMap(({ path }) => view.get(path) ?? []);
  const lists = new Set(found.flatMap(({ elements }) => elements.map(({ path }) => path)));
  const path = [...lists]
    .sort((one, other) => other.length - one.length)
    .find((list) => !meetsTogether(rule.byPath.filter(isInside(list)), view));
  if (path === undefined) return undefined;
  const expected = rule.inText.filter(isInside(path)).map((one) => [one.path.slice(path.length + 1), one.expected]);
  return { path, expected: Object.fromEntries(expected), actual: actualAt(event, path) };
}

/** The value at a dotted path; inside a list of objects, all that its elements have there. */
function actualAt(node: Json, path: string): Json | undefined {
  if (isJsonList(node)) {
    const found = node.flatMap((element) => actualAt(element, path) ?? []);
    return found.length > 0 ? found : undefined;
  }
  if (!isJsonObject(node)) return undefined;
  for (const [key, value] of Object.entries(node)) {
    if (key === path) return value;
    const found = path.startsWith(`${key}.`) ? actualAt(value, path.slice(key.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function requiredFields(rules: readonly Rule[]): ReadonlySet<string> {
  const [first, ...others] = rules.map(({ inText }) =>
    inText.filter(({ expected }) => expected.every(needsText)).map(({ path }) => `$.${path}`),
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
