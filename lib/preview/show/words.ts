import type { Mismatch } from "../../eventbridge/event-pattern";
import { arrives, brief, groups, nameOf, type Preview, type Verdict } from "../model";

export const NOTHING_CHANGES = "**Nothing changes**: the same events ring, with the same messages.";
export const UNHEARD = "No alert here rings any more for";

const MAX_REASONS = 4;
const MAX_VALUES = 3;
const MAX_VALUE_LENGTH = 80;

/** How a table shows a verdict. */
export const MARKS = {
  rings: { sign: "●", style: "green", meaning: "rings" },
  warned: { sign: "●!", style: "yellow", meaning: "rings, with a problem" },
  lost: { sign: "!", style: "red", meaning: "no message arrives" },
  counts: { sign: "◔", style: "yellow", meaning: "is counted by an alarm" },
  silent: { sign: "·", style: "dim", meaning: "silent" },
  "not an event": { sign: "-", style: "dim", meaning: "not an event" },
} as const satisfies Record<Verdict, object>;

/** Keeps a sign beside what it belongs to. */
export const NO_BREAK = "\u00a0";

export const LEGEND = Object.values(MARKS)
  .map(({ sign, meaning }) => `${sign} ${meaning}`.replaceAll(" ", NO_BREAK))
  .join("   ");

/** How many of the events ring anywhere, in a sentence. */
export function summary({ alerts, events, results }: Preview): string {
  if (alerts.length === 0) return "There is no alert: no rule with a target was found.";
  if (events.length === 0) return "There is no event to try.";
  const heard = new Set(results.filter(arrives).map(({ event }) => event.name)).size;
  const quiet = events.length - heard;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const verbs = [heard === 1 ? "rings" : "ring", quiet === 1 ? "does" : "do"];
  const totals = `${count(events.length, "event")}, ${count(alerts.length, "alert")}`;
  return `${totals}: ${heard} of the events ${verbs[0]}, ${quiet} ${verbs[1]} not.`;
}

/** The first few of many names. */
export function someOf(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/**
 * Every problem and note once, with the names of the alerts and events that have it; first those of the alerts
 * themselves, without events.
 */
export function findings({ alerts, results }: Preview) {
  const ofAlerts = alerts.flatMap((alert) =>
    [...alert.problems, ...alert.notes].map((text) => ({ text, alert, event: undefined })),
  );
  const ofResults = results.flatMap(({ alert, event, problems }) => problems.map((text) => ({ text, alert, event })));
  return groups([...ofAlerts, ...ofResults], ({ text, event }) => `${event === undefined}${text}`).map((same) => ({
    text: same[0].text,
    alerts: [...new Set(same.map(({ alert }) => nameOf(alert)))],
    events: [...new Set(same.flatMap(({ event }) => event?.name ?? []))],
  }));
}

/**
 * Why alerts ring for none of the events, which shows a misspelt service or stop code:
 * `24 of 29: detail.group is "service:api" (20), missing (4), the pattern wants ["service:apii"]`
 */
export function silences({ events, results }: Preview) {
  return groups(results, ({ alert }) => alert.address).flatMap((all) => {
    const mismatches = all.flatMap(({ mismatch }) => mismatch?.() ?? []);
    const isOfOtherEvents = mismatches.every(({ path }) => path === "source");
    if (isOfOtherEvents || all.some(({ matched }) => matched)) return [];
    const reasons = byCount(mismatches, ({ path, expected }) => `${path} ${brief(expected)}`).slice(0, MAX_REASONS);
    const texts = reasons.map((same) => `${same.length} of ${events.length}: ${inWords(same)}`);
    return [{ alert: nameOf(all[0].alert), reasons: texts }];
  });
}

function inWords(same: readonly [Mismatch, ...Mismatch[]]): string {
  const [{ path, expected }] = same;
  const values = same.map(({ actual }) => (actual === undefined ? "missing" : brief(actual, MAX_VALUE_LENGTH)));
  const found = byCount(values, (value) => value);
  const counted = found.map(({ 0: value, length }) => (found.length > 1 ? `${value} (${length})` : value));
  return `${path || "the event"} is ${someOf(counted, MAX_VALUES)}, the pattern wants ${brief(expected)}`;
}

function byCount<T>(items: readonly T[], keyOf: (item: T) => string) {
  return [...groups(items, keyOf)].sort((one, other) => other.length - one.length);
}
