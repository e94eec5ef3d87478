import type { Preview } from "../model";
import { arrives, type JudgedPreview, judge } from "../verdict";
import { bodyLines, eventDetails, heading, type Layout, problemLines } from "./detail";
import { findings, silences } from "./findings";
import type { TerminalOptions } from "./output";
import { eventTable } from "./table";
import { type Line, paint, span } from "./text";
import { alertNames, someOf, summary } from "./words";
import { spaced, wrap, wrapBehind } from "./wrap";

export interface ReportOptions extends Layout, TerminalOptions {
  /** Whether to show every event by itself instead of a table. */
  readonly detailed: boolean;
  /** Which cluster the events count as. */
  readonly remark?: string;
}

/** What `npm run preview` shows in a terminal: a message stands last, where it is seen. */
export function terminalReport(preview: Preview, { colour, detailed, remark, ...layout }: ReportOptions): string {
  const { width } = layout;
  const { alerts, events } = preview;
  const judged = judge(preview);
  const nameOf = alertNames(preview);
  const parts = [
    !detailed && alerts.length > 0 && events.length > 0 ? eventTable(judged, width) : [],
    detailed && events.length === 1 ? [] : wrap([span(summary(judged))], width),
    events.length > 1 ? silenceLines(judged, width) : [],
    problems(detailed ? { ...judged, results: [] } : judged, width),
    remark === undefined ? [] : wrap([span(remark, "dim")], width),
    ...(detailed
      ? events.map((event) => eventDetails(judged, nameOf, event, layout))
      : [firstMessage(judged, nameOf, layout)]),
  ];
  return paint(spaced(parts), colour);
}

function silenceLines(preview: JudgedPreview, width: number): Line[] {
  return silences(preview).flatMap(({ alert, reasons }) => [
    ...wrap([span(alert, "bold"), span(" rings for none of the events:")], width),
    ...reasons.flatMap((reason) => wrapBehind(span("  · ", "dim"), [span(reason)], width)),
  ]);
}

function problems(preview: JudgedPreview, width: number): Line[] {
  const lines = findings(preview).flatMap(({ text, alerts, events }) => {
    const where = events.length > 0 ? `${someOf(alerts)}, for ${someOf(events)}` : someOf(alerts);
    return [...problemLines([text], width), ...wrapBehind(span("    "), [span(where, "dim")], width)];
  });
  return lines.length === 0 ? [] : [...heading([span("Problems", "bold")], width), ...lines];
}

/** The first message that arrives without a problem, or else with one. */
function firstMessage({ results, alerts }: JudgedPreview, nameOf: (address: string) => string, layout: Layout): Line[] {
  const arriving = results.filter(arrives);
  const first = arriving.find(({ verdict }) => verdict === "rings") ?? arriving[0];
  if (first === undefined) return [];
  const isSlack = alerts.find(({ address }) => address === first.alert)?.isSlack !== false;
  const title = [span(first.event, "bold"), span(" → ", "dim"), span(nameOf(first.alert), "bold")];
  return [...heading(title, layout.width), [], ...bodyLines(first.body, isSlack, true, layout)];
}
