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
  type SampleEvent,
  why,
} from "./model";

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
  const [was, is] = [byKey(before), byKey(after)];
  const ofEvents: Change[] = [];
  const messages: MessageChange[] = [];
  for (const key of new Set([...is.keys(), ...was.keys()])) {
    const [one, other] = [was.get(key), is.get(key)];
    if (arrives(one) && arrives(other)) {
      if (isSame(one.body, other.body)) continue;
      ofEvents.push(change("~", other.alert, "has **another message**", other.event));
      messages.push({ before: one, after: other });
    } else if (arrives(other)) ofEvents.push(change("+", other.alert, "**now rings**", other.event));
    else if (arrives(one)) ofEvents.push(change("-", one.alert, "**no longer rings**", one.event, whyNot(other)));
    else if (isCounted(other) && !isCounted(one))
      ofEvents.push(change("+", other.alert, "**now counts**", other.event));
    else if (isCounted(one) && !isCounted(other))
      ofEvents.push(change("-", one.alert, "**no longer counts**", one.event, whyNot(other)));
  }
  const reworded = new Set(messages.map(({ after }) => after.alert.address));
  const moved = new Set(ofEvents.filter(({ sign }) => sign !== "~").map(({ alert }) => alert));

  const old = new Map(before.alerts.map((alert) => [addressOf(alert, before), alert]));
  const now = new Set(after.alerts.map((alert) => addressOf(alert, after)));
  const ofSettings = after.alerts.flatMap((other): Change[] => {
    const one = old.get(addressOf(other, after));
    if (one === undefined) return [];
    const unseen = (what: string) => change("~", other, `has **another ${what}**, which none of these events shows`);
    const isMoved = moved.has(nameOf(other));
    const isSeen = isMoved || reworded.has(other.address);
    const isStorm = [one, other].some(({ input }) => input.kind === "counts");
    return [
      ...(thresholdOf(one) === thresholdOf(other) ? [] : [recounting(one, other)]),
      ...(isStorm || one.webhookVariable === other.webhookVariable ? [] : [rerouting(one, other)]),
      ...(isMoved || isDeepStrictEqual(one.pattern, other.pattern) ? [] : [unseen("event pattern")]),
      ...(isStorm || isSeen || isDeepStrictEqual(one.input, other.input) ? [] : [unseen("input")]),
    ];
  });
  const heardNow = heard(after);
  return {
    changes: [
      ...after.alerts.flatMap((alert) =>
        old.has(addressOf(alert, after)) ? [] : change("+", alert, "is a **new alert**"),
      ),
      ...before.alerts.flatMap((alert) => (now.has(addressOf(alert, before)) ? [] : change("-", alert, "is **gone**"))),
      ...["+", "-", "~"].flatMap((sign) => together(ofEvents.filter((one) => one.sign === sign))),
      ...ofSettings,
    ],
    messages,
    unheard: [...heard(before)].filter((event) => !heardNow.has(event)),
  };
}

function byKey(preview: Preview): ReadonlyMap<string, Result> {
  const addresses = new Map(preview.alerts.map((alert) => [alert, addressOf(alert, preview)]));
  return new Map(
    preview.results.map((result) => [JSON.stringify([result.event.name, addresses.get(result.alert)]), result]),
  );
}

/**
 * A rule that an alarm counts stands for the target of its name, unless there is one, so that an alert that becomes one
 * for storms is still the same alert.
 */
function addressOf({ address, input }: Alert, { alerts }: Preview): string {
  if (input.kind !== "counts") return address;
  const target = address.replace("aws_cloudwatch_event_rule.", "aws_cloudwatch_event_target.");
  return alerts.some((alert) => alert.address === target) ? address : target;
}

function isCounted(result: Result | undefined): result is Result {
  return result?.verdict === "counts";
}

function change(sign: Change["sign"], alert: Alert, phrase: string, event?: SampleEvent, detail?: string): Change {
  return { sign, alert: nameOf(alert), phrase, events: event === undefined ? [] : [event.name], detail };
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

function recounting(one: Alert, other: Alert): Change {
  const [before, after] = [one, other].map(thresholdOf);
  if (after === undefined) return change("~", other, "**posts** what an alarm counted before");
  const detail = `${after}${before === undefined ? "" : ` instead of ${before}`}`;
  return change("~", other, "matches what **an alarm counts**", undefined, detail);
}

function thresholdOf({ input }: Alert): string | undefined {
  return input.kind === "counts" ? `${input.storm.events} within ${input.storm.minutes} minutes` : undefined;
}

function heard({ results }: Preview): ReadonlySet<string> {
  return new Set(results.filter(arrives).map(({ event }) => event.name));
}

/** Why a message that used to arrive does not. Both sides have the same events. */
function whyNot(result: Result | undefined): string {
  if (result === undefined) return "the alert is gone";
  if (result.verdict === "counts") return "an alarm counts them";
  return result.matched ? result.problems.join(" ") : why(result);
}

/** Whitespace between JSON tokens is invisible in Slack. */
function isSame(before: string, after: string): boolean {
  const [old, now] = [bodyJson(before), bodyJson(after)];
  return before === after || (old !== undefined && isDeepStrictEqual(old, now));
}
