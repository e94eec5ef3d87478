import { type Comparison, NOTHING_CHANGES } from "../compare";
import { arrives, nameOf, type Preview, type Result } from "../model";
import { changes, difference, findings, silences, summary, table } from "./report";
import { htmlCode, layOut, MAX_COMMENT_LENGTH, type Section } from "./sections";
import { drawBody } from "./slack";
import { type Line, paint } from "./text";

/** GitHub shows about as much of a line without scrolling. */
const WIDTH = 100;

/** The comment of a pull request. */
export function markdownReport(preview: Preview, comparison?: Comparison): string {
  return `${layOut(markdownSections(preview, comparison), MAX_COMMENT_LENGTH - 1)}\n`;
}

/**
 * What changes, the table of events and alerts, why alerts are silent, and the problems, all as in a terminal; then the
 * messages. Anybody's text stands in blocks of code only, and as code in the summaries of folds.
 */
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
    ...(messages.length > 0 ? [{ start: "#### Messages that differ" }] : []),
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
