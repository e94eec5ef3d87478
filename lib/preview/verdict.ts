import { type Json, parseJson } from "../eventbridge/json";
import { isTooDeep, slackProblems } from "../slack/payload-problems";
import type { Alert, Preview, Result } from "./model";

const MAX_VALUE_LENGTH = 300;

/**
 * What becomes of an event at an alert. `lost`: it matches, or that is unknown, but no message arrives. `warned`: a
 * message arrives, but something may go wrong. `not an event`: it is the body of a message.
 */
export type Verdict = "rings" | "warned" | "lost" | "silent" | "not an event";

export interface Judged extends Result {
  readonly verdict: Verdict;
}

export interface JudgedPreview extends Preview {
  readonly results: readonly Judged[];
  readonly find: (event: string, alert: string) => Judged | undefined;
}

/** Judges every result once, and indexes them: there may be thousands. */
export function judge(preview: Preview): JudgedPreview {
  const alerts = new Map(preview.alerts.map((alert) => [alert.address, alert]));
  const bodies = new Set(preview.events.filter(({ event }) => event === undefined).map(({ name }) => name));
  const index = new Map<string, Map<string, Judged>>();
  const results = preview.results.map((result): Judged => {
    const verdict = bodies.has(result.event) ? "not an event" : verdictOf(result, alerts.get(result.alert));
    const judged = { ...result, verdict };
    index.set(result.event, (index.get(result.event) ?? new Map<string, Judged>()).set(result.alert, judged));
    return judged;
  });
  return { ...preview, results, find: (event, alert) => index.get(event)?.get(alert) };
}

function verdictOf(result: Result, alert: Alert | undefined): Verdict {
  if (!result.matched) return alert?.problems.length ? "lost" : "silent";
  if (!result.sent || result.body === undefined) return "lost";
  const json = alert?.isSlack === false ? undefined : bodyJson(result.body);
  if (alert?.isSlack !== false && (json === undefined || slackProblems(json).length > 0)) return "lost";
  return result.problems.length > 0 || alert?.notes.length ? "warned" : "rings";
}

/** Whether a message reaches its destination and is accepted there. */
export function arrives(result: Judged | undefined): result is Judged & { readonly body: string } {
  return (result?.verdict === "rings" || result?.verdict === "warned") && result.body !== undefined;
}

/** The body as JSON; undefined if it is not JSON, or is nested too deeply. */
export function bodyJson(body: string): Json | undefined {
  const value = parseJson(body);
  return value === undefined || isTooDeep(value) ? undefined : value;
}

/** Short names for addresses: the target's own, with its module only if that makes it unique. */
export function shortNames(addresses: Iterable<string>): (address: string) => string {
  const candidates = Array.from(new Set(addresses), (address) => ({ address, names: namesOf(address) }));
  const uses = new Map<string, number>();
  for (const name of candidates.flatMap(({ names }) => names)) uses.set(name, (uses.get(name) ?? 0) + 1);
  const short = new Map(candidates.map(({ address, names }) => [address, names.find((name) => uses.get(name) === 1)]));
  return (address) => short.get(address) ?? address;
}

/** `module.x.aws_cloudwatch_event_target.main["a"]` → `main["a"]`, `module.x.main["a"]`. */
function namesOf(address: string): string[] {
  const parts = address.match(/(?:[^.["]|\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])+/g) ?? [];
  const name = parts.at(-1) ?? address;
  return [...new Set([name, [...parts.slice(0, -2), name].join(".")])];
}

/** Why the alert does not ring for the event: the first field of its pattern that the event does not match. */
export function why({ mismatch }: Result, alert: Alert): string {
  if (mismatch === undefined) return alert.problems.length > 0 ? "not known, see the problems" : "not known";
  const { path, expected, actual } = mismatch;
  const found = actual === undefined ? "is missing" : `is ${brief(actual)}`;
  return `${path || "the event"} ${found}, the pattern wants ${brief(expected)}`;
}

export function brief(value: Json, most = MAX_VALUE_LENGTH): string {
  const text = JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Items with the same key, in the order of the first of each. */
export interface Group<T> {
  readonly first: T;
  readonly all: readonly T[];
}

export function groups<T>(items: readonly T[], keyOf: (item: T) => string): readonly Group<T>[] {
  const found = new Map<string, { first: T; all: T[] }>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.all.push(item);
    else found.set(key, { first: item, all: [item] });
  }
  return [...found.values()];
}
