import { graphemes, type Line, lineWidth, type Span, type Style, span, textWidth } from "./text";

const COLUMN_GAP = 2;
const LEAST_COLUMN = 20;
/** Japanese typesetting begins no line with these, and ends none with those. */
const NOT_FIRST = /^[、。，．・：；？！）」』】〕｝〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NOT_LAST = /^[（「『【〔｛〈《]/u;

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly styles: readonly Style[];
}

/** Breaks a text into lines of at most `width` columns: at spaces and between wide characters, else where it must. */
export function wrap(line: Line, width: number): Line[] {
  if (lineWidth(line) <= width && !line.some(({ text }) => text.includes("\n"))) return [line];
  return paragraphs(line).flatMap((cells) => wrapParagraph(cells, Math.max(width, 2)));
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

/** The text in at most `width` columns, with `…` for its middle: names differ at both ends. */
export function shorten(text: string, width: number): string {
  const characters = graphemes(text);
  for (let head = Math.ceil(characters.length / 2), tail = head; ; head--, tail++) {
    const shown = head === tail ? text : `${characters.slice(0, head).join("")}…${characters.slice(tail).join("")}`;
    if (textWidth(shown) <= width || head === 0) return shown;
  }
}

export function pad(line: Line, width: number): Line {
  return [...line, span(" ".repeat(Math.max(0, width - lineWidth(line))))];
}

/** Texts two in a row, or one where there is not the room for two. */
export function inTwoColumns(texts: readonly Line[], width: number): Line[] {
  const column = Math.floor((width - COLUMN_GAP) / 2);
  if (column < LEAST_COLUMN) return texts.flatMap((text) => wrap(text, width));
  const rows: Line[] = [];
  for (let index = 0; index < texts.length; index += 2) {
    const left = wrap(texts[index] ?? [], column);
    const right = wrap(texts[index + 1] ?? [], column);
    for (let row = 0; row < Math.max(left.length, right.length); row++) {
      rows.push([...pad(left[row] ?? [], column + COLUMN_GAP), ...(right[row] ?? [])]);
    }
  }
  return rows;
}

function paragraphs(line: Line): Cell[][] {
  const found: Cell[][] = [[]];
  for (const { text, styles } of line) {
    for (const character of graphemes(text)) {
      if (character === "\n") found.push([]);
      else found.at(-1)?.push({ text: character, width: textWidth(character), styles });
    }
  }
  return found;
}

function wrapParagraph(cells: readonly Cell[], width: number): Line[] {
  const rows: Cell[][] = [[]];
  let used = 0;
  const breakRow = () => {
    rows.push([]);
    used = 0;
  };
  for (const word of words(cells)) {
    const size = word.reduce((sum, cell) => sum + cell.width, 0);
    if (used > 0 && used + size > width && size <= width) breakRow();
    if (word[0]?.text === " " && rows.length > 1 && used === 0) continue;
    for (const cell of word) {
      if (used + cell.width > width) breakRow();
      rows.at(-1)?.push(cell);
      used += cell.width;
    }
  }
  return rows.map(toLine);
}

/** What stays together if it can; a run of spaces is a word of its own. */
function words(cells: readonly Cell[]): Cell[][] {
  const found: Cell[][] = [];
  for (const cell of cells) {
    const word = found.at(-1);
    const before = word?.at(-1);
    if (word && before && staysTogether(before, cell)) word.push(cell);
    else found.push([cell]);
  }
  return found;
}

function staysTogether(before: Cell, after: Cell): boolean {
  if ((before.text === " ") !== (after.text === " ")) return false;
  if (before.width < 2 && after.width < 2) return true;
  return NOT_FIRST.test(after.text) || NOT_LAST.test(before.text);
}

function toLine(cells: readonly Cell[]): Line {
  const spans: { text: string; readonly styles: readonly Style[] }[] = [];
  for (const { text, styles } of cells) {
    const last = spans.at(-1);
    if (last?.styles === styles) last.text += text;
    else spans.push({ text, styles });
  }
  return spans;
}
