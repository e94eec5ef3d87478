import { diffArrays } from "diff";
import type { Change, Comparison, MessageChange } from "../compare";
import { groups, nameOf } from "../model";
import { heading, titleOf } from "./detail";
import { drawBody } from "./draw-message";
import { type Line, paint, type Style, span, wrap, wrapBehind } from "./text";
import { NOTHING_CHANGES, someOf, UNHEARD } from "./words";

const MAX_EVENTS = 8;
/** If more lines than this differ, all old lines stand before all new ones. */
const MAX_DIFFERENCES = 1000;

const STYLES: Readonly<Record<Change["sign"] | " ", readonly Style[]>> = {
  "+": ["green"],
  "-": ["red"],
  "~": ["yellow"],
  " ": [],
};

/** What changed, for a terminal; of an alert's messages that differ, the first is shown. */
export function terminalComparison(c: Comparison, { width, colour }: { width: number; colour: boolean }): string {
  if (c.changes.length === 0) return paint(wrap([span(NOTHING_CHANGES.replaceAll("**", ""))], width), colour);
  const changes = c.changes.flatMap(({ sign, alert, phrase, events, detail }) => {
    const of = events.length > 0 ? ` for ${someOf(events, MAX_EVENTS)}` : "";
    const text = ` ${phrase.replaceAll("**", "")}${of}${detail === undefined ? "" : `: ${detail}`}`;
    return wrapBehind(span(`  ${sign} `, ...STYLES[sign]), [span(alert, "bold"), span(text)], width);
  });
  const unheard = wrap([span(`${UNHEARD}: `, "red"), span(c.unheard.join(", "), "bold")], width);
  const differences = groups(c.messages, ({ after }) => nameOf(after.alert)).flatMap(([one]) => difference(one, width));
  const start = [...heading([span("Changes", "bold")], width), ...changes];
  return paint([...start, ...(c.unheard.length > 0 ? [[], ...unheard] : []), ...differences], colour);
}

function difference(change: MessageChange, width: number): Line[] {
  const lines = messageDiff(change, width - 2).map(({ sign, line }) => [span(`${sign} `, ...STYLES[sign]), ...line]);
  return [[], ...heading(titleOf(change.after), width), ...lines];
}

/**
 * How two messages differ as drawn or, if they look the same without colour, in their JSON: lines of the old message
 * (`-`), the new one (`+`) or both.
 */
export function messageDiff({ before, after }: MessageChange, width: number) {
  const draw = (isSlack: boolean) => diff(drawBody(before.body, isSlack, width), drawBody(after.body, isSlack, width));
  const drawn = draw(after.alert.isSlack);
  return drawn.some(({ sign }) => sign !== " ") ? drawn : draw(false);
}

function diff(before: readonly Line[], after: readonly Line[]) {
  const withText = (lines: readonly Line[]) => lines.map((line) => ({ line, text: paint([line], false) }));
  const [old, now] = [withText(before), withText(after)];
  const changes = diffArrays(old, now, {
    comparator: (one, other) => one.text === other.text,
    maxEditLength: MAX_DIFFERENCES,
  }) ?? [
    { removed: true, value: old },
    { added: true, value: now },
  ];
  return changes.flatMap(({ removed, added, value }) => {
    const sign = removed ? "-" : added ? "+" : " ";
    return value.map(({ line }) => ({ sign, line }) as const);
  });
}
