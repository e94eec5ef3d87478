import { arrives, groups, nameOf, type Preview } from "../model";
import { stormSentences } from "../storms";
import { bodyLines, eventDetails, heading, type Layout, problemLines, titleOf } from "./detail";
import { beside, type Line, lineWidth, paint, spaced, span, wrap, wrapBehind } from "./text";
import { findings, LEGEND, MARKS, NO_BREAK, silences, someOf, summary } from "./words";

const MAX_NAMES = 4;
const GAP = "  ";

export interface ReportOptions extends Layout {
  readonly colour: boolean;
  /** Whether to show every event by itself instead of a table. */
  readonly detailed: boolean;
  /** Which cluster the events count as. */
  readonly remark?: string;
}

/** What `npm run preview` shows in a terminal: a message stands last, where it is seen. */
export function terminalReport(preview: Preview, { colour, detailed, remark, ...layout }: ReportOptions): string {
  const { width } = layout;
  const { alerts, events, results } = preview;
  const parts = [
    !detailed && results.length > 0 ? eventTable(preview, width) : [],
    detailed && results.length > 0 && events.length === 1 ? [] : wrap([span(summary(preview))], width),
    detailed ? stormSentences(preview).flatMap((sentence) => wrap([span(sentence)], width)) : [],
    events.length > 1 ? silenceLines(preview, width) : [],
    problems(detailed ? { alerts, events, results: [] } : preview, width),
    remark === undefined ? [] : wrap([span(remark, "dim")], width),
    ...(detailed
      ? groups(results, ({ event }) => event.name).map((ofEvent) => eventDetails(ofEvent, layout))
      : [firstMessage(preview, layout)]),
  ];
  return paint(spaced(parts), colour);
}

/** Each event with the alerts that are not silent. */
function eventTable({ events, results }: Preview, width: number): Line[] {
  const widest = events.reduce((most, { name }) => Math.max(most, lineWidth([span(name)])), 0);
  const column = Math.min(widest, Math.floor(width / 2));
  const rows = groups(results, ({ event }) => event.name).flatMap((row) => {
    const heard = row.filter(({ verdict }) => verdict !== "silent");
    const list = heard.flatMap(({ alert, verdict }, index) => {
      const { sign, style } = MARKS[verdict];
      return [span(index > 0 ? GAP : ""), span(`${sign}${NO_BREAK}${nameOf(alert)}`, style)];
    });
    const marks = list.length > 0 ? list : [span(MARKS.silent.sign, "dim")];
    const left = wrap([span(row[0].event.name)], column);
    return beside(left, wrap(marks, width - column - GAP.length), column + GAP.length);
  });
  return [...rows, [], ...wrap([span(LEGEND, "dim")], width)];
}

function silenceLines(preview: Preview, width: number): Line[] {
  return silences(preview).flatMap(({ alert, reasons }) => [
    ...wrap([span(alert, "bold"), span(" rings for none of the events:")], width),
    ...reasons.flatMap((reason) => wrapBehind(span("  · ", "dim"), [span(reason)], width)),
  ]);
}

function problems(preview: Preview, width: number): Line[] {
  const lines = findings(preview).flatMap(({ text, alerts, events }) => {
    const of = events.length > 0 ? `, for ${someOf(events, MAX_NAMES)}` : "";
    const where = span(someOf(alerts, MAX_NAMES) + of, "dim");
    return [...problemLines([text], width), ...wrapBehind(span("    "), [where], width)];
  });
  return lines.length === 0 ? [] : [...heading([span("Problems", "bold")], width), ...lines];
}

/** The first message that arrives without a problem, or else with one. */
function firstMessage({ results }: Preview, layout: Layout): Line[] {
  const arriving = results.filter(arrives);
  const first = arriving.find(({ verdict }) => verdict === "rings") ?? arriving[0];
  if (first === undefined) return [];
  return [...heading(titleOf(first), layout.width), [], ...bodyLines(first.body, first.alert.isSlack, true, layout)];
}
