import stringWidth from "string-width";
import { printable, withoutCommands } from "../../cli/output";

const CODES = { bold: 1, dim: 2, italic: 3, strike: 9, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = keyof typeof CODES;

/** Text in one style. Made by `span`, so that it is printable. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** One line of output; before `wrap`, text that may contain line feeds. */
export type Line = readonly Span[];

const COLUMN_GAP = 2;
/** Japanese typesetting begins no line with these, and ends none with those. */
const NOT_FIRST = /^[、。，．・：；？！）」』】〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NOT_LAST = /^[（「『【〔｛〈《]/u;
/** Most text is ASCII, and ASCII is much faster to measure. */
const ASCII = /^[ -~]*$/;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function span(text: string, ...styles: readonly Style[]): Span {
  return { text: printable(text), styles };
}

/** What a reader perceives as characters. */
export function graphemes(text: string): string[] {
  return ASCII.test(text) ? text.split("") : Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** How many terminal columns the text takes: two for each Japanese character and each emoji. */
export function textWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

/** The lines as they are written to a terminal. Wrapping may have moved text to the start of a line. */
export function paint(lines: readonly Line[], colour: boolean): string {
  const painted = colour ? coloured : ({ text }: Span) => text;
  return withoutCommands(lines.map((line) => line.map(painted).join("").trimEnd()).join("\n"));
}

function coloured({ text, styles }: Span): string {
  if (styles.length === 0 || text === "") return text;
  return `\u001b[${styles.map((style) => CODES[style]).join(";")}m${text}\u001b[0m`;
}

/** Breaks a text into lines of at most `width` columns: at spaces and between wide characters, else where it must. */
export function wrap(line: Line, width: number): Line[] {
  if (lineWidth(line) <= width && !line.some(({ text }) => text.includes("\n"))) return [line];
  let row: Span[] = [];
  let used = 0;
  let isContinued = false;
  const rows = [row];
  const breakRow = (isForced: boolean) => {
    row = [];
    rows.push(row);
    used = 0;
    isContinued = !isForced;
  };
  for (const { text, styles } of line) {
    for (const word of words(text)) {
      const size = textWidth(word);
      if (word === "\n" || (used > 0 && used + size > width && size <= width)) breakRow(word === "\n");
      if (word === "\n" || (word.startsWith(" ") && isContinued && used === 0)) continue;
      for (const part of used + size > width ? graphemes(word) : [word]) {
        if (used > 0 && used + textWidth(part) > width) breakRow(false);
        used += textWidth(part);
        const last = row.at(-1)?.styles === styles ? row.pop() : undefined;
        row.push({ text: (last?.text ?? "") + part, styles });
      }
    }
  }
  return rows;
}

/** What stays together if it can; a run of spaces is a word of its own, and so is a line feed. */
function words(text: string): string[] {
  const found: string[] = [];
  let before = "\n";
  for (const character of graphemes(text)) {
    if (staysTogether(before, character)) found.push((found.pop() ?? "") + character);
    else found.push(character);
    before = character;
  }
  return found;
}

function staysTogether(before: string, after: string): boolean {
  if (before === "\n" || after === "\n" || (before === " ") !== (after === " ")) return false;
  if (textWidth(before) < 2 && textWidth(after) < 2) return true;
  return NOT_FIRST.test(after) || NOT_LAST.test(before);
}

/** `wrap`, with every line behind `first` or, after the first, behind as many spaces. */
export function wrapBehind(first: Span, line: Line, width: number): Line[] {
  const indent = textWidth(first.text);
  const blank = span(" ".repeat(indent));
  return wrap(line, width - indent).map((wrapped, index) => [index === 0 ? first : blank, ...wrapped]);
}

/** The lines behind the same span each. */
export function behind(first: Span, lines: readonly Line[]): Line[] {
  return lines.map((line) => [first, ...line]);
}

/** The parts that are not empty, with blank lines between. */
export function spaced(parts: readonly (readonly Line[])[]): Line[] {
  return parts.filter(({ length }) => length > 0).flatMap((part, index) => (index > 0 ? [[], ...part] : part));
}

/** Lines with other lines behind a column of this width. */
export function beside(left: readonly Line[], right: readonly Line[], column: number): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const line = left[index] ?? [];
    return [...line, span(" ".repeat(Math.max(0, column - lineWidth(line)))), ...(right[index] ?? [])];
  });
}

/** Texts two in a row. */
export function inTwoColumns(texts: readonly Line[], width: number): Line[] {
  const column = Math.floor((width - COLUMN_GAP) / 2);
  return texts.flatMap((text, index) => {
    const next = texts[index + 1] ?? [];
    return index % 2 === 0 ? beside(wrap(text, column), wrap(next, column), column + COLUMN_GAP) : [];
  });
}
