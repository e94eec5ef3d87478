import { Failure } from "../cli/failure";
import type { Mismatch } from "../eventbridge/event-pattern";
import type { InputTransformer } from "../eventbridge/input-transformer";
import type { Json, JsonObject } from "../eventbridge/json";

/** A target with its rule, as Terraform is about to deploy it. */
export interface Alert {
  /** Address of the target, such as `aws_cloudwatch_event_target.main` or `module.x.aws_cloudwatch_event_target.main["a"]`. */
  readonly address: string;
  /** Address of its rule; undefined where the rule is not among what was read. */
  readonly rule: string | undefined;
  readonly ruleName: string;
  /** The rule's event pattern; undefined where there is none, or none that is known before apply or that can be read. */
  readonly pattern: JsonObject | undefined;
  /** What the target makes of the event. `event`: it sends the event itself. */
  readonly input:
    | { readonly kind: "transformer"; readonly transformer: InputTransformer }
    | { readonly kind: "path"; readonly path: string }
    | { readonly kind: "constant"; readonly body: string }
    | { readonly kind: "event" }
    | { readonly kind: "unknown" };
  /** The Terraform variable that holds the URL of the webhook that it posts to, where that can be told. */
  readonly webhookVariable: string | undefined;
  /** What AWS would refuse in it, or what is not known before apply; such an alert matches nothing here. */
  readonly problems: readonly string[];
}

export interface SampleEvent {
  /** The file's name without `.json`; with `#2`, `#3` … for the further events of a list. */
  readonly name: string;
  /** The event; undefined where the file holds the body of a message instead, as a dead-letter queue may. */
  readonly event: JsonObject | undefined;
  /** The body that a target was sent, where the file holds that. */
  readonly body: Json | undefined;
  /** Why EventBridge gave up, where the file is a message of a dead-letter queue that says so. */
  readonly undelivered?: string;
}

/** What an alert does with an event. */
export interface Result {
  readonly event: string;
  readonly alert: string;
  readonly matched: boolean;
  /** Whether EventBridge would call the destination. */
  readonly sent: boolean;
  /** The body as posted, or the attempt at one that is not sent; undefined where the event does not match. */
  readonly body: string | undefined;
  /** What keeps the body from being sent, what Slack would refuse, and what holds only if EventBridge escapes. */
  readonly problems: readonly string[];
  /** The first field of the pattern that the event does not meet; undefined where it matches or nothing can be told. */
  readonly mismatch: Mismatch | undefined;
}

export interface Preview {
  readonly alerts: readonly Alert[];
  readonly events: readonly SampleEvent[];
  /** Every event with every alert, in the order of both. */
  readonly results: readonly Result[];
}

/** What the user gave cannot be used: one line, and exit code 2. */
export class InputProblem extends Failure {
  override readonly name = "InputProblem";

  constructor(message: string) {
    super(message, 2);
  }
}
