import { isDeepStrictEqual } from "node:util";
import type { Alert, Preview, Result } from "./model";
import { arrives, keyOf, parsed, resultsOf, shortNames, someOf, why } from "./outcome";
import { heading } from "./show/detail";
import { type DiffLine, messageDiff } from "./show/diff";
import { type Line, paint, type Style, span } from "./show/text";
import { wrap, wrapBehind } from "./show/wrap";

const MOST_EVENTS = 8;
const SIGN_STYLES: Readonly<Record<DiffLine["sign"], readonly Style[]>> = { "-": ["red"], "+": ["green"], " ": [] };

/** An event and an alert, by their names. */
export interface Change {
  readonly event: string;
  /** Address. */
  readonly alert: string;
}

export interface MessageChange extends Change {
  /** Bodies. */
  readonly before: string;
  readonly after: string;
}

/** An alert that posts to another webhook: the variables with the URLs, where they can be told. */
export interface Rerouting {
  /** Address. */
  readonly alert: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A change of an alert that none of the events shows. */
export interface UnseenChange {
  /** Address. */
  readonly alert: string;
  readonly of: "event pattern" | "input";
}

/** What a change does to who is told what. */
export interface Comparison {
  /** Addresses of alerts. */
  readonly addedAlerts: readonly string[];
  readonly removedAlerts: readonly string[];
  readonly nowRing: readonly Change[];
  readonly fellSilent: readonly (Change & { readonly because: string })[];
  readonly messagesDiffer: readonly MessageChange[];
  readonly rerouted: readonly Rerouting[];
  readonly unseen: readonly UnseenChange[];
  /** Events that rang somewhere before and ring nowhere now. */
  readonly unheard: readonly string[];
  /** A short name for every address of both. */
  readonly names: ReadonlyMap<string, string>;
}

/** What is different in `after`: alerts by their address, events by their name. */
export function compare(before: Preview, after: Preview): Comparison {
  const alertsBefore = before.alerts.map(({ address }) => address);
  const alertsAfter = new Map(after.alerts.map((alert) => [alert.address, alert]));
  const inBoth = before.alerts.flatMap((was) => {
    const is = alertsAfter.get(was.address);
    return is ? [{ alert: was.address, was, is }] : [];
  });
  const resultBefore = resultsOf(before);
  const resultAfter = resultsOf(after);
  const pairs = pairsOf([...after.results, ...before.results]).map(({ event, alert }) => ({
    event,
    alert,
    was: resultBefore(event, alert),
    is: resultAfter(event, alert),
  }));
  const nowRing = pairs.flatMap(({ event, alert, was, is }) =>
    arrives(is) && !arrives(was) ? [{ event, alert }] : [],
  );
  const fellSilent = pairs.flatMap(({ event, alert, was, is }) =>
    arrives(was) && !arrives(is) ? [{ event, alert, because: reason(is, alertsAfter.get(alert)) }] : [],
  );
  const messagesDiffer = pairs.flatMap(({ event, alert, was, is }) =>
    arrives(was) && arrives(is) && differ(was.body, is.body)
      ? [{ event, alert, before: was.body, after: is.body }]
      : [],
  );
  const shows = (changes: readonly Change[], address: string) => changes.some(({ alert }) => alert === address);
  const heardNow = new Set(after.results.filter(arrives).map(({ event }) => event));
  const heardBefore = new Set(before.results.filter(arrives).map(({ event }) => event));
  return {
    addedAlerts: [...alertsAfter.keys()].filter((address) => !alertsBefore.includes(address)),
    removedAlerts: alertsBefore.filter((address) => !alertsAfter.has(address)),
    nowRing,
    fellSilent,
    messagesDiffer,
    rerouted: inBoth
      .filter(({ was, is }) => was.webhookVariable !== is.webhookVariable)
      .map(({ alert, was, is }) => ({ alert, before: was.webhookVariable, after: is.webhookVariable })),
    unseen: inBoth.flatMap(({ alert, was, is }): UnseenChange[] => [
      ...(isDeepStrictEqual(was.pattern, is.pattern) || shows([...nowRing, ...fellSilent], alert)
        ? []
        : [{ alert, of: "event pattern" } as const]),
      ...(isDeepStrictEqual(was.input, is.input) || shows([...messagesDiffer, ...nowRing, ...fellSilent], alert)
        ? []
        : [{ alert, of: "input" } as const]),
    ]),
    unheard: [...heardBefore].filter((event) => !heardNow.has(event)),
    names: shortNames([...alertsBefore, ...alertsAfter.keys()]),
  };
}

export function isUnchanged(c: Comparison): boolean {
  const { addedAlerts, removedAlerts, nowRing, fellSilent, messagesDiffer, rerouted, unseen } = c;
  const all = [addedAlerts, removedAlerts, nowRing, fellSilent, messagesDiffer, rerouted, unseen];
  return all.every((list) => list.length === 0);
}

/** The changes by alert, in the order of the changes. */
export function byAlert<T extends Change>(changes: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const change of changes) found.set(change.alert, [...(found.get(change.alert) ?? []), change]);
  return found;
}

/** What changed, for a terminal; of the messages of an alert that differ, the first is shown. */
export function terminalComparison(
  c: Comparison,
  options: { readonly width: number; readonly colour: boolean },
): string {
  const { width, colour } = options;
  if (isUnchanged(c)) {
    return paint(wrap([span("Nothing changes: the same events ring, with the same messages.")], width), colour);
  }
  const row = (sign: string, style: Style, alert: string, text: string) =>
    wrapBehind(span(`  ${sign} `, style), [span(nameIn(c, alert), "bold"), span(` ${text}`)], width);
  const differing = [...byAlert(c.messagesDiffer)];
  const lines = [
    ...heading([span("Changes", "bold")], width),
    ...c.addedAlerts.flatMap((alert) => row("+", "green", alert, "is a new alert")),
    ...c.removedAlerts.flatMap((alert) => row("-", "red", alert, "is an alert no more")),
    ...[...byAlert(c.nowRing)].flatMap(([alert, of]) => row("+", "green", alert, `now rings for ${eventsOf(of)}`)),
    ...bySilence(c).flatMap(({ alert, because, of }) =>
      row("-", "red", alert, `no longer rings for ${eventsOf(of)}: ${because}`),
    ),
    ...differing.flatMap(([alert, of]) => row("~", "yellow", alert, `has another message for ${eventsOf(of)}`)),
    ...c.rerouted.flatMap((change) => row("~", "yellow", change.alert, rerouting(change))),
    ...c.unseen.flatMap((change) => row("~", "yellow", change.alert, unseen(change))),
    ...(c.unheard.length > 0
      ? [[], ...wrap([span("No alert here rings any more for: ", "red"), span(c.unheard.join(", "), "bold")], width)]
      : []),
    ...differing.flatMap(([, [first]]) => (first ? difference(c, first, width) : [])),
  ];
  return paint(lines, colour);
}

/** What fell silent for the same reason, together. */
export function bySilence({
  fellSilent,
}: Comparison): { readonly alert: string; readonly because: string; readonly of: Comparison["fellSilent"] }[] {
  return [...byAlert(fellSilent)].flatMap(([alert, changes]) =>
    Array.from(new Set(changes.map(({ because }) => because)), (because) => ({
      alert,
      because,
      of: changes.filter((change) => change.because === because),
    })),
  );
}

/** @param shown how the name of a variable is written */
export function rerouting({ before, after }: Rerouting, shown = (variable: string) => variable): string {
  const webhook = (variable: string | undefined) =>
    variable === undefined ? "one that cannot be told" : `the one in ${shown(variable)}`;
  const sure = before !== undefined && after !== undefined;
  return `${sure ? "posts" : "may post"} to another webhook: ${webhook(after)}, no longer ${webhook(before)}`;
}

export function unseen({ of }: UnseenChange): string {
  return `has another ${of}, though none of these events shows it`;
}

export function nameIn({ names }: Comparison, address: string): string {
  return names.get(address) ?? address;
}

function eventsOf(changes: readonly Change[]): string {
  return someOf(
    changes.map(({ event }) => event),
    MOST_EVENTS,
  );
}

function difference(c: Comparison, { event, alert, before, after }: MessageChange, width: number): Line[] {
  return [
    [],
    ...heading([span(event, "bold"), span(" → ", "dim"), span(nameIn(c, alert), "bold")], width),
    ...messageDiff(before, after, width - 2).flatMap(({ sign, line }) =>
      wrap(line, width - 2).map((part) => [span(`${sign} `, ...SIGN_STYLES[sign]), ...part]),
    ),
  ];
}

function reason(result: Result | undefined, alert: Alert | undefined): string {
  if (alert === undefined) return "the alert is gone";
  if (result === undefined) return "the event was not tried";
  return result.matched ? (result.problems[0] ?? "Slack would refuse the message") : why(result, alert);
}

function pairsOf(results: readonly Result[]): Change[] {
  return [...new Map(results.map(({ event, alert }) => [keyOf(event, alert), { event, alert }])).values()];
}

/** How a body is spaced does not show in Slack. */
function differ(before: string, after: string): boolean {
  return before !== after && !isDeepStrictEqual(parsed(before), parsed(after));
}
