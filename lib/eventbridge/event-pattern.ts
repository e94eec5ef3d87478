import { isJsonObject, type Json, type JsonObject } from "./json";
import { choicesFor, type EventView, meetsAlone, readEvent, visibleAt } from "./pattern/match";
import { type Condition, type Rule, readRules } from "./pattern/rules";
import { complexityProblems, patternWarnings } from "./pattern/warnings";

/** An event pattern, read once, for many events. */
export interface CompiledPattern {
  /** What EventBridge would refuse, each after the path of its field; empty if it would accept all. */
  readonly problems: readonly string[];
  /** What EventBridge may read otherwise than this does. */
  readonly warnings: readonly string[];
  /** The first field that is set more than once: EventBridge keeps what it reads last. */
  readonly setTwice: string | undefined;
  /**
   * Paths, such as `$.detail.group`, at which every event that matches has a string that is not empty. If part of a path
   * is a list, only some element has it, so the caller must know where its events have lists.
   */
  readonly required: ReadonlySet<string>;
  /** Whether the event matches; false for a pattern with problems. */
  readonly matches: (event: JsonObject) => boolean;
  /** The first field of the pattern that the event does not meet; undefined if it matches. */
  readonly firstMismatch: (event: JsonObject) => Mismatch | undefined;
}

export interface Mismatch {
  /** The dotted path of a field; empty for the whole event. */
  readonly path: string;
  readonly expected: Json;
  /** What the event has there: in a list, the values of all elements that meet what stands before in the pattern. */
  readonly actual: Json | undefined;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html, as JSON text or parsed */
export function compilePattern(pattern: string | Json): CompiledPattern {
  const read = readRules(typeof pattern === "string" ? pattern : JSON.stringify(pattern));
  const problems = [...read.problems, ...complexityProblems(read.rules)];
  const rules = problems.length > 0 ? [] : read.rules;
  const conditions = [...new Set(rules.flat())];
  const paths = new Set(
    conditions.flatMap(({ path }) => [...path.matchAll(/\.|$/g)].map((at) => path.slice(0, at.index))),
  );
  const mayMatch = (rule: Rule, view: EventView) => rule.every((one) => one.matchesAbsence || meetsAlone(one, view));
  const isMatch = (view: EventView) => rules.some((rule) => mayMatch(rule, view) && choicesFor(rule, view).length > 0);
  return {
    problems,
    setTwice: read.setTwice,
    warnings: patternWarnings(rules),
    required: requiredFields(rules),
    matches: (event) => isMatch(readEvent(event, paths)),
    firstMismatch: (event) => {
      const view = readEvent(event, paths);
      return isMatch(view) ? undefined : (mismatchOf(rules, view) ?? { path: "", expected: pattern, actual: event });
    },
  };
}

/** The first field, in the order of the text, that the event does not meet, in the rule that gets furthest. */
function mismatchOf(rules: readonly Rule[], view: EventView): Mismatch | undefined {
  let furthest = -1;
  let mismatch: Mismatch | undefined;
  for (const rule of rules) {
    const inText = rule.toSorted((one, other) => one.position - other.position);
    const before = (end: number) => rule.filter((one) => inText.indexOf(one) < end);
    const unmet = inText.findIndex((one) => !one.matchesAbsence && !meetsAlone(one, view));
    let end = unmet < 0 ? inText.length : unmet;
    while (choicesFor(before(end), view).length === 0) end--;
    const first = inText[end];
    if (end <= furthest || first === undefined) continue;
    furthest = end;
    const actual = visibleAt(first.path, view, choicesFor(before(end), view, first));
    mismatch = { path: first.path, expected: first.expected, actual };
  }
  return mismatch;
}

function requiredFields(rules: readonly Rule[]): ReadonlySet<string> {
  const [first, ...others] = rules.map((rule) => rule.filter(needsText).map(({ path }) => `$.${path}`));
  return new Set(first?.filter((path) => others.every((paths) => paths.includes(path))));
}

/** Whether the condition holds only for a string of one character or more. */
function needsText({ expected, matches, matchesAbsence }: Condition): boolean {
  const hasNumber = expected.some((one) => typeof one === "number" || (isJsonObject(one) && "numeric" in one));
  return !hasNumber && !matchesAbsence && !["", null, true, false].some((value) => matches(value));
}
