import type { Mismatch } from "../../eventbridge/event-pattern";
import { brief, type Group, groups, type JudgedPreview } from "../verdict";
import { alertNames } from "./words";

const MAX_REASONS = 4;
const MAX_VALUES = 3;
const MAX_VALUE_LENGTH = 80;

/** A problem or note, with the names of the alerts and events that have it. */
export interface Finding {
  readonly text: string;
  readonly alerts: readonly string[];
  /** Empty if it is about the alerts themselves. */
  readonly events: readonly string[];
}

/** Every problem and note once, with everything that has it; those of the alerts themselves first. */
export function findings(preview: JudgedPreview): Finding[] {
  const nameOf = alertNames(preview);
  const ofAlerts = preview.alerts.flatMap(({ address: alert, problems, notes }) =>
    [...problems, ...notes].map((text) => ({ text, alert, event: "" })),
  );
  const ofResults = preview.results.flatMap(({ alert, event, problems }) =>
    problems.map((text) => ({ text, alert, event })),
  );
  return groups([...ofAlerts, ...ofResults], ({ text, event }) => `${event === ""}${text}`).map(({ first, all }) => ({
    text: first.text,
    alerts: [...new Set(all.map(({ alert }) => nameOf(alert)))],
    events: [...new Set(all.flatMap(({ event }) => event || []))],
  }));
}

/** Why an alert rings for none of the events: it shows a misspelt service or stop code. */
export interface Silence {
  readonly alert: string;
  /** `24 of 29: detail.group is "service:api" (20) or missing (4), the pattern wants ["service:apii"]` */
  readonly reasons: readonly string[];
}

export function silences(preview: JudgedPreview): Silence[] {
  const nameOf = alertNames(preview);
  const matching = new Set(preview.results.filter(({ matched }) => matched).map(({ alert }) => alert));
  const missed = preview.results.flatMap(({ alert, mismatch }) =>
    mismatch === undefined || matching.has(alert) ? [] : [{ alert, mismatch }],
  );
  return groups(missed, ({ alert }) => alert).map(({ first, all }) => {
    const mismatches = all.map(({ mismatch }) => mismatch);
    const reasons = byCount(groups(mismatches, ({ path, expected }) => `${path} ${brief(expected)}`));
    const shown = reasons.slice(0, MAX_REASONS);
    const texts = shown.map((reason) => `${reason.all.length} of ${preview.events.length}: ${inWords(reason)}`);
    return { alert: nameOf(first.alert), reasons: texts };
  });
}

function inWords({ first: { path, expected }, all }: Group<Mismatch>): string {
  const values = all.map(({ actual }) => (actual === undefined ? "missing" : brief(actual, MAX_VALUE_LENGTH)));
  const found = byCount(groups(values, (value) => value));
  const counted = found.map((one) => (found.length > 1 ? `${one.first} (${one.all.length})` : one.first));
  const shown = counted.slice(0, MAX_VALUES);
  const others = found.length - shown.length;
  const names = others > 0 ? [shown.join(", "), `${others} other values`] : shown;
  return `${path || "the event"} is ${names.join(" or ")}, the pattern wants ${brief(expected)}`;
}

function byCount<T>(found: readonly Group<T>[]): readonly Group<T>[] {
  return [...found].sort((one, other) => other.all.length - one.all.length);
}
