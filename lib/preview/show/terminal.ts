import { type Comparison, NOTHING_CHANGES } from "../compare";
import { arrives, groups, nameOf, type Preview } from "../model";
import { stormSentences } from "../storms";
import { bodyLines, differenceLines, eventLines, type Layout } from "./messages";
import { changeLines, eventTable, findingLines, silenceLines, summary, titleOf } from "./report";
import { heading, type Line, paint, type Style, spaced, span, wrap } from "./text";

export interface ReportOptions extends Layout {
  readonly colour: boolean;
  /** Whether to show every event by itself instead of a table. */
  readonly detailed: boolean;
  /** Which cluster the events count as. */
  readonly remark?: string;
}

/** What `npm run preview` shows in a terminal: a message stands last, where it is seen. */
export function terminalReport(preview: Preview, { colour, detailed, remark = "", ...layout }: ReportOptions): string {
  const { width } = layout;
  const { alerts, events, results } = preview;
  const sentence = (text: string, ...styles: Style[]) => wrap([span(text, ...styles)], width);
  const problems = findingLines(detailed ? { alerts, events, results: [] } : preview, width);
  const isOne = detailed && results.length > 0 && events.length === 1;
  const parts = [
    detailed ? [] : eventTable(preview, width),
    isOne ? [] : sentence(summary(preview)),
    detailed ? stormSentences(preview).flatMap((text) => sentence(text)) : [],
    events.length > 1 ? silenceLines(preview, width) : [],
    problems.length > 0 ? [...heading([span("Problems", "bold")], width), ...problems] : [],
    remark ? sentence(remark, "dim") : [],
    ...(detailed
      ? groups(results, ({ event }) => event.name).map((ofEvent) => eventLines(ofEvent, layout))
      : [firstMessage(preview, layout)]),
  ];
  return paint(spaced(parts), colour);
}

/** The first message that arrives without a problem, or else with one. */
function firstMessage({ results }: Preview, layout: Layout): Line[] {
  const arriving = results.filter(arrives);
  const first = arriving.find(({ verdict }) => verdict === "rings") ?? arriving[0];
  if (first === undefined) return [];
  return [...heading(titleOf(first), layout.width), [], ...bodyLines(first.body, first.alert.isSlack, true, layout)];
}

/** What changed, for a terminal; of an alert's messages that differ, the first is shown. */
export function terminalComparison(c: Comparison, { width, colour }: { width: number; colour: boolean }): string {
  const part = (title: Line, lines: Line[]) => [...heading(title, width), ...lines];
  const messages = groups(c.messages, ({ after }) => nameOf(after.alert)).map(([first]) => first);
  const changes = part([span("Changes", "bold")], changeLines(c.changes, width));
  const parts = messages.map((message) => part(titleOf(message.after), differenceLines(message, width)));
  return paint(c.changes.length > 0 ? spaced([changes, ...parts]) : wrap([span(NOTHING_CHANGES)], width), colour);
}
