import type { StormChange, StormSize } from "../storms/storm";
import type { ComposedMessage } from "./compose";
import type { AlarmFieldName, OwnField } from "./fields";
import type { ComposedStorm } from "./slack-message";

/**
 * One message when many events came in a short time, and one when that is over. A CloudWatch alarm counts the events that
 * the rule matches, some minutes late and on a best-effort basis.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export interface StormSettings extends StormSize {
  /** What the alert says. @default - `{ language: "en" }` */
  readonly message?: StormMessage;
}

/** What an alert for storms says. */
export interface StormMessage extends ComposedMessage<AlarmFieldName | OwnField> {
  /** The title of the message when the storm is over, at most 150 characters. @default - what is over */
  readonly overTitle?: string;
}

/** The message for a change of the alarm. Nobody is mentioned when a storm is over. */
export function stormMessage(change: StormChange, { overTitle, mention, ...message }: StormMessage): ComposedStorm {
  if (change === "began") return mention ? { ...message, mention } : message;
  const { title: _, color: __, ...rest } = message;
  return overTitle === undefined ? rest : { ...rest, title: overTitle };
}
