import { printable } from "../../cli/output";
import { type Comparison, NOTHING_CHANGES } from "../compare";
import { arrives, nameOf, type Preview, type Result } from "../model";
import { changes, difference, findings, silences, summary, table } from "./report";
import { drawBody } from "./slack";
import { type Line, paint } from "./text";

/** GitHub refuses comments with more characters. */
export const MAX_COMMENT_LENGTH = 65_536;
const BLANK_LINE = "\n\n";
const MAX_NOTE_LENGTH = 50;
/** GitHub shows about as much of a line without scrolling. */
const WIDTH = 80;

/** Part of a comment: Markdown, and below it a block of code, of which lines can be left out. */
export interface Section {
  /** Markdown; of a fold, the HTML of its summary. */
  readonly start: string;
  /** Made only if there is room, since a message takes long to draw. */
  readonly code?: () => string;
  readonly language?: "text" | "diff" | undefined;
  readonly isFold?: boolean;
}

/** The comment of a pull request. */
export function markdownReport(preview: Preview, comparison?: Comparison): string {
  return `${layOut(markdownSections(preview, comparison), MAX_COMMENT_LENGTH - 1)}\n`;
}

/** Anybody's text stands in blocks of code only, and as code in the summaries of folds. */
export function markdownSections(preview: Preview, comparison?: Comparison): Section[] {
  const messages = comparison?.messages ?? [];
  const arriving = preview.results.filter(arrives);
  return [
    { start: `### Who is told what\n\n${summary(preview)}` },
    ...(comparison?.changes.length === 0 ? [{ start: NOTHING_CHANGES }] : []),
    ...part("What changes", changes(comparison?.changes ?? [], WIDTH), "diff"),
    ...part("Events and alerts", table(preview, WIDTH)),
    ...part("Why nothing rings", preview.events.length > 1 ? silences(preview, WIDTH) : []),
    ...part("Problems", findings(preview, WIDTH)),
    ...(messages.length > 0 ? [{ start: "#### Messages that differ: before (-) and after (+)" }] : []),
    ...messages.map((message) => fold(message.after, () => difference(message, WIDTH), "diff")),
    ...(arriving.length > 0 ? [{ start: "#### Messages" }] : []),
    ...arriving.map((result) => fold(result, () => drawBody(result.body, result.alert.isSlack, WIDTH))),
  ];
}

function part(title: string, lines: Line[], language?: Section["language"]): Section[] {
  return lines.length > 0 ? [{ start: `#### ${title}`, code: () => paint(lines, false), language }] : [];
}

function fold({ event, alert }: Result, linesOf: () => Line[], language?: Section["language"]): Section {
  const start = `${htmlCode(event.name)} → ${htmlCode(nameOf(alert))}`;
  return { start, code: () => paint(linesOf(), false), language, isFold: true };
}

/** In at most `room` characters: a block of code, unless it is the last, takes at most half of what is left. */
export function layOut(sections: readonly Section[], room: number): string {
  const parts: string[] = [];
  const noteOn = (count: number) => `_${count} more left out: the comment would be too long for GitHub._`;
  let left = room - noteOn(sections.length).length;
  for (const [index, section] of sections.entries()) {
    const part = laidOut(section, index === sections.length - 1 ? left : left / 2);
    if (part === undefined || part.length > left)
      return [...parts, noteOn(sections.length - index)].join(BLANK_LINE).slice(0, Math.max(0, room));
    parts.push(part);
    left -= part.length + BLANK_LINE.length;
  }
  return parts.join(BLANK_LINE);
}

/** In at most so many characters, if it has enough code to leave out; undefined if no line of code would be left. */
function laidOut({ start, code, language = "text", isFold }: Section, most: number): string | undefined {
  const before = isFold ? `<details><summary>${start}</summary>` : start;
  const after = isFold ? `${BLANK_LINE}</details>` : "";
  if (code === undefined) return before + after;
  const text = `\n${printable(code())}`;
  const fence = ticksFor(text, 3);
  const [opening, closing] = [`${before}${BLANK_LINE}${fence}${language}`, `\n${fence}${after}`];
  const room = most - opening.length - closing.length;
  if (text.length <= room) return opening + text + closing;
  const shown = text.slice(0, text.lastIndexOf("\n", room - MAX_NOTE_LENGTH));
  if (shown === "") return undefined;
  const rest = text.slice(shown.length).split("\n").length - 1;
  return `${opening}${shown}\n… ${rest} more lines, left out here${closing}`;
}

/** Anybody's text as inline code, on one line, in which GitHub reads no mentions, links or formatting. */
export function inlineCode(text: string): string {
  const line = printable(text).replace(/\s+/g, " ").trim() || " ";
  const ticks = ticksFor(line, 1);
  const air = /^`|`$/.test(line) ? " " : "";
  return `${ticks}${air}${line}${air}${ticks}`;
}

/** Code in the summary of a `<details>`, which is HTML. */
export function htmlCode(text: string): string {
  const line = printable(text).replace(/\s+/g, " ");
  return `<code>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** Backticks that can stand around this text. */
function ticksFor(text: string, least: number): string {
  return "`".repeat((text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length + 1), least));
}
