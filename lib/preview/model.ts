import type { Mismatch } from "../eventbridge/event-pattern";
import type { InputTransformer } from "../eventbridge/input-transformer";
import type { Json, JsonObject } from "../eventbridge/json";

/** A target with its rule, as Terraform would deploy it. */
export interface Alert {
  /** Address of the target, such as `module.x.aws_cloudwatch_event_target.main["a"]`. */
  readonly address: string;
  /** Address of its rule; undefined if it was not found. */
  readonly rule: string | undefined;
  readonly ruleName: string;
  /** Name of the event bus, which is part of the rule's ARN. */
  readonly eventBus: string;
  /** The rule's event pattern; undefined if there is none, or it is not a JSON object or not known before apply. */
  readonly pattern: JsonObject | undefined;
  /** The cluster that it watches, if that is known. */
  readonly clusterArn: string | undefined;
  /** What the target sends. `event`: the event itself. */
  readonly input:
    | { readonly kind: "transformer"; readonly transformer: InputTransformer }
    | { readonly kind: "path"; readonly path: string }
    | { readonly kind: "constant"; readonly body: string }
    | { readonly kind: "event" }
    | { readonly kind: "unknown" };
  /** The Terraform variable with the URL of its webhook, if that is known. */
  readonly webhookVariable: string | undefined;
  /** What AWS would refuse, or what is not known before apply: no event matches such an alert here. */
  readonly problems: readonly string[];
  /** What may go wrong although events match here, such as a target without a role. */
  readonly notes: readonly string[];
  /** Whether it posts to Slack, or may: Slack's rules apply to nothing else. */
  readonly isSlack: boolean;
}

export interface SampleEvent {
  /** The file's name without `.json`; with `#2`, `#3` … for the further events of a list. */
  readonly name: string;
  /** The event; undefined if the file holds the body of a message instead, as a dead-letter queue may. */
  readonly event: JsonObject | undefined;
  /** The body that was sent to a target, if the file holds that. */
  readonly body: Json | undefined;
  /** Why EventBridge gave up, if the file is a message of a dead-letter queue that says so. */
  readonly undelivered?: string | undefined;
}

/**
 * What becomes of an event at an alert. `lost`: it matches, or that is unknown, but no message arrives. `warned`: a
 * message arrives, but something may go wrong. `not an event`: it is the body of a message.
 */
export type Verdict = "rings" | "warned" | "lost" | "silent" | "not an event";

/** What an alert does with an event. */
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
  /** The first field of the pattern that the event does not meet; undefined if it matches or the pattern is not known. */
  readonly mismatch: Mismatch | undefined;
}

export interface Preview {
  readonly alerts: readonly Alert[];
  readonly events: readonly SampleEvent[];
  /** One for each event and alert, in the order of both. */
  readonly results: readonly Result[];
}
