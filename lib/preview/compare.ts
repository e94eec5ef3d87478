import { isDeepStrictEqual } from "node:util";
import type { Alert, Preview } from "./model";
import { arrives, bodyJson, groups, type Judged, judge, shortNames, why } from "./verdict";

/** A change in words: the alert, the phrase, `for` the events, and the detail. */
export interface Change {
  readonly sign: "+" | "-" | "~";
  /** The alert's short name. */
  readonly alert: string;
  /** What the alert does now, the news in Markdown's `**`. */
  readonly phrase: string;
  /** Names of events; empty if it is about the alert itself. */
  readonly events: readonly string[];
  readonly detail: string | undefined;
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
  const [old, now] = [before, after].map(({ alerts }) => new Map(alerts.map((alert) => [alert.address, alert])));
  const change = (sign: Change["sign"], alert: string, phrase: string, event?: string, detail?: string): Change => ({
    sign,
    alert: nameOf(alert),
    phrase,
    events: event === undefined ? [] : [event],
    detail,
  });

  const [rings, silent, reworded]: [Change[], Change[], Change[]] = [[], [], []];
  const messages: MessageChange[] = [];
  const gone = was.results.filter(({ event, alert }) => is.find(event, alert) === undefined);
  for (const { event, alert } of [...is.results, ...gone]) {
    const [one, other] = [was.find(event, alert), is.find(event, alert)];
    if (arrives(one) && arrives(other)) {
      if (!differ(one.body, other.body)) continue;
      reworded.push(change("~", alert, "has **another message**", event));
      const isSlack = now?.get(alert)?.isSlack !== false;
      messages.push({ event, alert: nameOf(alert), isSlack, before: one.body, after: other.body });
    } else if (arrives(other)) rings.push(change("+", alert, "**now rings**", event));
    else if (arrives(one))
      silent.push(change("-", alert, "**no longer rings**", event, reason(other, now?.get(alert))));
  }

  const added = after.alerts.filter(({ address }) => !old?.has(address));
  const removed = before.alerts.filter(({ address }) => !now?.has(address));
  const moved = new Set([...rings, ...silent].map(({ alert }) => alert));
  const said = new Set(reworded.map(({ alert }) => alert));
  const ofSettings = before.alerts.flatMap((one): Change[] => {
    const { address } = one;
    const other = now?.get(address);
    if (other === undefined) return [];
    const unseen = (what: string) => change("~", address, `has **another ${what}**, which none of these events shows`);
    const isSeen = moved.has(nameOf(address));
    return [
      ...(one.webhookVariable === other.webhookVariable ? [] : [change("~", address, ...rerouting(one, other))]),
      ...(isSeen || isDeepStrictEqual(one.pattern, other.pattern) ? [] : [unseen("event pattern")]),
      ...(isSeen || said.has(nameOf(address)) || isDeepStrictEqual(one.input, other.input) ? [] : [unseen("input")]),
    ];
  });
  const heardNow = heard(is.results);
  return {
    changes: [
      ...added.map(({ address }) => change("+", address, "is a **new alert**")),
      ...removed.map(({ address }) => change("-", address, "is **gone**")),
      ...together([...rings, ...silent, ...reworded]),
      ...ofSettings,
    ],
    messages,
    unheard: [...heard(was.results)].filter((event) => !heardNow.has(event)),
  };
}

/** One change for all events with the same alert, phrase and detail. */
function together(changes: readonly Change[]): Change[] {
  return groups(changes, ({ alert, phrase, detail }) => [alert, phrase, detail].join("\n")).map(({ first, all }) => ({
    ...first,
    events: all.flatMap(({ events }) => events),
  }));
}

function rerouting(one: Alert, other: Alert): [phrase: string, event: undefined, detail: string] {
  const [before, after] = [one, other].map(({ webhookVariable }) => webhookVariable ?? "an unknown variable");
  const isSure = one.webhookVariable !== undefined && other.webhookVariable !== undefined;
  return [`${isSure ? "posts" : "may post"} to **another webhook**`, undefined, `${after} instead of ${before}`];
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
