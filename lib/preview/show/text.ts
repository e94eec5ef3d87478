import stringWidth from "string-width";
import { printable, withoutCommands } from "../../cli/output";

const CODES = { bold: 1, dim: 2, italic: 3, strike: 9, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = keyof typeof CODES;
/** Printable text in one style. */
type Span = ReturnType<typeof span>;
/** One line of output; before `wrap`, text that may contain line feeds. */
export type Line = readonly Span[];

const GAP = 2;
/** Japanese has no spaces: it breaks between characters, but no line ends with the first of these or begins with the second. */
const NOT_LAST = "（「『【〔｛〈《";
const NOT_FIRST = "、。，．・：；？！）」』】〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";
const WIDE = String.raw`\p{sc=Han}\u3000-\u30ff\uff01-\uff60`;
const WORDS = new RegExp(`\n| +|[${NOT_LAST}]*(?:[${WIDE}]|[^ \n${WIDE}]+)[${NOT_FIRST}\\p{M}]*`, "gu");
/** Most text is ASCII, and ASCII is much faster to measure. */
const ASCII = /^[ -~]*$/;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const split = (word: string) =>
  ASCII.test(word) ? word.split("") : Array.from(GRAPHEMES.segment(word), ({ segment }) => segment);

export function span(text: string, ...styles: readonly Style[]) {
  return { text: printable(text), styles };
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
  const painted = ({ text, styles }: Span) =>
    colour && styles.length > 0 ? `\u001b[${styles.map((style) => CODES[style]).join(";")}m${text}\u001b[0m` : text;
  return withoutCommands(lines.map((line) => line.map(painted).join("").trimEnd()).join("\n"));
}

/** Breaks a text into lines of at most `width` columns: between words, or within those that are wider. No text: no lines. */
export function wrap(line: Line, width: number): Line[] {
  if (line.every(({ text }) => text === "")) return [];
  let row: Span[] = [];
  const rows = [row];
  let used = 0;
  for (const { text, styles } of line)
    for (const word of text.match(WORDS) ?? [])
      for (const part of textWidth(word) > width ? split(word) : [word]) {
        const size = textWidth(part);
        if (part === "\n" || (used > 0 && used + size > width)) {
          row = [];
          rows.push(row);
          used = 0;
          if (part.trim() === "") continue;
        }
        used += size;
        const last = row.at(-1)?.styles === styles ? row.pop() : undefined;
        row.push({ text: (last?.text ?? "") + part, styles });
      }
  return rows;
}

/** `wrap`, with every line behind `first` or, after the first, behind as many spaces. */
export function wrapBehind(first: Span, line: Line, width: number): Line[] {
  const indent = textWidth(first.text);
  return wrap(line, width - indent).map((row, index) => [index === 0 ? first : span(" ".repeat(indent)), ...row]);
}

/** A heading over the full width. */
export function heading(text: Line, width: number): Line[] {
  const lines = wrap([span("── ", "dim"), ...text, span(" ")], width);
  const rest = width - lineWidth(lines.at(-1) ?? []);
  return [...lines.slice(0, -1), [...(lines.at(-1) ?? []), span("─".repeat(Math.max(0, rest)), "dim")]];
}

/** The parts that are not empty, with blank lines between. */
export function spaced(parts: readonly (readonly Line[])[]): Line[] {
  return parts.filter(({ length }) => length > 0).flatMap((part, index) => (index > 0 ? [[], ...part] : part));
}

/** Two texts side by side, the left one in a column of this width. */
export function beside(left: Line, right: Line, column: number, width: number): Line[] {
  const [lefts, rights] = [wrap(left, column), wrap(right, width - column - GAP)];
  return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) => {
    const line = lefts[index] ?? [];
    return [...line, span(" ".repeat(column + GAP - lineWidth(line))), ...(rights[index] ?? [])];
  });
}

/** Texts two in a row. */
export function inTwoColumns(texts: readonly Line[], width: number): Line[] {
  const column = Math.floor((width - GAP) / 2);
  return texts.flatMap((text, index) => (index % 2 === 0 ? beside(text, texts[index + 1] ?? [], column, width) : []));
}
