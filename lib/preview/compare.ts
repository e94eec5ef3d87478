import { isDeepStrictEqual } from "node:util";
import {
  type Alert,
  type Arrived,
  arrives,
  bodyJson,
  groups,
  nameOf,
  type Preview,
  type Result,
  someOf,
  type Verdict,
  why,
} from "./model";

export const NOTHING_CHANGES = "Nothing changes: the same events ring, with the same messages.";
const VERBS: Partial<Record<Verdict, string>> = { rings: "rings", warned: "rings", counts: "counts towards its alarm" };

/** A change in words. */
export interface Change {
  readonly sign: "!" | "+" | "-" | "~";
  /** The alert's short name, mostly. */
  readonly subject: string;
  readonly text: string;
}

/** A message that arrived before and arrives now, with another body. */
export interface MessageChange {
  readonly before: Arrived;
  readonly after: Arrived;
}

/** What a change does to who is told what. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly messages: readonly MessageChange[];
}

/** What is different in `after`: alerts and events by their names. Both have the same events. */
export function compare(before: Preview, after: Preview): Comparison {
  const told: { readonly change: Change; readonly event: string }[] = [];
  const messages: MessageChange[] = [];
  const [was, is] = [byKey(before.results), byKey(after.results)];
  for (const [key, { alert, event }] of new Map([...was, ...is])) {
    const [one, other] = [was.get(key), is.get(key)];
    const [did, does] = [one && VERBS[one.verdict], other && VERBS[other.verdict]];
    const add = (sign: Change["sign"], text: string) =>
      told.push({ change: { sign, subject: nameOf(alert), text }, event: event.name });
    if (arrives(one) && arrives(other)) {
      if (isSame(one.body, other.body)) continue;
      add("~", "has another message");
      messages.push({ before: one, after: other });
    } else if (does !== undefined && does !== did && did !== "rings") add("+", `now ${does}`);
    else if (does !== did) add("-", `no longer ${did} (${whyNot(other)})`);
  }
  const [old, now] = [byName(before.alerts), byName(after.alerts)];
  const ofAlerts = [...new Map([...old, ...now]).keys()].flatMap((subject): Change[] => {
    const [one, other] = [old.get(subject), now.get(subject)];
    if (one === undefined) return [{ sign: "+", subject, text: "is a new alert" }];
    if (other === undefined) return [{ sign: "-", subject, text: "is gone" }];
    const signs = new Set(told.flatMap(({ change }) => (change.subject === subject ? change.sign : [])));
    return unseenDifferences(one, other, signs).map((text) => ({ sign: "~", subject, text }));
  });
  const ofEvents = groups(told, ({ change }) => `${change.subject}\n${change.text}`).map((same): Change => {
    const [{ change }] = same;
    const events = same.map(({ event }) => event);
    return { ...change, text: `${change.text} for ${someOf(events)}` };
  });
  const heardNow = heard(after);
  const unheard = [...heard(before)].filter((event) => !heardNow.has(event));
  const silence: Change = { sign: "!", subject: "No alert", text: `rings any more for ${someOf(unheard)}` };
  const all = [...(unheard.length > 0 ? [silence] : []), ...ofAlerts, ...ofEvents];
  return { changes: ["!", "+", "-", "~"].flatMap((sign) => all.filter((one) => one.sign === sign)), messages };
}

function byKey(results: readonly Result[]): ReadonlyMap<string, Result> {
  return new Map(results.map((result) => [JSON.stringify([result.event.name, nameOf(result.alert)]), result]));
}

function byName(alerts: readonly Alert[]): ReadonlyMap<string, Alert> {
  return new Map(alerts.map((alert) => [nameOf(alert), alert]));
}

function heard({ results }: Preview): ReadonlySet<string> {
  return new Set(results.filter(arrives).map(({ event }) => event.name));
}

/** Why a message that used to arrive does not. */
function whyNot(result: Result | undefined): string {
  if (result === undefined) return "the alert is gone";
  if (result.verdict === "counts") return "an alarm counts them";
  return result.matched ? result.problems.join(" ") : why(result);
}

/** Whitespace between JSON tokens is invisible in Slack. */
function isSame(before: string, after: string): boolean {
  return isDeepStrictEqual(bodyJson(before) ?? before, bodyJson(after) ?? after);
}

/** @param signs those of the changes that events show */
function unseenDifferences(one: Alert, other: Alert, signs: ReadonlySet<string>): string[] {
  const [before, after] = [outcomeOf(one), outcomeOf(other)];
  const unseen = (what: string) => `has another ${what}, which none of these events shows`;
  const isMoved = signs.has("+") || signs.has("-");
  const isShown = signs.size > 0 || other.input.kind === "counts";
  return [
    ...(after === before ? [] : [`${after} (before: ${before})`]),
    ...(isMoved || isDeepStrictEqual(one.pattern, other.pattern) ? [] : [unseen("event pattern")]),
    ...(isShown || isDeepStrictEqual(one.input, other.input) ? [] : [unseen("input")]),
  ];
}

function outcomeOf({ input, webhookVariable }: Alert): string {
  if (input.kind !== "counts") return `posts to ${webhookVariable ?? "an unknown webhook"}`;
  return `is counted by an alarm, ${input.storm.events} within ${input.storm.minutes} minutes`;
}
