import type { Comparison } from "../compare";
import { arrives, groups, nameOf, type Preview, type Result } from "../model";
import { messageDiff } from "./comparison";
import { drawBody } from "./draw-message";
import { cellCode, fenced, htmlCode, inlineCode } from "./markdown-text";
import { layOut, MAX_COMMENT_LENGTH, type Section } from "./sections";
import { paint } from "./text";
import { findings, LEGEND, MARKS, NOTHING_CHANGES, silences, someOf, summary, UNHEARD } from "./words";

const MAX_MESSAGE = 4000;
const MAX_TEXT = 500;
const MAX_NAMES = 12;
const MESSAGE_WIDTH = 80;

/** The comment of a pull request. */
export function markdownReport(preview: Preview, comparison?: Comparison): string {
  return `${layOut(markdownSections(preview, comparison), MAX_COMMENT_LENGTH - 1)}\n`;
}

/** What changes, why alerts are silent, the problems, the table of events and alerts, and the messages. */
export function markdownSections(preview: Preview, comparison?: Comparison): Section[] {
  return [
    { start: `### Who is told what\n\n${summary(preview)}` },
    ...(comparison ? changeSections(comparison) : []),
    ...tableSection(preview),
    ...(preview.events.length > 1 ? silenceSection(preview) : []),
    ...problemSection(preview),
    ...messageSection(preview),
  ];
}

function changeSections(c: Comparison): Section[] {
  if (c.changes.length === 0) return [{ start: NOTHING_CHANGES }];
  const unheard = c.unheard.length > 0 ? [`- **${UNHEARD}** ${codes(c.unheard)}`] : [];
  const changes = c.changes.map(({ alert, phrase, events, detail }) => {
    const of = events.length > 0 ? ` for ${codes(events)}` : "";
    return `- ${code(alert)} ${phrase}${of}${detail === undefined ? "" : `: ${code(detail)}`}`;
  });
  const differences = c.messages.map((change) => () => {
    const lines = messageDiff(change, MESSAGE_WIDTH);
    const text = lines.map(({ sign, line }) => `${sign} ${paint([line], false)}`.trimEnd()).join("\n");
    return details(`${titleOf(change.after)}: before (-) and after (+)`, fenced(cut(text, MAX_MESSAGE), "diff"));
  });
  return [...list("#### What changes", [...unheard, ...changes]), ...section("Messages that differ:", differences)];
}

function tableSection({ results }: Preview): Section[] {
  const rows = groups(results, ({ event }) => event.name).map((row) => () => {
    const heard = row.filter(({ verdict }) => verdict !== "silent");
    const marks = heard.map(({ alert, verdict }) => `${MARKS[verdict].sign} ${cellCode(cut(nameOf(alert)))}`);
    return `| ${cellCode(cut(row[0].event.name))} | ${marks.join(", ") || MARKS.silent.sign} |`;
  });
  const start = "#### Events and alerts\n\n| Event | Alerts |\n| --- | --- |\n";
  return rows.length > 0 ? [{ start, items: rows, between: "\n", end: `\n\n${LEGEND}` }] : [];
}

function silenceSection(preview: Preview): Section[] {
  const items = silences(preview).flatMap(({ alert, reasons }) => [
    `- ${code(alert)} rings for none of the events`,
    ...reasons.map((reason) => `  - ${code(reason)}`),
  ]);
  return list("#### Why nothing rings", items);
}

function problemSection(preview: Preview): Section[] {
  const items = findings(preview).map(({ text, alerts, events }) => {
    return `- ${code(text)} at ${codes(alerts)}${events.length > 0 ? `, for ${codes(events)}` : ""}`;
  });
  return list("#### Problems", items);
}

function messageSection({ results }: Preview): Section[] {
  const items = results.filter(arrives).map((result) => () => {
    const drawn = paint(drawBody(result.body, result.alert.isSlack, MESSAGE_WIDTH), false);
    return details(titleOf(result), fenced(cut(drawn, MAX_MESSAGE)));
  });
  return section("#### Messages", items);
}

function list(heading: string, items: readonly string[]): Section[] {
  const lazy = items.map((item) => () => item);
  return section(heading, lazy, "\n");
}

/** Nothing if there are no items. */
function section(heading: string, items: readonly (() => string)[], between = "\n\n"): Section[] {
  return items.length > 0 ? [{ start: `${heading}\n\n`, items, between }] : [];
}

function titleOf({ event, alert }: Result): string {
  return `${htmlCode(cut(event.name))} → ${htmlCode(cut(nameOf(alert)))}`;
}

function details(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

function codes(names: readonly string[]): string {
  return someOf(names.map(code), MAX_NAMES);
}

function code(text: string): string {
  return inlineCode(cut(text));
}

function cut(text: string, most = MAX_TEXT): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
