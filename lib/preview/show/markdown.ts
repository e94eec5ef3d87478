import { byAlert, bySilence, type Change, type Comparison, isUnchanged, nameIn, rerouting, unseen } from "../compare";
import type { Preview } from "../model";
import { arrives, parsed, problemGroups, shortNames } from "../outcome";
import { messageDiff } from "./diff";
import { drawMessage } from "./draw-message";
import { cellCode, fenced, htmlCode, inlineCode } from "./markdown-text";
import { markOf, usedMarks } from "./table";
import { summary } from "./terminal";
import { paint } from "./text";

/** GitHub refuses comments of more than 65,536 characters; what is left out is said in the rest. */
const MOST_CHARACTERS = 58_000;
const MOST_OF_A_MESSAGE = 4000;
const MOST_OF_A_TEXT = 500;
const MOST_NAMES = 12;
const MESSAGE_WIDTH = 80;

interface Section {
  /** Markdown before the items, such as a heading. */
  readonly start: string;
  /** Made only as long as there is room, for a message takes long to draw. */
  readonly items: readonly (() => string)[];
  readonly between: string;
  readonly end?: string;
}

/** The comment of a pull request: what changes, the table of events and alerts, and the messages. */
export function markdownReport(preview: Preview, comparison?: Comparison): string {
  const sections: Section[] = [
    { start: `### Who is told what\n\n${summary(preview)}`, items: [], between: "" },
    ...(comparison ? changeSections(comparison) : []),
    ...(preview.alerts.length > 0 && preview.events.length > 0 ? [tableSection(preview)] : []),
    problemSection(preview),
    messageSection(preview),
  ];
  return `${withinLimit(sections.filter(({ start }) => start !== ""))}\n`;
}

function changeSections(c: Comparison): Section[] {
  if (isUnchanged(c)) {
    return [{ start: "**Nothing changes**: the same events ring, with the same messages.", items: [], between: "" }];
  }
  const name = (address: string) => inlineCode(cut(nameIn(c, address)));
  const events = (changes: readonly Change[]) => codes(changes.map(({ event }) => event));
  const changes = [
    ...(c.unheard.length > 0 ? [`**No alert here rings any more for** ${codes(c.unheard)}`] : []),
    ...c.addedAlerts.map((alert) => `${name(alert)} is a **new alert**`),
    ...c.removedAlerts.map((alert) => `${name(alert)} is an alert **no more**`),
    ...[...byAlert(c.nowRing)].map(([alert, of]) => `${name(alert)} **now rings** for ${events(of)}`),
    ...bySilence(c).map(
      ({ alert, because, of }) => `${name(alert)} **no longer rings** for ${events(of)}: ${inlineCode(cut(because))}`,
    ),
    ...[...byAlert(c.messagesDiffer)].map(([alert, of]) => `${name(alert)} has **another message** for ${events(of)}`),
    ...c.rerouted.map(
      (change) => `${name(change.alert)} ${rerouting(change, (variable) => inlineCode(cut(variable)))}`,
    ),
    ...c.unseen.map((change) => `${name(change.alert)} ${unseen(change)}`),
  ];
  const differences = c.messagesDiffer.map(({ event, alert, before, after }) => () => {
    const lines = messageDiff(before, after, MESSAGE_WIDTH);
    const text = lines.map(({ sign, line }) => `${sign} ${paint([line], false)}`.trimEnd()).join("\n");
    const title = `${htmlCode(cut(event))} → ${htmlCode(cut(nameIn(c, alert)))}: before (-) and after (+)`;
    return details(title, fenced(cut(text, MOST_OF_A_MESSAGE), "diff"));
  });
  return [
    { start: "#### What changes\n", items: changes.map((change) => () => `- ${change}`), between: "\n" },
    { start: differences.length > 0 ? "Messages that differ:" : "", items: differences, between: "\n\n" },
  ];
}

function tableSection(preview: Preview): Section {
  const names = shortNames(preview.alerts.map(({ address }) => address));
  const mark = markOf(preview);
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const heading = row(["Event", ...preview.alerts.map(({ address }) => cellCode(cut(names.get(address) ?? address)))]);
  const rule = row(["---", ...preview.alerts.map(() => ":-:")]);
  return {
    start: `#### Events and alerts\n\n${heading}\n${rule}`,
    items: preview.events.map(
      (event) => () => row([cellCode(cut(event.name)), ...preview.alerts.map((alert) => mark(event, alert).sign)]),
    ),
    between: "\n",
    end: usedMarks(preview)
      .map(({ sign, meaning }) => `${sign} ${meaning}`)
      .join(", "),
  };
}

function problemSection(preview: Preview): Section {
  const names = shortNames(preview.alerts.map(({ address }) => address));
  const items = problemGroups(preview).map(({ problem, alerts, events }) => () => {
    const where = codes(alerts.map((alert) => names.get(alert) ?? alert));
    return `- ${inlineCode(cut(problem))} at ${where}${events.length > 0 ? `, for ${codes(events)}` : ""}`;
  });
  return { start: items.length > 0 ? "#### Problems\n" : "", items, between: "\n" };
}

function messageSection(preview: Preview): Section {
  const names = shortNames(preview.alerts.map(({ address }) => address));
  const items = preview.results.filter(arrives).map(({ event, alert, body }) => () => {
    const title = `${htmlCode(cut(event))} → ${htmlCode(cut(names.get(alert) ?? alert))}`;
    return details(title, fenced(cut(drawing(body), MOST_OF_A_MESSAGE)));
  });
  return { start: items.length > 0 ? "#### Messages" : "", items, between: "\n\n" };
}

function withinLimit(sections: readonly Section[]): string {
  let room = MOST_CHARACTERS;
  const takes = (text: string) => {
    if (text.length > room) return false;
    room -= text.length;
    return true;
  };
  const written = sections.map(({ start, items, between, end = "" }) => {
    const fits = takes(start);
    const shown = fits ? [start] : [];
    for (const item of fits ? items : []) {
      const text = item();
      if (!takes(between + text)) break;
      shown.push(text);
    }
    const leftOut = items.length - shown.length + (fits ? 1 : 0);
    const note = leftOut > 0 ? `_${leftOut} more left out: the comment would be too long for GitHub._` : "";
    return [shown.join(between), note, fits ? end : ""].filter((part) => part !== "").join("\n\n");
  });
  return written.filter((text) => text !== "").join("\n\n");
}

/** The message as drawn for a terminal. */
function drawing(body: string): string {
  return paint(drawMessage(parsed(body) ?? null, MESSAGE_WIDTH), false);
}

function details(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

function codes(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => inlineCode(cut(name)));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

function cut(text: string, most = MOST_OF_A_TEXT): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
