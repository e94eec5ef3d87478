import stringWidth from "string-width";

const CODES = {
  bold: 1,
  dim: 2,
  italic: 3,
  underline: 4,
  strike: 9,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
} as const;

export type Style = keyof typeof CODES;

/** A piece of text in one style. Made by `span`, so that it holds nothing that a terminal would obey. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** One line of output, or before `wrap` a text that may hold line feeds. */
export type Line = readonly Span[];

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** The joiners and tags of emoji, and the joiners that scripts such as Persian need. */
const JOINERS = /\u200c|\u200d|[\u{e0020}-\u{e007f}]/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/gu;
/** Much the most of what is shown, and much faster to take apart. */
const ASCII = /^[ -~]*$/;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function span(text: string, ...styles: readonly Style[]): Span {
  return { text: harmless(text), styles };
}

/**
 * The text with its control characters and unseen formatting (escape sequences, changes of direction) replaced by
 * symbols that only show them. Line feeds stay.
 */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (character === "\n" || JOINERS.test(character)) return character;
    if (character === "\t") return "    ";
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** The JSON text with the same characters as escapes of JSON, which change nothing of what it says. */
export function escaped(json: string): string {
  return json.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (character === "\n" || character === "\t" || JOINERS.test(character)) return character;
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}

/** What a reader sees as characters, each of which a terminal shows in one place. */
export function graphemes(text: string): string[] {
  return ASCII.test(text) ? text.split("") : Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** How many columns of a terminal the text takes: two for each Japanese character and each emoji. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  return graphemes(text).reduce((width, grapheme) => width + graphemeWidth(grapheme), 0);
}

/** `string-width` 4 knows what is wide in East Asia, but not the emoji that came after it. */
function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  return stringWidth(grapheme.normalize("NFC").replace(ZERO_WIDTH, ""));
}

export function lineWidth(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

/** The lines as they are written to a terminal. */
export function paint(lines: readonly Line[], colour: boolean): string {
  return lines.map((line) => (colour ? coloured(line) : line.map(({ text }) => text).join("")).trimEnd()).join("\n");
}

function coloured(line: Line): string {
  return line
    .map(({ text, styles }) =>
      styles.length === 0 || text === ""
        ? text
        : `\u001b[${styles.map((style) => CODES[style]).join(";")}m${text}\u001b[0m`,
    )
    .join("");
}
