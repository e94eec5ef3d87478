import { isJsonObject, type Json, type JsonObject, parseJson } from "./json";
import { fieldsOf } from "./pattern/fields";
import { meetsTogether } from "./pattern/match";
import { firstMismatch, type Mismatch } from "./pattern/mismatch";
import { readPattern } from "./pattern/rules";

export { firstMismatch, type Mismatch } from "./pattern/mismatch";
export { orCombinations } from "./pattern/rules";

/** An event pattern, read once, for many events. */
export interface CompiledPattern {
  /** What EventBridge would refuse; empty if it would accept the pattern. */
  readonly problems: readonly string[];
  /** Whether the event matches; only meaningful if there are no problems. */
  readonly matches: (event: JsonObject) => boolean;
  /** The first field of the pattern that the event does not meet; undefined if it matches. */
  readonly firstMismatch: (event: JsonObject) => Mismatch | undefined;
}

/** @param pattern the JSON text as given to PutRule, or parsed JSON */
export function compilePattern(pattern: string | Json): CompiledPattern {
  const problems = patternProblems(pattern);
  const value = typeof pattern === "string" ? parseJson(pattern) : pattern;
  const object = isJsonObject(value) ? value : undefined;
  return {
    problems,
    matches: (event) => object !== undefined && matchesPattern(object, event),
    firstMismatch: (event) => object && firstMismatch(object, event),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html#eventbridge-PutRule-request-EventPattern */
const MAX_PATTERN_LENGTH = 4096;

/**
 * What EventBridge would refuse in a pattern, in words near EventBridge's own after the path of the field; empty when
 * it would accept it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * @param pattern the JSON text as given to PutRule, or parsed JSON
 */
export function patternProblems(pattern: string | Json): string[] {
  const text = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  const tooLong =
    text.length > MAX_PATTERN_LENGTH
      ? [`Pattern must have length less than or equal to ${MAX_PATTERN_LENGTH}, got ${text.length}`]
      : [];
  let parsed: Json = pattern;
  if (typeof pattern === "string") {
    try {
      parsed = JSON.parse(pattern);
    } catch (error) {
      return [...tooLong, `Invalid JSON: ${error instanceof Error ? error.message : error}`];
    }
  }
  return [...tooLong, ...(isJsonObject(parsed) ? readPattern(parsed).problems : ["Filter is not an object"])];
}

/**
 * Whether the event meets the pattern, which is taken to be one that EventBridge accepts. Neither may be changed
 * afterwards: what they mean is remembered.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesPattern(pattern: JsonObject, event: JsonObject): boolean {
  const fields = fieldsOf(event);
  return readPattern(pattern).rules.some((rule) => meetsTogether(rule.inPathOrder, fields));
}
