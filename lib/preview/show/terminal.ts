import { isJsonObject } from "../../eventbridge/json";
import { redact } from "../../problems/redact";
import { slackProblems } from "../../slack/payload-problems";
import { type Comparison, NOTHING_CHANGES } from "../compare";
import { arrives, bodyJson, groups, nameOf, type Preview, type Result, why } from "../model";
import { stormSentences } from "../storms";
import { printableJson } from "./json";
import { changes, difference, findings, MARKS, messageTitle, problemLines, silences, summary, table } from "./report";
import { drawBody } from "./slack";
import { heading, type Line, paint, type Style, spaced, span, wrap, wrapBehind } from "./text";

/** About as wide as Slack shows a message, however wide the terminal is. */
const MAX_MESSAGE_WIDTH = 96;

export interface Layout {
  readonly width: number;
  readonly colour?: boolean;
  /** Whether to show exact bodies, with links to Slack's Block Kit Builder. They are as wide as they are. */
  readonly body?: boolean;
  /** Whether to show every event by itself instead of a table. */
  readonly detailed?: boolean;
  /** Which cluster the events count as. */
  readonly remark?: string;
}

/** What `npm run preview` shows in a terminal: a message stands last, where it is seen. */
export function terminalReport(preview: Preview, layout: Layout): string {
  const { width, colour = false, detailed = false, remark = "" } = layout;
  const { alerts, events, results } = preview;
  const sentence = (text: string, ...styles: Style[]) => wrap([span(text, ...styles)], width);
  const problems = findings(detailed ? { alerts, events, results: [] } : preview, width);
  const isOne = detailed && results.length > 0 && events.length === 1;
  const arriving = detailed ? [] : results.filter(arrives);
  const first = arriving.find(({ verdict }) => verdict === "rings") ?? arriving[0];
  const parts = [
    detailed ? [] : table(preview, width),
    isOne ? [] : sentence(summary(preview)),
    detailed ? stormSentences(preview).flatMap((text) => sentence(text)) : [],
    events.length > 1 ? silences(preview, width) : [],
    problems.length > 0 ? [...heading([span("Problems", "bold")], width), ...problems] : [],
    sentence(remark, "dim"),
    ...groups(detailed ? results : [], ({ event }) => event.name).map((ofEvent) => eventLines(ofEvent, layout)),
    first ? [...heading(messageTitle(first), width), [], ...bodyLines(first.body, first.alert.isSlack, layout)] : [],
  ];
  return paint(spaced(parts), colour);
}

/** What changed, for a terminal; of an alert's messages that differ, the first is shown. */
export function terminalComparison(c: Comparison, { width, colour = false }: Layout): string {
  const part = (title: Line, lines: Line[]) => [...heading(title, width), ...lines];
  if (c.changes.length === 0) return paint(wrap([span(NOTHING_CHANGES)], width), colour);
  const messages = groups(c.messages, ({ after }) => nameOf(after.alert)).map(([first]) => first);
  const parts = messages.map((message) => part(messageTitle(message.after), difference(message, width)));
  return paint(spaced([part([span("Changes", "bold")], changes(c.changes, width)), ...parts]), colour);
}

/** A body as drawn, two columns in; above it the exact body, if asked for. */
export function bodyLines(body: string, isSlack: boolean, layout: Layout): Line[] {
  const width = Math.min(layout.width - 2, MAX_MESSAGE_WIDTH);
  const drawn = drawBody(body, isSlack, width).map((line) => [span("  "), ...line]);
  if (!layout.body) return drawn;
  const exact = redact(body);
  // encodeURIComponent refuses lone surrogates, and a Buffer replaces them.
  const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(Buffer.from(exact).toString())}`;
  const isMessage = isSlack && isJsonObject(bodyJson(body));
  return [
    [span("Body", "dim")],
    ...printableJson(exact)
      .split("\n")
      .map((line) => [span(line)]),
    ...(isMessage ? [[span("Block Kit Builder", "dim")], [span(link)]] : []),
    [],
    ...drawn,
  ];
}

/** One event, by its results: what the alerts that ring post, or why none does. The messages stand last. */
function eventLines(results: readonly [Result, ...Result[]], layout: Layout): Line[] {
  const { width } = layout;
  const [{ event, problems }] = results;
  const warning = (text: string) => wrap([span(text, "yellow")], width);
  const start = [...heading([span(event.name, "bold")], width), ...warning(event.undelivered ?? "")];
  if (event.event === undefined) {
    const { body = null } = event;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return [...start, ...problems.flatMap(warning), [], ...bodyLines(text, slackProblems(body).length === 0, layout)];
  }
  const isHeard = results.some(arrives);
  const reasons = results.filter(({ verdict, body }) => body === undefined && !(isHeard && verdict === "silent"));
  const messages = results.filter(({ body }) => body !== undefined);
  const quiet = [...(isHeard ? [] : warning("No alert rings.")), ...reasons.flatMap((one) => resultLines(one, layout))];
  return [...start, ...spaced([quiet, ...messages.map((one) => resultLines(one, layout))])];
}

function resultLines(result: Result, layout: Layout): Line[] {
  const { alert, verdict, matched, body, problems } = result;
  const { sign, style, meaning } = MARKS[verdict];
  const text = [span(nameOf(alert), "bold"), span(matched ? ` ${meaning}` : `: ${why(result)}`)];
  const title = wrapBehind(span(`${sign} `, style), text, layout.width);
  if (body === undefined) return title;
  return [...title, ...problemLines(problems, layout.width), [], ...bodyLines(body, alert.isSlack, layout)];
}
