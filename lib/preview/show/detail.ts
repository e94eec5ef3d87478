import { isJsonObject } from "../../eventbridge/json";
import type { Alert, Preview, Result, SampleEvent } from "../model";
import { arrives, outcome, parsed, resultsOf, shortNames, why } from "../outcome";
import { drawMessage } from "./draw-message";
import { MARKS } from "./table";
import { escaped, type Line, lineWidth, span } from "./text";
import { behind, wrap, wrapBehind } from "./wrap";

const INDENT = span("  ");
/** About as wide as Slack shows a message, however wide the terminal. */
const MOST_MESSAGE_WIDTH = 96;

/** Slack's own preview of a message. https://app.slack.com/block-kit-builder */
function blockKitBuilderUrl(body: string): string {
  // A lone surrogate, which encodeURIComponent refuses, becomes what UTF-8 has for it.
  return `https://app.slack.com/block-kit-builder/#${encodeURIComponent(Buffer.from(body).toString())}`;
}

/** A heading over the full width. */
export function heading(text: Line, width: number): Line[] {
  const lines = wrap([span("── ", "dim"), ...text, span(" ")], width);
  const last = lines.at(-1) ?? [];
  return [...lines.slice(0, -1), [...last, span("─".repeat(Math.max(0, width - lineWidth(last))), "dim")]];
}

/** A message as drawn, two columns in. */
export function drawnBody(body: string, width: number): Line[] {
  const json = parsed(body);
  const drawn =
    json === undefined ? [[span("(not JSON, so it is not sent)", "red")]] : drawMessage(json, messageWidth(width));
  return behind(INDENT, drawn);
}

function messageWidth(width: number): number {
  return Math.min(width - lineWidth([INDENT]), MOST_MESSAGE_WIDTH);
}

export function problemLines(problems: readonly string[], width: number): Line[] {
  return problems.flatMap((problem) => wrapBehind(span("  ! ", "red"), [span(problem)], width));
}

/**
 * All about one event: what every alert that rings posts, or else why none does. The bodies and links are exact, and so
 * as wide as they are.
 */
export function eventDetails(preview: Preview, event: SampleEvent, width: number): Line[] {
  if (event.event === undefined && event.body !== undefined) return bodyDetails(event, width);
  const result = resultsOf(preview);
  const names = shortNames(preview.alerts.map(({ address }) => address));
  const all = preview.alerts.map((alert) => ({
    alert,
    name: names.get(alert.address) ?? alert.address,
    result: result(event.name, alert.address),
  }));
  const matching = all.flatMap(({ result: found, ...rest }) => (found?.matched ? [{ ...rest, result: found }] : []));
  const silent = all.filter(({ result: found }) => !found?.matched);
  const nobody = !matching.some(({ result: found }) => arrives(found));
  const quiet = silent.filter(({ alert }) => alert.problems.length === 0).map(({ name }) => name);
  const parts = [
    ...matching.map((match) => messageDetails(match, width)),
    nobody ? silent.flatMap(({ alert, name, result: found }) => reason(name, alert, found, width)) : [],
    nobody || quiet.length === 0 ? [] : wrap([span(`Silent: ${quiet.join(", ")}`, "dim")], width),
  ].filter((part) => part.length > 0);
  return [
    ...heading([span(event.name, "bold")], width),
    ...giveUp(event, width),
    ...(nobody ? [[span("No alert rings.", "yellow")]] : []),
    ...parts.flatMap((part, index) => (index > 0 ? [[], ...part] : part)),
  ];
}

function messageDetails(
  { alert, name, result }: { readonly alert: Alert; readonly name: string; readonly result: Result },
  width: number,
): Line[] {
  const { sign, style, meaning } = MARKS[outcome(result, alert)];
  const body = result.body ?? "";
  return [
    ...wrap([span(`${sign} `, style), span(name, "bold"), span(` ${meaning}`)], width),
    ...problemLines(result.problems, width),
    [],
    ...drawnBody(body, width),
    [],
    [span(result.sent ? "Body" : "Attempt at a body", "dim")],
    ...exact(body),
    ...(parsed(body) === undefined ? [] : builderLink(body)),
  ];
}

function bodyDetails(sample: SampleEvent, width: number): Line[] {
  const { name, body = null } = sample;
  return [
    ...heading([span(name, "bold")], width),
    ...giveUp(sample, width),
    ...wrap([span("Not an event but the body of a message, as a dead-letter queue may hold it.", "yellow")], width),
    [],
    ...behind(INDENT, drawMessage(body, messageWidth(width))),
    ...(isJsonObject(body) ? [[], ...builderLink(JSON.stringify(body))] : []),
  ];
}

/** Why the event, or the body, came to a dead-letter queue. */
function giveUp({ undelivered }: SampleEvent, width: number): Line[] {
  return undelivered === undefined ? [] : wrap([span(undelivered, "yellow")], width);
}

function reason(name: string, alert: Alert, result: Result | undefined, width: number): Line[] {
  const { sign, style } = MARKS[outcome(result, alert)];
  const because = result === undefined ? "it cannot be told" : why(result, alert);
  return wrapBehind(span(`${sign} `, style), [span(name, "bold"), span(`: ${because}`)], width);
}

/** The body as it is, but for what a terminal would obey, which JSON has escapes for. */
function exact(body: string): Line[] {
  return escaped(body)
    .split("\n")
    .map((line) => [span(line)]);
}

function builderLink(body: string): Line[] {
  return [[span("Block Kit Builder", "dim")], [span(blockKitBuilderUrl(body))]];
}
