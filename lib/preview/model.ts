import type { CompiledPattern, Mismatch } from "../eventbridge/event-pattern";
import type { InputTransformer } from "../eventbridge/input-transformer";
import { type Json, type JsonObject, parseJson } from "../eventbridge/json";
import { isTooDeep } from "../slack/payload-problems";

const MAX_VALUE_LENGTH = 300;
const MAX_NAMES = 8;

/** A target with its rule, as Terraform would deploy it, or a rule that an alarm counts. */
export interface Alert {
  /** Address of the target, such as `module.x.aws_cloudwatch_event_target.main["a"]`, or of the rule if it has none. */
  readonly address: string;
  /** Address of its rule, if that was found. */
  readonly rule: string | undefined;
  readonly ruleName: string;
  readonly eventBus: string;
  /** The rule's event pattern, if it has one that is a JSON object and known before apply. */
  readonly pattern: JsonObject | undefined;
  /** The same, read for many events; undefined if there are problems. */
  readonly compiled?: CompiledPattern | undefined;
  /** Only if it is known. */
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

export interface AlertSource {
  readonly alerts: readonly Alert[];
  /** The cluster of a plan; undefined for an app, whose cluster is settled when it is deployed. */
  readonly clusterArn: string | undefined;
}

/** An alarm that so many events within so many minutes raise. */
export interface Storm {
  readonly alarmName: string;
  readonly events: number;
  readonly minutes: number;
}

export interface SampleEvent {
  /** The file's name without `.json`; with `#2`, `#3` … for the further events of a list. */
  readonly name: string;
  readonly event: JsonObject | undefined;
  /** The body of a message, if the file holds that instead, as a dead-letter queue may. */
  readonly body: Json | undefined;
  /** Why EventBridge gave up, if the file is a message of a dead-letter queue that says so. */
  readonly undelivered?: string | undefined;
}

/**
 * What becomes of an event at an alert. `lost`: it matches, or that is unknown, but no message arrives. `warned`: a
 * message arrives, but something may go wrong. `counts`: an alarm counts it.
 */
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
  /** What keeps the body from being sent, what Slack would refuse, and what holds only if EventBridge escapes. */
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

/** Of a message that reaches its destination and is accepted there. */
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
  if (found === undefined) return alert.problems.length > 0 ? "not known, see the problems" : "not known";
  const { path, expected, actual } = found;
  const given = actual === undefined ? "is missing" : `is ${brief(actual)}`;
  return `${path || "the event"} ${given}, the pattern wants ${brief(expected)}`;
}

export function brief(value: Json, most = MAX_VALUE_LENGTH): string {
  const text = JSON.stringify(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The first few of many names. */
export function someOf(names: readonly string[], most = MAX_NAMES): string {
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
