import { isDeepStrictEqual } from "node:util";
import { count } from "../problems/problem";
import type { Alert, Arrived, Preview, Result, Verdict } from "./model";
import { arrives, bodyJson, groups, nameOf, someOf, why } from "./model";

export const NOTHING_CHANGES = "Nothing changes: the same events ring, with the same messages.";
const VERBS: Partial<Record<Verdict, string>> = { rings: "rings", warned: "rings", counts: "counts towards its alarm" };

/** A change in words, mostly of an alert by its short name. */
export type Change = { readonly sign: "!" | "+" | "-" | "~"; readonly subject: string; readonly text: string };

/** The same for one event, with the reason behind it. */
type EventChange = Pick<Change, "sign" | "text"> & { readonly reason: string };

/** A message that arrived before and arrives now, with another body. */
export type MessageChange = { readonly before: Arrived; readonly after: Arrived };
export type Comparison = ReturnType<typeof compare>;

/** What is different in `after`: alerts and events by their names. Both have the same events. */
export function compare(before: Preview, after: Preview) {
  const changes: Change[] = [];
  const messages: MessageChange[] = [];
  const [was, is] = [byAlert(before), byAlert(after)];
  for (const subject of new Set([...was.keys(), ...is.keys()])) {
    const add = (sign: Change["sign"], text: string) => changes.push({ sign, subject, text });
    const [old, now] = [was.get(subject), is.get(subject)];
    const told = after.events.flatMap(({ name }) => {
      const [one, other] = [old?.results.get(name), now?.results.get(name)];
      const change = changeOf(one, other);
      if (change?.sign === "~" && arrives(one) && arrives(other)) messages.push({ before: one, after: other });
      return change ? { ...change, name } : [];
    });
    if (old === undefined) add("+", "is a new alert");
    if (now === undefined) add("-", "is gone");
    for (const same of groups(told, ({ text, reason }) => text + reason))
      add(same[0].sign, `${same[0].text} for ${someOf(same.map(({ name }) => name))}${same[0].reason}`);
    if (old && now) for (const text of unseenDifferences(old.alert, now.alert, told)) add("~", text);
  }
  const heard = ({ results }: Preview) => new Set(results.filter(arrives).map(({ event }) => event.name));
  const heardNow = heard(after);
  const unheard = [...heard(before)].filter((event) => !heardNow.has(event));
  if (unheard.length > 0)
    changes.push({ sign: "!", subject: "No alert here", text: `rings any more for ${someOf(unheard)}` });
  return { changes: ["!", "+", "-", "~"].flatMap((sign) => changes.filter((one) => one.sign === sign)), messages };
}

/** By short names, so that an alert that becomes a storm, whose rule keeps its name, is the same alert. */
function byAlert({ alerts, results }: Preview) {
  const targets = new Set(alerts.filter(({ input }) => input.kind !== "counts").map(nameOf));
  const keyOf = (alert: Alert) =>
    alert.input.kind === "counts" && targets.has(nameOf(alert)) ? alert.address : nameOf(alert);
  const all = new Map(alerts.map((alert) => [keyOf(alert), { alert, results: new Map<string, Result>() }]));
  for (const result of results) all.get(keyOf(result.alert))?.results.set(result.event.name, result);
  return all;
}

/** What has changed for one event; undefined if nothing has. */
function changeOf(one: Result | undefined, other: Result | undefined): EventChange | undefined {
  const [did, does] = [one && VERBS[one.verdict], other && VERBS[other.verdict]];
  if (arrives(one) && arrives(other)) {
    // Whitespace between JSON tokens is invisible in Slack.
    const [old, now] = [one, other].map(({ body }) => bodyJson(body) ?? body);
    return isDeepStrictEqual(old, now) ? undefined : { sign: "~", text: "has another message", reason: "" };
  }
  if (did === does) return undefined;
  if (does && did !== "rings") return { sign: "+", text: `now ${does}`, reason: "" };
  return { sign: "-", text: `no longer ${did}`, reason: `: ${whyNot(other)}` };
}

/** Why a message that used to arrive does not. */
function whyNot(result: Result | undefined): string {
  if (result === undefined) return "the alert is gone";
  if (result.verdict === "counts") return "an alarm counts them";
  return result.matched ? result.problems.join(" ") : why(result);
}

/** @param told the changes that events show */
function unseenDifferences(one: Alert, other: Alert, told: readonly Pick<Change, "sign">[]): string[] {
  const [before, after] = [deliveryOf(one), deliveryOf(other)];
  const unseen = (what: string) => `has another ${what}, which none of these events shows`;
  const isMoved = told.some(({ sign }) => sign !== "~");
  const isShown = told.length > 0 || other.input.kind === "counts";
  return [
    ...(after === before ? [] : [`${after} (before: ${before})`]),
    ...(isMoved || isDeepStrictEqual(one.pattern, other.pattern) ? [] : [unseen("event pattern")]),
    ...(isShown || isDeepStrictEqual(one.input, other.input) ? [] : [unseen("input")]),
  ];
}

function deliveryOf({ input, webhookVariable }: Alert): string {
  if (input.kind !== "counts") return `posts to ${webhookVariable ?? "an unknown webhook"}`;
  return `matches what an alarm counts, ${input.storm.events} within ${count(input.storm.minutes, "minute")}`;
}
