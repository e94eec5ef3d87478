import stringWidth from "string-width";
import { printable, withoutCommands } from "../../cli/output";

const CODES = {
  bold: 1,
  dim: 2,
  italic: 3,
  underline: 4,
  strike: 9,
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
} as const;

export type Style = keyof typeof CODES;

/** Text in one style. Made by `span`, so that it is printable. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** One line of output; before `wrap`, text that may contain line feeds. */
export type Line = readonly Span[];

/** Most text is ASCII, and ASCII is much faster to measure. */
const ASCII = /^[ -~]*$/;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** What a terminal would obey or not show; JSON has an escape for each. */
const INVISIBLE = /[^\P{C}\n\t]|[\u2028\u2029]/gu;

export function span(text: string, ...styles: readonly Style[]): Span {
  return { text: printable(text), styles };
}

/** JSON for a terminal, which says the same. Webhook URLs have to be hidden before. */
export function printableJson(json: string): string {
  return json
    .replaceAll("\r\n", "\n")
    .replace(INVISIBLE, (character) => character.split("").map(escapeOf).join(""))
    .replace(/#(?=#(?:vso)?\[)/g, escapeOf);
}

function escapeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
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
