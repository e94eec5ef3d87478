import type { Json, JsonObject } from "./json";
import { type EventView, pathsDownTo, readEvent } from "./pattern/event-values";
import { meetsTogether } from "./pattern/match";
import { type Mismatch, mismatchOf } from "./pattern/mismatch";
import { readPattern } from "./pattern/rules";
import { complexityProblems } from "./pattern/wildcard-complexity";

export type { Mismatch } from "./pattern/mismatch";

/** An event pattern, read once, for many events. */
export interface CompiledPattern {
  /** What EventBridge would refuse, in words near its own after the path of the field; empty if it would accept all. */
  readonly problems: readonly string[];
  /** Whether the event matches; false for a pattern with problems. */
  readonly matches: (event: JsonObject) => boolean;
  /** The first field of the pattern that the event does not meet; undefined if it matches. */
  readonly firstMismatch: (event: JsonObject) => Mismatch | undefined;
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
