import type { InputTransformer } from "../eventbridge/input-transformer";
import type { Only } from "../problems/not-together-with";
import { type ComposedMessage, composeMessage } from "./compose";
import type { MessageContext } from "./context";
import type { AlarmFieldName, IncidentFieldName, OwnField } from "./fields";
import { originalMessage } from "./original";
import { payloadTransformer, type SlackPayload } from "./payload";

/** Your own payload, whose strings may hold values of the event (`event` and `text`). */
export interface PayloadMessage {
  readonly payload: SlackPayload;
}

type AllKeys = keyof ComposedMessage | keyof PayloadMessage | keyof InputTransformer;

type ComposedAlert = Only<ComposedMessage, "language", AllKeys>;
export type ComposedStorm = Only<ComposedMessage<AlarmFieldName | OwnField>, "language", AllKeys>;
type ComposedIncident = Only<ComposedMessage<IncidentFieldName | OwnField>, "language", AllKeys>;
type OwnPayload = Only<PayloadMessage, "payload", AllKeys>;
type OwnTransformer = Only<InputTransformer, "inputTemplate", AllKeys>;

/**
 * What an alert says: the message of the original configuration (six fields, in Japanese), a message composed of parts,
 * your own payload, or an existing input transformer.
 */
export type SlackMessage = "original" | ComposedAlert | OwnPayload | OwnTransformer;

/** What an alert for incidents says. */
export type IncidentMessage = ComposedIncident | OwnPayload | OwnTransformer;

export type AnyMessage = Exclude<SlackMessage, "original"> | IncidentMessage | ComposedStorm;

/** The settings of which a message that is an object has exactly one. */
export const MESSAGE_KINDS = ["language", "payload", "inputTemplate"] as const;

export function isComposed(message: AnyMessage): message is ComposedAlert | ComposedIncident | ComposedStorm {
  return typeof message.language === "string";
}

export function isPayload(message: AnyMessage): message is OwnPayload {
  return message.payload !== undefined && !isComposed(message);
}

export function isTransformer(message: AnyMessage): message is OwnTransformer {
  return typeof message.inputTemplate === "string" && !isComposed(message) && !isPayload(message);
}

/** The input transformer of the message. */
export function messageTransformer(message: "original" | AnyMessage, context: MessageContext): InputTransformer {
  if (message === "original") return originalMessage();
  if (isComposed(message)) return payloadTransformer(composeMessage(message, context));
  return isPayload(message) ? payloadTransformer(message.payload) : message;
}
