import { isDeepStrictEqual } from "node:util";
import { type Alert, type Arrived, arrives, bodyJson, groups, nameOf, type Preview, type Result, why } from "./model";
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

/** A message that arrived before and arrives now, with another body. */
export interface MessageChange {
  readonly before: Arrived;
  readonly after: Arrived;
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
  const was = new Map(before.results.map((result) => [keyOf(result), result]));
  const is = new Map(after.results.map((result) => [keyOf(result), result]));
  const old = new Map(before.alerts.map((alert) => [alert.address, alert]));
  const now = new Map(after.alerts.map((alert) => [alert.address, alert]));

  const [rings, silent, reworded]: [Change[], Change[], Change[]] = [[], [], []];
  const messages: MessageChange[] = [];
  for (const result of [...after.results, ...before.results.filter((one) => !is.has(keyOf(one)))]) {
    const [one, other] = [was.get(keyOf(result)), is.get(keyOf(result))];
    const { alert, event } = result;
    if (arrives(one) && arrives(other)) {
      if (!differ(one.body, other.body)) continue;
      reworded.push(change("~", alert, "has **another message**", event.name));
      messages.push({ before: one, after: other });
    } else if (arrives(other)) rings.push(change("+", alert, "**now rings**", event.name));
    else if (arrives(one)) {
      const reason = now.has(alert.address) ? whyNot(other) : "the alert is gone";
      silent.push(change("-", alert, "**no longer rings**", event.name, reason));
    }
  }

  const moved = new Set([...rings, ...silent].map(({ alert }) => alert));
  const said = new Set(reworded.map(({ alert }) => alert));
  const ofSettings = before.alerts.flatMap((one): Change[] => {
    const other = now.get(one.address);
    if (other === undefined) return [];
    const unseen = (what: string) => change("~", one, `has **another ${what}**, which none of these events shows`);
    const isSeen = moved.has(nameOf(one));
    return [
      ...(one.webhookVariable === other.webhookVariable ? [] : [rerouting(one, other)]),
      ...(isSeen || isDeepStrictEqual(one.pattern, other.pattern) ? [] : [unseen("event pattern")]),
      ...(isSeen || said.has(nameOf(one)) || isDeepStrictEqual(one.input, other.input) ? [] : [unseen("input")]),
    ];
  });
  const heardNow = heard(after);
  return {
    changes: [
      ...after.alerts
        .filter(({ address }) => !old.has(address))
        .map((alert) => change("+", alert, "is a **new alert**")),
      ...before.alerts.filter(({ address }) => !now.has(address)).map((alert) => change("-", alert, "is **gone**")),
      ...together([...rings, ...silent, ...reworded]),
      ...ofSettings,
    ],
    messages,
    unheard: [...heard(before)].filter((event) => !heardNow.has(event)),
  };
}

function keyOf({ event, alert }: Result): string {
  return JSON.stringify([event.name, alert.address]);
}

function change(sign: Change["sign"], alert: Alert, phrase: string, event?: string, detail?: string): Change {
  return { sign, alert: nameOf(alert), phrase, events: event === undefined ? [] : [event], detail };
}

/** One change for all events with the same alert, phrase and detail. */
function together(changes: readonly Change[]): Change[] {
  const same = groups(changes, ({ alert, phrase, detail }) => [alert, phrase, detail].join("\n"));
  return same.map((all) => ({ ...all[0], events: all.flatMap(({ events }) => events) }));
}

function rerouting(one: Alert, other: Alert): Change {
  const [before, after] = [one, other].map(({ webhookVariable }) => webhookVariable ?? "an unknown variable");
  const isSure = one.webhookVariable !== undefined && other.webhookVariable !== undefined;
  const phrase = `${isSure ? "posts" : "may post"} to **another webhook**`;
  return change("~", other, phrase, undefined, `${after} instead of ${before}`);
}

function heard({ results }: Preview): ReadonlySet<string> {
  return new Set(results.filter(arrives).map(({ event }) => event.name));
}

function whyNot(result: Result | undefined): string {
  if (result === undefined) return "the event was not tried";
  return result.matched ? result.problems.join(" ") : why(result);
}

/** Whitespace between JSON tokens is invisible in Slack. */
function differ(before: string, after: string): boolean {
  if (before === after) return false;
  const [old, now] = [bodyJson(before), bodyJson(after)];
  return old === undefined || now === undefined || !isDeepStrictEqual(old, now);
}
