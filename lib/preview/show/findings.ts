import type { Mismatch } from "../../eventbridge/event-pattern";
import type { Preview } from "../model";
import { brief, groups, nameOf } from "../verdict";
import { someOf } from "./words";

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
export function findings({ alerts, results }: Preview): Finding[] {
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

/** Why an alert rings for none of the events: it shows a misspelt service or stop code. */
export interface Silence {
  readonly alert: string;
  /** `24 of 29: detail.group is "service:api" (20), missing (4), the pattern wants ["service:apii"]` */
  readonly reasons: readonly string[];
}

export function silences({ events, results }: Preview): Silence[] {
  return groups(results, ({ alert }) => alert.address).flatMap((all) => {
    const mismatches = all.flatMap(({ mismatch }) => mismatch ?? []);
    if (mismatches.length === 0 || all.some(({ matched }) => matched)) return [];
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
