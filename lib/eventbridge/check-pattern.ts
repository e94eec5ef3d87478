import type { Report } from "../problems/problem";
import { FieldConflict } from "./conjunction";
import { compilePattern } from "./event-pattern";
import { isNestedTooDeeply, type JsonObject } from "./json";

/**
 * The default quota for a rule's pattern, in characters; AWS raises it on request.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const PATTERN_QUOTA = 2048;

/**
 * Reports what EventBridge would refuse in the pattern that a setting makes.
 * @param make makes the pattern, with a cluster ARN as long as it can be
 * @returns the pattern, or undefined if there is a problem
 */
export function checkPattern(report: Report, setting: string, make: () => JsonObject): JsonObject | undefined {
  try {
    const pattern = make();
    const { problems } = compilePattern(pattern);
    for (const problem of problems)
      report(
        setting,
        `makes a pattern that EventBridge refuses: ${problem.replace(/\.?$/, ".")} Change 'pattern', use fewer names with '*', or split the alert.`,
      );
    const { length } = isNestedTooDeeply(pattern) ? "" : JSON.stringify(pattern);
    if (length > PATTERN_QUOTA)
      report(
        setting,
        `makes a pattern of ${length} characters with the longest cluster ARN, which must be at most ${PATTERN_QUOTA} (EventBridge's default quota): name fewer, use prefixes, or split the alert.`,
      );
    return problems.length > 0 || length > PATTERN_QUOTA ? undefined : pattern;
  } catch (error) {
    if (!(error instanceof FieldConflict)) throw error;
    report(
      `${setting}.pattern`,
      `sets '${error.path}', which another setting or another part of it sets too (a pattern can hold a field once): set it in one place.`,
    );
    return undefined;
  }
}
