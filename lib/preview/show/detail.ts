import { redact } from "../../problems/redact";
import { slackProblems } from "../../slack/payload-problems";
import { arrives, nameOf, type Result, why } from "../model";
import { drawBody } from "./draw-message";
import { printableJson } from "./json";
import { behind, type Line, lineWidth, spaced, span, wrap, wrapBehind } from "./text";
import { MARKS } from "./words";

/** About as wide as Slack shows a message, however wide the terminal is. */
const MAX_MESSAGE_WIDTH = 96;

export interface Layout {
  readonly width: number;
  /** Whether to show exact bodies, with links to Slack's Block Kit Builder. They are as wide as they are. */
  readonly body?: boolean;
}

/** A heading over the full width. */
export function heading(text: Line, width: number): Line[] {
  const lines = wrap([span("── ", "dim"), ...text, span(" ")], width);
  const last = lines.at(-1) ?? [];
  return [...lines.slice(0, -1), [...last, span("─".repeat(Math.max(0, width - lineWidth(last))), "dim")]];
}

/** The heading of a message. */
export function titleOf({ event, alert }: Result): Line {
  return [span(event.name, "bold"), span(" → ", "dim"), span(nameOf(alert), "bold")];
}

export function problemLines(problems: readonly string[], width: number): Line[] {
  return problems.flatMap((problem) => wrapBehind(span("  ! ", "red"), [span(problem)], width));
}

/** A body as drawn, two columns in; above it the exact body, if asked for. */
export function bodyLines(body: string, isSlack: boolean, isSent: boolean, layout: Layout): Line[] {
  const width = Math.min(layout.width - 2, MAX_MESSAGE_WIDTH);
  const drawn = behind(span("  "), drawBody(body, isSlack, width));
  if (!layout.body) return drawn;
  const exact = redact(body);
  // encodeURIComponent refuses lone surrogates, and a Buffer replaces them.
  const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(Buffer.from(exact).toString())}`;
  const lines = printableJson(exact).split("\n");
  return [
    [span(isSent ? "Body" : "Attempt at a body", "dim")],
    ...lines.map((line) => [span(line)]),
    ...(isSlack && isSent ? [[span("Block Kit Builder", "dim")], [span(link)]] : []),
    [],
    ...drawn,
  ];
}

/** One event, by its results: what the alerts that ring post, or why none does. The messages stand last. */
export function eventDetails(results: readonly [Result, ...Result[]], layout: Layout): Line[] {
  const { width } = layout;
  const [{ event, problems }] = results;
  const warning = (text: string | undefined) => (text === undefined ? [] : wrap([span(text, "yellow")], width));
  const start = [...heading([span(event.name, "bold")], width), ...warning(event.undelivered)];
  if (event.event === undefined) {
    const { body = null } = event;
    const isSlack = slackProblems(body).length === 0;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return [...start, ...problems.flatMap(warning), [], ...bodyLines(text, isSlack, isSlack, layout)];
  }
  const reasons = results.flatMap((result) => {
    if (result.matched && result.verdict !== "counts") return [];
    const { sign, style, meaning } = MARKS[result.verdict];
    const said = result.matched ? ` ${meaning}` : `: ${why(result)}`;
    const text = [span(nameOf(result.alert), "bold"), span(said)];
    return wrapBehind(span(`${sign} `, style), text, width);
  });
  const quiet = results.filter(({ verdict }) => verdict === "silent").map(({ alert }) => nameOf(alert));
  const others = quiet.length > 0 ? wrap([span(`Silent: ${quiet.join(", ")}`, "dim")], width) : [];
  const silence = results.some(arrives) ? others : [...warning("No alert rings."), ...reasons];
  const messages = results.map(({ alert, verdict, matched, sent, body = "", problems }) => {
    if (!matched || verdict === "counts") return [];
    const { sign, style, meaning } = MARKS[verdict];
    const title = [span(`${sign} `, style), span(nameOf(alert), "bold"), span(` ${meaning}`)];
    const message = bodyLines(body, alert.isSlack, sent, layout);
    return [...wrap(title, width), ...problemLines(problems, width), [], ...message];
  });
  return [...start, ...spaced([silence, ...messages])];
}
