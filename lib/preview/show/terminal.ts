import { arrives, groups, nameOf, type Preview } from "../model";
import { bodyLines, eventDetails, heading, type Layout, problemLines, titleOf } from "./detail";
import { type Line, lineWidth, pad, paint, shorten, spaced, span, textWidth, wrap, wrapBehind } from "./text";
import { findings, LEGEND, MARKS, silences, someOf, summary } from "./words";

const MAX_NAMES = 4;
const GAP = "  ";
const MIN_COLUMN = 2;
/** The names of events may be shortened to this, so that those of alerts fit. */
const MIN_FIRST_COLUMN = 20;

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
    events.length > 1 ? silenceLines(preview, width) : [],
    problems(detailed ? { alerts, events, results: [] } : preview, width),
    remark === undefined ? [] : wrap([span(remark, "dim")], width),
    ...(detailed
      ? groups(results, ({ event }) => event.name).map((ofEvent) => eventDetails(ofEvent, layout))
      : [firstMessage(preview, layout)]),
  ];
  return paint(spaced(parts), colour);
}

/** Events against alerts. If the names of the alerts do not fit side by side, each row names those that are not silent. */
function eventTable({ alerts, events, results }: Preview, width: number): Line[] {
  const widest = events.reduce((most, { name }) => Math.max(most, textWidth(oneLine(name))), 0);
  const columns = alerts.map((alert) => {
    const name = oneLine(nameOf(alert));
    return { name, width: Math.max(MIN_COLUMN, textWidth(name)) };
  });
  const left = columns.reduce((room, column) => room - GAP.length - column.width, width);
  const fits = left >= Math.min(widest, MIN_FIRST_COLUMN);
  const first = Math.min(widest, fits ? left : Math.floor(width / 2));

  const rows = groups(results, ({ event }) => event.name).flatMap((row): Line[] => {
    const name = pad([span(shorten(oneLine(row[0].event.name), first))], first);
    const cells = columns.map((column, index) => ({ ...column, mark: MARKS[row[index]?.verdict ?? "silent"] }));
    if (fits) return [[...name, ...cells.flatMap(({ mark, width }) => centred([span(mark.sign, mark.style)], width))]];
    const heard = cells.filter(({ mark }) => mark !== MARKS.silent);
    const list = heard.map(({ mark, name }) => `${mark.sign} ${name}`).join(", ") || MARKS.silent.sign;
    return wrapBehind(span(`${name.map(({ text }) => text).join("")}${GAP}`), [span(list)], width);
  });
  const headings = columns.flatMap(({ name, width }) => centred([span(name, "bold")], width));
  return [...(fits ? [[...pad([], first), ...headings]] : []), ...rows, [], ...wrap([span(LEGEND, "dim")], width)];
}

function oneLine(name: string): string {
  return span(name.replaceAll("\n", " ")).text;
}

/** A cell behind its gap. A sign of two characters stands where the first alone would. */
function centred(line: Line, width: number): Line {
  const own = lineWidth(line);
  const left = Math.floor((width - (own === 2 ? 1 : own)) / 2);
  return pad([span(GAP + " ".repeat(left)), ...line], GAP.length + width);
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
