import { structuredPatch } from "diff";
import { redact } from "../../problems/redact";
import { slackProblems } from "../../slack/payload-problems";
import type { MessageChange } from "../compare";
import { arrives, nameOf, type Result, why } from "../model";
import { printableJson } from "./json";
import { MARKS, problemLines, SIGNS } from "./report";
import { drawBody } from "./slack";
import { heading, type Line, paint, spaced, span, wrap, wrapBehind } from "./text";

/** About as wide as Slack shows a message, however wide the terminal is. */
const MAX_WIDTH = 96;

export interface Layout {
  readonly width: number;
  /** Whether to show exact bodies, with links to Slack's Block Kit Builder. They are as wide as they are. */
  readonly body?: boolean;
}

/** A body as drawn, two columns in; above it the exact body, if asked for. */
export function bodyLines(body: string, isSlack: boolean, isSent: boolean, layout: Layout): Line[] {
  const drawn = drawBody(body, isSlack, Math.min(layout.width - 2, MAX_WIDTH)).map((line) => [span("  "), ...line]);
  if (!layout.body) return drawn;
  const exact = redact(body);
  const label = (text: string) => [span(text, "dim")];
  // encodeURIComponent refuses lone surrogates, and a Buffer replaces them.
  const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(Buffer.from(exact).toString())}`;
  const lines = printableJson(exact).split("\n");
  return [
    label(isSent ? "Body" : "Attempt at a body"),
    ...lines.map((line) => [span(line)]),
    ...(isSlack && isSent ? [label("Block Kit Builder"), [span(link)]] : []),
    [],
    ...drawn,
  ];
}

/** One event, by its results: what the alerts that ring post, or why none does. The messages stand last. */
export function eventLines(results: readonly [Result, ...Result[]], layout: Layout): Line[] {
  const { width } = layout;
  const [{ event, problems }] = results;
  const warning = (text: string) => wrap([span(text, "yellow")], width);
  const start = [...heading([span(event.name, "bold")], width), ...warning(event.undelivered ?? "")];
  if (event.event === undefined) {
    const { body = null } = event;
    const isSlack = slackProblems(body).length === 0;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return [...start, ...problems.flatMap(warning), [], ...bodyLines(text, isSlack, isSlack, layout)];
  }
  const title = (result: Result) => {
    const { sign, style, meaning } = MARKS[result.verdict];
    const said = result.matched ? ` ${meaning}` : `: ${why(result)}`;
    return wrapBehind(span(`${sign} `, style), [span(nameOf(result.alert), "bold"), span(said)], width);
  };
  const isHeard = results.some(arrives);
  const silent = isHeard ? results.filter(({ verdict }) => verdict === "silent") : [];
  const names = silent.map(({ alert }) => nameOf(alert)).join(", ");
  const others = results.filter((result) => result.body === undefined && !silent.includes(result));
  const messages = results.map((result) => {
    const { alert, sent, body, problems } = result;
    if (body === undefined) return [];
    return [...title(result), ...problemLines(problems, width), [], ...bodyLines(body, alert.isSlack, sent, layout)];
  });
  const quiet = isHeard ? wrap(names ? [span(`Silent: ${names}`, "dim")] : [], width) : warning("No alert rings.");
  return [...start, ...spaced([[...quiet, ...others.flatMap(title)], ...messages])];
}

/** How two messages differ as drawn or, if they look the same without colour, in their JSON. */
export function differenceLines({ before, after }: MessageChange, width: number): Line[] {
  const differences = (isSlack: boolean) => {
    const draw = (body: string) => `${paint(drawBody(body, isSlack, width - 2), false)}\n`;
    const options = { context: Number.POSITIVE_INFINITY };
    const { hunks } = structuredPatch("", "", draw(before.body), draw(after.body), "", "", options);
    return hunks.flatMap(({ lines }) => lines);
  };
  const drawn = differences(after.alert.isSlack);
  const lines = drawn.length > 0 ? drawn : differences(false);
  return lines.map(([sign = "", ...line]) => [span(`${sign} ${line.join("")}`, SIGNS.get(sign) ?? "dim")]);
}
