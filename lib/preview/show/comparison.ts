import type { Change, Comparison, MessageChange } from "../compare";
import { groups, nameOf } from "../model";
import { heading, titleOf } from "./detail";
import { type DiffLine, messageDiff } from "./diff";
import { type Line, paint, type Style, span, wrap, wrapBehind } from "./text";
import { NOTHING_CHANGES, SAME_AS_BEFORE, someOf, UNHEARD } from "./words";

const MAX_EVENTS = 8;
const STYLES: Readonly<Record<Change["sign"] | DiffLine["sign"], readonly Style[]>> = {
  "+": ["green"],
  "-": ["red"],
  "~": ["yellow"],
  " ": [],
};

/** What changed, for a terminal; of an alert's messages that differ, the first is shown. */
export function terminalComparison(c: Comparison, { width, colour }: { width: number; colour: boolean }): string {
  if (c.changes.length === 0) return paint(wrap([span(NOTHING_CHANGES + SAME_AS_BEFORE)], width), colour);
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
  const lines = messageDiff(change, width - 2).flatMap(({ sign, line }) =>
    wrap(line, width - 2).map((part) => [span(`${sign} `, ...STYLES[sign]), ...part]),
  );
  return [[], ...heading(titleOf(change.after), width), ...lines];
}
