import { structuredPatch } from "diff";
import { count } from "../../problems/problem";
import type { Change, MessageChange } from "../compare";
import { arrives, brief, groups, nameOf, type Preview, type Result, someOf, unmet, type Verdict } from "../model";
import { drawBody } from "./slack";
import { beside, type Line, lineWidth, paint, type Style, span, wrap, wrapBehind } from "./text";

/** How a verdict is shown. */
export const MARKS = {
  rings: { sign: "●", style: "green", meaning: "rings" },
  warned: { sign: "●!", style: "yellow", meaning: "rings, with a problem" },
  lost: { sign: "!", style: "red", meaning: "no message arrives" },
  counts: { sign: "◔", style: "yellow", meaning: "is counted by an alarm" },
  silent: { sign: "·", style: "dim", meaning: "silent" },
  "not an event": { sign: "-", style: "dim", meaning: "not an event" },
} as const satisfies Record<Verdict, object>;
/** Keeps a sign beside what it belongs to. */
const NO_BREAK = "\u00a0";
const LEGEND = Object.values(MARKS).map(({ sign, meaning }) => `${sign} ${meaning}`.replaceAll(" ", NO_BREAK));
/** Of changes, and of the lines of a message that differ. */
const SIGNS: Readonly<Record<string, Style>> = { "+": "green", "-": "red", "!": "red", "~": "yellow" };

/** How many of the events ring anywhere, in a sentence. */
export function summary({ alerts, events, results }: Preview): string {
  if (alerts.length === 0) return "There is no alert: no rule with a target was found.";
  const heard = new Set(results.filter(arrives).map(({ event }) => event.name)).size;
  const quiet = events.length - heard;
  const verbs = [heard === 1 ? "rings" : "ring", quiet === 1 ? "does" : "do"];
  const totals = `${count(events.length, "event")}, ${count(alerts.length, "alert")}`;
  return `${totals}: ${heard} of the events ${verbs[0]}, ${quiet} ${verbs[1]} not.`;
}

/** Each event with the alerts that are not silent. */
export function table({ events, results }: Preview, width: number): Line[] {
  if (results.length === 0) return [];
  const widest = events.reduce((most, { name }) => Math.max(most, lineWidth([span(name)])), 0);
  const column = Math.min(widest, Math.floor(width / 2));
  const rows = groups(results, ({ event }) => event.name).flatMap((row) => {
    const heard = row.filter(({ verdict }) => verdict !== "silent");
    const marks = heard.flatMap(({ alert, verdict }, index) => {
      const { sign, style } = MARKS[verdict];
      return [span(index > 0 ? "  " : ""), span(`${sign}${NO_BREAK}${nameOf(alert)}`, style)];
    });
    const shown = heard.length > 0 ? marks : [span(MARKS.silent.sign, "dim")];
    return beside([span(row[0].event.name)], shown, column, width);
  });
  return [...rows, [], ...wrap([span(LEGEND.join("   "), "dim")], width)];
}

/** Why alerts ring for none of the events, by number of events: a misspelt service or stop code is seen here. */
export function silences({ events, results }: Preview, width: number): Line[] {
  return groups(results, ({ alert }) => alert.address).flatMap((all) => {
    const mismatches = all.flatMap(({ mismatch }) => mismatch?.() ?? []);
    // An alert for events of another source is not meant to ring.
    if (all.some(({ matched }) => matched) || mismatches.every(({ path }) => path === "source")) return [];
    const reasons = byCount(mismatches, ({ path, expected }) => `${path} ${brief(expected)}`).slice(0, 4);
    const lines = reasons.map((same) => {
      const values = same.map(({ actual }) => brief(actual, 80));
      const found = byCount(values, (value) => value);
      const counted = found.map(({ 0: value, length }) => (found.length > 1 ? `${value} (${length})` : value));
      return `${same.length} of ${events.length}: ${unmet(same[0], someOf(counted, 3))}`;
    });
    return [
      ...wrap([span(nameOf(all[0].alert), "bold"), span(" rings for none of the events:")], width),
      ...lines.flatMap((line) => wrapBehind(span("  · ", "dim"), [span(line)], width)),
    ];
  });
}

function byCount<T>(items: readonly T[], keyOf: (item: T) => string) {
  return [...groups(items, keyOf)].sort((one, other) => other.length - one.length);
}

/** Every problem and note once, with the alerts and events that have it; first those of the alerts themselves. */
export function findings({ alerts, results }: Preview, width: number): Line[] {
  const found = [
    ...alerts.flatMap((alert) => [...alert.problems, ...alert.notes].map((text) => ({ text, alert, event: "" }))),
    ...results.flatMap(({ alert, event, problems }) => problems.map((text) => ({ text, alert, event: event.name }))),
  ];
  return groups(found, ({ text }) => text).flatMap((same) => {
    const names = someOf([...new Set(same.map(({ alert }) => nameOf(alert)))]);
    const events = someOf([...new Set(same.flatMap(({ event }) => event || []))]);
    const where = span(`${names}${events && `, for ${events}`}`, "dim");
    return [...problemLines([same[0].text], width), ...wrapBehind(span("    "), [where], width)];
  });
}

export function problemLines(problems: readonly string[], width: number): Line[] {
  return problems.flatMap((problem) => wrapBehind(span("  ! ", "red"), [span(problem)], width));
}

export function changes(all: readonly Change[], width: number): Line[] {
  return all.flatMap(({ sign, subject, text }) =>
    wrapBehind(span(`${sign} `, SIGNS[sign] ?? "dim"), [span(subject, "bold"), span(` ${text}`)], width),
  );
}

export function messageTitle({ event, alert }: Pick<Result, "event" | "alert">): Line {
  return [span(event.name, "bold"), span(" → ", "dim"), span(nameOf(alert), "bold")];
}

/** How two messages differ as drawn or, if they look the same without colour, in their JSON. */
export function difference({ before, after }: MessageChange, width: number): Line[] {
  const differences = (isSlack: boolean) => {
    const draw = (body: string) => `${paint(drawBody(body, isSlack, width - 2), false)}\n`;
    const options = { context: Number.POSITIVE_INFINITY };
    const { hunks } = structuredPatch("", "", draw(before.body), draw(after.body), "", "", options);
    return hunks.flatMap(({ lines }) => lines);
  };
  const drawn = differences(after.alert.isSlack);
  const lines = drawn.length > 0 ? drawn : differences(false);
  return lines.map(([sign = "", ...line]) => [span(`${sign} ${line.join("")}`, SIGNS[sign] ?? "dim")]);
}
