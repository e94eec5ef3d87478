import type { Preview } from "../model";
import { groups, nameOf } from "../verdict";
import { type Line, lineWidth, span, textWidth } from "./text";
import { MARKS, usedMarks } from "./words";
import { pad, shorten, wrap, wrapBehind } from "./wrap";

const GAP = "  ";
const MIN_COLUMN = 2;
/** The names of events may be shortened to this, so that those of alerts fit. */
const MIN_FIRST_COLUMN = 20;

/** Events against alerts. If the names of the alerts do not fit side by side, each row names those that are not silent. */
export function eventTable({ alerts, events, results }: Preview, width: number): Line[] {
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
  const legend = usedMarks(results).flatMap(({ sign, style, meaning }, index) => [
    span(index > 0 ? "   " : ""),
    span(sign, style),
    span(` ${meaning}`, "dim"),
  ]);
  return [...(fits ? [[...pad([], first), ...headings]] : []), ...rows, [], ...wrap(legend, width)];
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
