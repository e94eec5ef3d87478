import type { JudgedPreview } from "../verdict";
import { type Line, lineWidth, span, textWidth } from "./text";
import { alertNames, MARKS, markOf, usedMarks } from "./words";
import { pad, shorten, wrap, wrapBehind } from "./wrap";

const GAP = "  ";
const MIN_COLUMN = 2;
/** The names of events may be shortened to this, so that those of alerts fit. */
const MIN_FIRST_COLUMN = 20;

/** Events against alerts. If the names of the alerts do not fit side by side, each row names those that are not silent. */
export function eventTable(preview: JudgedPreview, width: number): Line[] {
  const nameOf = alertNames(preview);
  const names = preview.events.map(({ name }) => oneLine(name));
  const widest = names.reduce((most, name) => Math.max(most, textWidth(name)), 0);
  const columns = preview.alerts.map((alert) => {
    const heading = span(oneLine(nameOf(alert.address)), "bold");
    return { alert, heading, width: Math.max(MIN_COLUMN, textWidth(heading.text)) };
  });
  const left = columns.reduce((room, column) => room - GAP.length - column.width, width);
  const fits = left >= Math.min(widest, MIN_FIRST_COLUMN);
  const first = Math.min(widest, fits ? left : Math.floor(width / 2));

  const heading = columns.flatMap((column) => [span(GAP), ...centred([column.heading], column.width)]);
  const rows = preview.events.flatMap((event, index): Line[] => {
    const name = pad([span(shorten(names[index] ?? "", first))], first);
    const marks = columns.map((column) => ({ ...column, mark: markOf(preview, event, column.alert) }));
    if (fits) {
      const cells = marks.map(({ mark, ...column }) => centred([span(mark.sign, mark.style)], column.width));
      return [[...name, ...cells.flatMap((cell) => [span(GAP), ...cell])]];
    }
    const heard = marks.filter(({ mark }) => mark !== MARKS.silent);
    const list = heard.map(({ mark, heading: { text } }) => `${mark.sign} ${text}`).join(", ") || MARKS.silent.sign;
    return wrapBehind(span(`${name.map(({ text }) => text).join("")}${GAP}`), [span(list)], width);
  });
  return [...(fits ? [[...pad([], first), ...heading]] : []), ...rows, [], ...legend(preview, width)];
}

function oneLine(name: string): string {
  return span(name.replaceAll("\n", " ")).text;
}

/** A sign of two characters stands where the first alone would. */
function centred(line: Line, width: number): Line {
  const own = lineWidth(line);
  const left = Math.floor((width - (own === 2 ? 1 : own)) / 2);
  return pad([span(" ".repeat(left)), ...line], width);
}

function legend(preview: JudgedPreview, width: number): Line[] {
  const parts = usedMarks(preview).flatMap(
    ({ sign, style, meaning }, index): Line => [
      span(index > 0 ? "   " : ""),
      span(sign, style),
      span(` ${meaning}`, "dim"),
    ],
  );
  return wrap(parts, width);
}
