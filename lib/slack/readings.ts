import { MESSAGE, type Place, type Reading, ROWS, rowOf } from "./blocks";
import { isTooDeep } from "./payload-problems";

/** A value in a payload, its place, such as `blocks[0].text.text`, and how Slack reads it there. */
export interface ReadValue<Value> {
  readonly value: Value;
  readonly at: string;
  readonly reading: Reading;
}

/**
 * How Slack reads the values of a payload that `isValue` picks, such as those that stand for parts of an event. A text
 * object of type mrkdwn is markup anywhere; what an unknown block or element does with a string is disputed. Nothing is
 * found in a payload that is too deep for `slackProblems`.
 */
export function readings<Value>(payload: unknown, isValue: (value: unknown) => value is Value): ReadValue<Value>[] {
  const found: ReadValue<Value>[] = [];
  if (!isTooDeep(payload)) visit(payload, "", MESSAGE, "literal", false);
  return found;

  /** @param named whether `mrkdwn_in` of the attachment names the place */
  function visit(value: unknown, at: string, place: Place | undefined, inherited: Reading, named: boolean): void {
    const own = place?.reading ?? inherited;
    const reading = named && own === "disputed" ? "markup" : own;
    if (isValue(value)) found.push({ value, at, reading });
    else if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) visit(one, `${at}[${index}]`, place?.item, reading, named);
    } else if (typeof value === "object" && value !== null) {
      const { type, mrkdwn, mrkdwn_in: names }: { type?: unknown; mrkdwn?: unknown; mrkdwn_in?: unknown } = value;
      const row = rowOf(place, type) ?? ROWS.find((one) => one.type !== undefined && one.type === type);
      const otherwise = row ? "literal" : type === undefined ? reading : "disputed";
      for (const [key, one] of Object.entries(value)) {
        // Like `mrkdwn_in`, `mrkdwn: false` may govern *bold* alone.
        const isPlain = place === MESSAGE && key === "text" && mrkdwn === false;
        const inner = isPlain ? undefined : row?.places.get(key);
        const isNamed = named || (Array.isArray(names) && names.includes(key));
        visit(one, at === "" ? key : `${at}.${key}`, inner, isPlain ? "disputed" : otherwise, isNamed);
      }
    }
  }
}
