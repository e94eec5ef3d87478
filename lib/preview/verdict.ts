import { type Json, parseJson } from "../eventbridge/json";
import { isTooDeep } from "../slack/payload-problems";
import type { Alert, Result } from "./model";

const MAX_VALUE_LENGTH = 300;

/** The result of a message that reaches its destination and is accepted there. */
export type Arrived = Result & { readonly verdict: "rings" | "warned"; readonly body: string };

export function arrives(result: Result | undefined): result is Arrived {
  return result?.verdict === "rings" || result?.verdict === "warned";
}

/** The body as JSON; undefined if it is not JSON, or is nested too deeply. */
export function bodyJson(body: string): Json | undefined {
  const value = parseJson(body);
  return value === undefined || isTooDeep(value) ? undefined : value;
}

/** The address without the type, which all targets have in common. */
export function nameOf({ address }: Alert): string {
  return address.replace("aws_cloudwatch_event_target.", "");
}

/** Why the alert does not ring for the event: the first field of its pattern that the event does not match. */
export function why({ mismatch, alert }: Result): string {
  if (mismatch === undefined) return alert.problems.length > 0 ? "not known, see the problems" : "not known";
  const { path, expected, actual } = mismatch;
  const found = actual === undefined ? "is missing" : `is ${brief(actual)}`;
  return `${path || "the event"} ${found}, the pattern wants ${brief(expected)}`;
}

export function brief(value: Json, most = MAX_VALUE_LENGTH): string {
  const text = JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Lists of the items with the same key, in the order of the first of each. */
export function groups<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()];
}
