import { redact } from "../../problems/redact";
import type { SampleEvent } from "../model";
import { arrives, type JudgedPreview, why } from "../verdict";
import { drawBody } from "./draw-message";
import { type Line, lineWidth, printableJson, span } from "./text";
import { MARKS } from "./words";
import { behind, spaced, wrap, wrapBehind } from "./wrap";

const INDENT = span("  ");
/** About as wide as Slack shows a message, however wide the terminal is. */
const MAX_MESSAGE_WIDTH = 96;
const SLACK_KEYS: readonly string[] = ["text", "blocks", "attachments"];
const IS_A_BODY = "Not an event but the body of a message, as a dead-letter queue may hold it.";

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

export function problemLines(problems: readonly string[], width: number): Line[] {
  return problems.flatMap((problem) => wrapBehind(span("  ! ", "red"), [span(problem)], width));
}

/** A body as drawn, two columns in; above it the exact body, if asked for. */
export function bodyLines(body: string, isSlack: boolean, isSent: boolean, layout: Layout): Line[] {
  const width = Math.min(layout.width - lineWidth([INDENT]), MAX_MESSAGE_WIDTH);
  const drawn = behind(INDENT, drawBody(body, isSlack, width));
  return layout.body ? [...exactBody(redact(body), isSlack && isSent, isSent), [], ...drawn] : drawn;
}

function exactBody(body: string, isLinked: boolean, isSent: boolean): Line[] {
  // encodeURIComponent refuses lone surrogates, and a Buffer replaces them.
  const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(Buffer.from(body).toString())}`;
  return [
    [span(isSent ? "Body" : "Attempt at a body", "dim")],
    ...printableJson(body)
      .split("\n")
      .map((line) => [span(line)]),
    ...(isLinked ? [[span("Block Kit Builder", "dim")], [span(link)]] : []),
  ];
}

/** One event: what the alerts that ring post, or why none does. The messages stand last. */
export function eventDetails(
  preview: JudgedPreview,
  nameOf: (address: string) => string,
  event: SampleEvent,
  layout: Layout,
): Line[] {
  const { width } = layout;
  const { name, undelivered, body = null } = event;
  const warning = (text: string | undefined) => (text === undefined ? [] : wrap([span(text, "yellow")], width));
  const start = [...heading([span(name, "bold")], width), ...warning(undelivered)];
  if (event.event === undefined) {
    const isSlack = typeof body === "object" && body !== null && SLACK_KEYS.some((key) => key in body);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return [...start, ...warning(IS_A_BODY), [], ...bodyLines(text, isSlack, isSlack, layout)];
  }
  const all = preview.alerts.flatMap((alert) => {
    const result = preview.find(name, alert.address);
    return result === undefined ? [] : [{ alert, result, mark: MARKS[result.verdict], shown: nameOf(alert.address) }];
  });
  const silent = all.filter(({ result }) => !result.matched);
  const reasons = silent.flatMap(({ alert, result, mark, shown }) => {
    const text = [span(shown, "bold"), span(`: ${why(result, alert)}`)];
    return wrapBehind(span(`${mark.sign} `, mark.style), text, width);
  });
  const quiet = silent.filter(({ mark }) => mark === MARKS.silent).map(({ shown }) => shown);
  const isHeard = all.some(({ result }) => arrives(result));
  const silence = quiet.length > 0 ? wrap([span(`Silent: ${quiet.join(", ")}`, "dim")], width) : [];
  const messages = all.map(({ alert, result, mark, shown }) => {
    if (!result.matched) return [];
    const title = [span(`${mark.sign} `, mark.style), span(shown, "bold"), span(` ${mark.meaning}`)];
    const problems = problemLines(result.problems, width);
    return [
      ...wrap(title, width),
      ...problems,
      [],
      ...bodyLines(result.body ?? "", alert.isSlack, result.sent, layout),
    ];
  });
  return [...start, ...spaced([isHeard ? silence : [...warning("No alert rings."), ...reasons], ...messages])];
}
