import type { Alert, Preview, SampleEvent } from "../model";
import { type Outcome, outcome, resultsOf, shortNames } from "../outcome";
import { type Line, lineWidth, type Style, span, textWidth } from "./text";
import { pad, shorten, wrap, wrapBehind } from "./wrap";

const GAP = 2;
const LEAST_COLUMN = 2;
/** The names of events give way to those of alerts, down to this. */
const LEAST_FIRST_COLUMN = 20;

interface Mark {
  readonly sign: string;
  readonly style: Style;
  readonly meaning: string;
}

const NO_EVENT: Mark = { sign: "-", style: "dim", meaning: "is the body of a message, not an event" };

/** How the table shows what becomes of an event. */
export const MARKS: Readonly<Record<Outcome, Mark>> = {
  rings: { sign: "●", style: "green", meaning: "rings" },
  warned: { sign: "●!", style: "yellow", meaning: "rings, with a problem" },
  lost: { sign: "!", style: "red", meaning: "no message arrives" },
  silent: { sign: "·", style: "dim", meaning: "silent" },
};

interface Column {
  readonly alert: Alert;
  readonly heading: string;
  readonly width: number;
}

/**
 * Events against alerts, in lines of at most `width` columns. Where the alerts' names do not fit side by side they get
 * numbers, and where those do not fit either there are several tables.
 */
export function eventTable(preview: Preview, width: number): Line[] {
  const wanted = Math.max(...preview.events.map(({ name }) => textWidth(span(name).text)));
  const least = Math.min(wanted, LEAST_FIRST_COLUMN);
  const named = columnsOf(preview);
  const left = width - widthOf(named);
  if (left >= least) return [...tableOf(preview, Math.min(wanted, left), named), [], ...legend(preview, width)];

  const numbered = named.map(({ alert }, index) => columnOf(alert, String(index + 1)));
  const digits = Math.max(...numbered.map((column) => column.width));
  const perTable = Math.max(1, Math.floor((width - least) / (digits + GAP)));
  const tables = numbered.flatMap((_, index) => {
    if (index % perTable !== 0) return [];
    const columns = numbered.slice(index, index + perTable);
    return [[], ...tableOf(preview, Math.min(wanted, width - widthOf(columns)), columns)];
  });
  const key = named.flatMap(({ heading }, index) =>
    wrapBehind(span(`${String(index + 1).padStart(digits)}  `, "bold"), [span(heading)], width),
  );
  return [...key, ...tables, [], ...legend(preview, width)];
}

/** The sign of every event with every alert, which the table of Markdown shows too. */
export function markOf(preview: Preview): (event: SampleEvent, alert: Alert) => Mark {
  const result = resultsOf(preview);
  return (event, alert) =>
    event.event === undefined && event.body !== undefined
      ? NO_EVENT
      : MARKS[outcome(result(event.name, alert.address), alert)];
}

/** The marks that stand in the table. */
export function usedMarks(preview: Preview): readonly Mark[] {
  const mark = markOf(preview);
  const used = new Set(preview.events.flatMap((event) => preview.alerts.map((alert) => mark(event, alert))));
  return [...Object.values(MARKS), NO_EVENT].filter((one) => used.has(one));
}

function columnsOf({ alerts }: Preview): Column[] {
  const names = shortNames(alerts.map(({ address }) => address));
  return alerts.map((alert) => columnOf(alert, names.get(alert.address) ?? alert.address));
}

function columnOf(alert: Alert, text: string): Column {
  const heading = span(text.replaceAll("\n", " ")).text;
  return { alert, heading, width: Math.max(LEAST_COLUMN, textWidth(heading)) };
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + GAP + column.width, 0);
}

function tableOf(preview: Preview, first: number, columns: readonly Column[]): Line[] {
  const mark = markOf(preview);
  const gap = span(" ".repeat(GAP));
  const heading = columns.flatMap((column) => [gap, ...centred([span(column.heading, "bold")], column.width)]);
  const rows = preview.events.map((event) => {
    const name = span(shorten(span(event.name.replaceAll("\n", " ")).text, first));
    const cells = columns.flatMap((column) => {
      const { sign, style } = mark(event, column.alert);
      return [gap, ...centred([span(sign, style)], column.width)];
    });
    return [...pad([name], first), ...cells];
  });
  return [[...pad([], first), ...heading], ...rows];
}

/** A sign of two characters stands where the first alone would. */
function centred(line: Line, width: number): Line {
  const own = lineWidth(line);
  const left = Math.floor((width - (own === 2 ? 1 : own)) / 2);
  return pad([span(" ".repeat(left)), ...line], width);
}

function legend(preview: Preview, width: number): Line[] {
  const parts = usedMarks(preview).flatMap(
    ({ sign, style, meaning }, index): Line => [
      span(index > 0 ? "   " : ""),
      span(sign, style),
      span(` ${meaning}`, "dim"),
    ],
  );
  return wrap(parts, width);
}
