import type { CompiledPattern, Mismatch } from "../eventbridge/event-pattern";
import type { InputTransformer } from "../eventbridge/input-transformer";
import { type Json, type JsonObject, parseJson } from "../eventbridge/json";
import { isTooDeep } from "../slack/payload-problems";

/** A target with its rule, as Terraform would deploy it, or a rule that an alarm counts. */
export interface Alert {
  /** Address of the target, such as `module.x.aws_cloudwatch_event_target.main["a"]`, or of the rule if it has none. */
  readonly address: string;
  /** Its address, if it was found. */
  readonly rule: string | undefined;
  readonly ruleName: string;
  readonly eventBus: string;
  /** The rule's event pattern, if it has one that is a JSON object and known before apply. */
  readonly pattern: JsonObject | undefined;
  /** The same, read for many events; undefined if there are problems. */
  readonly compiled?: CompiledPattern | undefined;
  readonly clusterArn: string | undefined;
  /** What the target sends, the event itself for `event`; `counts` has no target. */
  readonly input:
    | { readonly kind: "transformer"; readonly transformer: InputTransformer }
    | { readonly kind: "path"; readonly path: string }
    | { readonly kind: "constant"; readonly body: string }
    | { readonly kind: "counts"; readonly storm: Storm }
    | { readonly kind: "event" | "unknown" };
  /** The Terraform variable with the URL of its webhook, if that is known. */
  readonly webhookVariable: string | undefined;
  /** What AWS would refuse, or what is not known before apply: no event matches such an alert here. */
  readonly problems: readonly string[];
  /** What may go wrong although events match here, such as a target without a role. */
  readonly notes: readonly string[];
  /** Whether it posts to Slack, or may: Slack's rules apply to nothing else. */
  readonly isSlack: boolean;
}

/** Alerts, and the cluster of a plan: that of an app is decided when it is deployed. */
export type AlertSource = { readonly alerts: readonly Alert[]; readonly clusterArn?: string | undefined };

/** An alarm, and how many events within how many minutes raise it. */
export type Storm = { readonly alarmName: string; readonly events: number; readonly minutes: number };

export interface SampleEvent {
  /** The file's name without `.json`; with `#2`, `#3` … for the further events of a list. */
  readonly name: string;
  readonly event?: JsonObject | undefined;
  /** The body of a message, if the file holds that instead, as a dead-letter queue may. */
  readonly body?: Json | undefined;
  /** Why EventBridge gave up, if the file is a message of a dead-letter queue that says so. */
  readonly undelivered?: string | undefined;
}

/** What becomes of an event at an alert. `lost`: it matches, or that is not known, but no message arrives. */
export type Verdict = "rings" | "warned" | "lost" | "counts" | "silent" | "not an event";

export interface Result {
  readonly event: SampleEvent;
  readonly alert: Alert;
  readonly verdict: Verdict;
  readonly matched: boolean;
  /** Whether EventBridge would call the destination. */
  readonly sent: boolean;
  /** The body as sent, or as it would be if it were JSON; undefined if the event does not match. */
  readonly body: string | undefined;
  /** Why the body is not sent or Slack would refuse it, or that it is right only if EventBridge escapes. */
  readonly problems: readonly string[];
  /** The first field of the pattern that the event does not meet. It takes time, and not every output says it. */
  readonly mismatch?: (() => Mismatch | undefined) | undefined;
}

export interface Preview {
  readonly alerts: readonly Alert[];
  readonly events: readonly SampleEvent[];
  /** One for each event and alert, in the order of both. */
  readonly results: readonly Result[];
}

/** The result of a message that reaches its destination and is accepted there. */
export type Arrived = Result & { readonly verdict: "rings" | "warned"; readonly body: string };

export function arrives(result: Result | undefined): result is Arrived {
  return result?.verdict === "rings" || result?.verdict === "warned";
}

/** The body as JSON; undefined if it is not JSON, or is nested too deeply. */
export function bodyJson(body: string): Json | undefined {
  const value = parseJson(body);
  return value === undefined || isTooDeep(value) ? undefined : value;
}

/** The address without the type, which all targets have in common. */
export function nameOf({ address }: Alert): string {
  return address.replace(/aws_cloudwatch_event_(target|rule)\./, "");
}

/** Why the alert does not ring for the event: the first field of its pattern that the event does not match. */
export function why({ mismatch, alert }: Result): string {
  const found = mismatch?.();
  if (found !== undefined) return unmet(found, brief(found.actual));
  return alert.problems.length > 0 ? "not known, see the problems" : "not known";
}

/** What a pattern wants instead of these values. */
export function unmet({ path, expected }: Mismatch, values: string): string {
  return `${path || "the event"} is ${values}, the pattern wants ${brief(expected)}`;
}

export function brief(value: Json | undefined, most = 300): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The first few of many names. */
export function someOf(names: readonly string[], most = 8): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** Lists of the items with the same key, in the order of the first of each. */
export function groups<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const found = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()];
}
