import type { Comparison } from "../compare";
import type { Preview } from "../model";
import { arrives, type JudgedPreview, judge } from "../verdict";
import { messageDiff } from "./diff";
import { drawBody } from "./draw-message";
import { findings, silences } from "./findings";
import { cellCode, fenced, htmlCode, inlineCode } from "./markdown-text";
import { layOut, MAX_COMMENT_LENGTH, type Section } from "./sections";
import { paint } from "./text";
import { alertNames, markOf, NOTHING_CHANGES, SAME_AS_BEFORE, summary, UNHEARD, usedMarks } from "./words";

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
  const judged = judge(preview);
  const sections = [
    { start: `### Who is told what\n\n${summary(judged)}` },
    ...(comparison ? changeSections(comparison) : []),
    ...(preview.alerts.length > 0 && preview.events.length > 0 ? [tableSection(judged)] : []),
    ...(preview.events.length > 1 ? [silenceSection(judged)] : []),
    problemSection(judged),
    messageSection(judged),
  ];
  return sections.filter(({ start }) => start !== "");
}

function changeSections(c: Comparison): Section[] {
  if (c.changes.length === 0) return [{ start: `**${NOTHING_CHANGES}**${SAME_AS_BEFORE}` }];
  const unheard = c.unheard.length > 0 ? [`- **${UNHEARD}** ${codes(c.unheard)}`] : [];
  const changes = c.changes.map(({ alert, phrase, events, detail }) => {
    const of = events.length > 0 ? ` for ${codes(events)}` : "";
    return `- ${code(alert)} ${phrase}${of}${detail === undefined ? "" : `: ${code(detail)}`}`;
  });
  const differences = c.messages.map(({ event, alert, isSlack, before, after }) => () => {
    const lines = messageDiff(before, after, isSlack, MESSAGE_WIDTH);
    const text = lines.map(({ sign, line }) => `${sign} ${paint([line], false)}`.trimEnd()).join("\n");
    return details(`${titleOf(event, alert)}: before (-) and after (+)`, fenced(cut(text, MAX_MESSAGE), "diff"));
  });
  return [
    list("#### What changes", [...unheard, ...changes]),
    { start: differences.length > 0 ? "Messages that differ:\n\n" : "", items: differences },
  ];
}

function tableSection(preview: JudgedPreview): Section {
  const nameOf = alertNames(preview);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const heading = row(["Event", ...preview.alerts.map(({ address }) => cellCode(cut(nameOf(address))))]);
  const rule = row(["---", ...preview.alerts.map(() => ":-:")]);
  const legend = usedMarks(preview).map(({ sign, meaning }) => `${sign} ${meaning}`);
  return {
    start: `#### Events and alerts\n\n${heading}\n${rule}\n`,
    items: preview.events.map(
      (event) => () =>
        row([cellCode(cut(event.name)), ...preview.alerts.map((alert) => markOf(preview, event, alert).sign)]),
    ),
    between: "\n",
    end: `\n\n${legend.join(", ")}`,
  };
}

function silenceSection(preview: JudgedPreview): Section {
  const items = silences(preview).flatMap(({ alert, reasons }) => [
    `- ${code(alert)} rings for none of the events`,
    ...reasons.map((reason) => `  - ${code(reason)}`),
  ]);
  return list("#### Why nothing rings", items);
}

function problemSection(preview: JudgedPreview): Section {
  const items = findings(preview).map(
    ({ text, alerts, events }) =>
      `- ${code(text)} at ${codes(alerts)}${events.length > 0 ? `, for ${codes(events)}` : ""}`,
  );
  return list("#### Problems", items);
}

function messageSection(preview: JudgedPreview): Section {
  const nameOf = alertNames(preview);
  const isSlack = new Map(preview.alerts.map((alert) => [alert.address, alert.isSlack]));
  const items = preview.results.filter(arrives).map(({ event, alert, body }) => () => {
    const drawn = paint(drawBody(body, isSlack.get(alert) !== false, MESSAGE_WIDTH), false);
    return details(titleOf(event, nameOf(alert)), fenced(cut(drawn, MAX_MESSAGE)));
  });
  return { start: items.length > 0 ? "#### Messages\n\n" : "", items };
}

function list(heading: string, items: readonly string[]): Section {
  return { start: items.length > 0 ? `${heading}\n\n` : "", items: items.map((item) => () => item), between: "\n" };
}

function titleOf(event: string, alert: string): string {
  return `${htmlCode(cut(event))} → ${htmlCode(cut(alert))}`;
}

function details(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

function codes(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES).map(code);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

function code(text: string): string {
  return inlineCode(cut(text));
}

function cut(text: string, most = MAX_TEXT): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
