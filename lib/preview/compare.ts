import { isDeepStrictEqual } from "node:util";
import type { Alert, Preview } from "./model";
import { arrives, bodyJson, groups, type Judged, type JudgedPreview, judge, shortNames, why } from "./outcome";

/** A change in words: the alert, the phrase, `for` the events, and the detail. */
export interface Change {
  readonly sign: "+" | "-" | "~";
  /** The alert's short name. */
  readonly alert: string;
  /** What the alert does now, the news in Markdown's `**`. */
  readonly phrase: string;
  /** Names of events; empty if it is about the alert itself. */
  readonly events: readonly string[];
  readonly detail?: string;
}

export interface MessageChange {
  readonly event: string;
  /** The alert's short name. */
  readonly alert: string;
  readonly isSlack: boolean;
  /** Bodies. */
  readonly before: string;
  readonly after: string;
}

/** What a change does to who is told what. */
export interface Comparison {
  readonly changes: readonly Change[];
  readonly messages: readonly MessageChange[];
  /** Events that used to ring somewhere and now ring nowhere. */
  readonly unheard: readonly string[];
}

/** What is different in `after`: alerts by their addresses, events by their names. */
export function compare(before: Preview, after: Preview): Comparison {
  const [was, is] = [judge(before), judge(after)];
  const nameOf = shortNames([...before.alerts, ...after.alerts].map(({ address }) => address));
  const alertsAfter = new Map(after.alerts.map((alert) => [alert.address, alert]));
  const { rings, falls, messages } = resultChanges(was, is, alertsAfter);
  const moved = new Set([...rings, ...falls].map(({ alert }) => alert));
  const reworded = new Set(messages.map(({ alert }) => alert));

  const alertsBefore = new Set(before.alerts.map(({ address }) => address));
  const added = after.alerts.flatMap(({ address }) =>
    alertsBefore.has(address) ? [] : change("+", address, "is a **new alert**"),
  );
  const removed = before.alerts.flatMap(({ address }) =>
    alertsAfter.has(address) ? [] : change("-", address, "is **gone**"),
  );
  const ofSettings = before.alerts.flatMap((old): Change[] => {
    const now = alertsAfter.get(old.address);
    if (now === undefined) return [];
    const isSame = (of: "pattern" | "input") => moved.has(old.address) || isDeepStrictEqual(old[of], now[of]);
    const unseen = (what: string) =>
      change("~", old.address, `has **another ${what}**, which none of these events shows`);
    return [
      ...(old.webhookVariable === now.webhookVariable ? [] : [rerouting(old, now)]),
      ...(isSame("pattern") ? [] : [unseen("event pattern")]),
      ...(isSame("input") || reworded.has(old.address) ? [] : [unseen("input")]),
    ];
  });
  const ofMessages = messages.map(({ event, alert }) => change("~", alert, "has **another message**", event));
  const changes = [
    ...added,
    ...removed,
    ...together(rings),
    ...together(falls),
    ...together(ofMessages),
    ...ofSettings,
  ];
  const heardNow = heard(is.results);
  return {
    changes: changes.map((one) => ({ ...one, alert: nameOf(one.alert) })),
    messages: messages.map((one) => ({ ...one, alert: nameOf(one.alert) })),
    unheard: [...heard(was.results)].filter((event) => !heardNow.has(event)),
  };
}

function resultChanges(was: JudgedPreview, is: JudgedPreview, alertsAfter: ReadonlyMap<string, Alert>) {
  const rings: Change[] = [];
  const falls: Change[] = [];
  const messages: MessageChange[] = [];
  const gone = was.results.filter(({ event, alert }) => is.find(event, alert) === undefined);
  for (const { event, alert } of [...is.results, ...gone]) {
    const [old, now] = [was.find(event, alert), is.find(event, alert)];
    const settings = alertsAfter.get(alert);
    if (arrives(old) && arrives(now)) {
      const isSlack = settings?.isSlack !== false;
      if (differ(old.body, now.body)) messages.push({ event, alert, isSlack, before: old.body, after: now.body });
    } else if (arrives(now)) rings.push(change("+", alert, "**now rings**", event));
    else if (arrives(old)) falls.push(change("-", alert, "**no longer rings**", event, reason(now, settings)));
  }
  return { rings, falls, messages };
}

function change(sign: Change["sign"], alert: string, phrase: string, event?: string, detail?: string): Change {
  return { sign, alert, phrase, events: event === undefined ? [] : [event], ...(detail !== undefined && { detail }) };
}

/** One change for all events with the same alert and detail. */
function together(changes: readonly Change[]): Change[] {
  return groups(changes, ({ alert, detail }) => `${alert}\n${detail}`).map(({ first, all }) => ({
    ...first,
    events: all.flatMap(({ events }) => events),
  }));
}

function rerouting({ address, webhookVariable: before }: Alert, { webhookVariable: after }: Alert): Change {
  const verb = before === undefined || after === undefined ? "may post" : "posts";
  const detail = `${after ?? "an unknown variable"} instead of ${before ?? "an unknown variable"}`;
  return { ...change("~", address, `${verb} to **another webhook**`), detail };
}

function heard(results: readonly Judged[]): ReadonlySet<string> {
  return new Set(results.filter(arrives).map(({ event }) => event));
}

function reason(result: Judged | undefined, alert: Alert | undefined): string {
  if (alert === undefined) return "the alert is gone";
  if (result === undefined) return "the event was not tried";
  return result.matched ? (result.problems[0] ?? "Slack would refuse the message") : why(result, alert);
}

/** Whitespace between JSON tokens is invisible in Slack. */
function differ(before: string, after: string): boolean {
  if (before === after) return false;
  const [old, now] = [bodyJson(before), bodyJson(after)];
  return old === undefined || now === undefined || !isDeepStrictEqual(old, now);
}
