import type { InputTransformer } from "../eventbridge/input-transformer";
import type { ComposedMessage, MessageContext } from "./compose";
import { composeMessage } from "./compose";
import { originalMessage } from "./original";
import { payloadTransformer, type SlackPayload } from "./payload";

/** One's own payload, whose texts may hold values of the event (`event`, `text` of `lib/message/event-value`). */
export interface PayloadMessage {
  readonly payload: SlackPayload;
}

type Only<Message> = Message & { readonly [Key in Exclude<AllKeys, keyof Message>]?: never };
type AllKeys = keyof ComposedMessage | keyof PayloadMessage | keyof InputTransformer;

/**
 * What an alert says: the original's message, one put together from parts, one's own payload, or an input transformer
 * that one has already.
 */
export type SlackMessage = "original" | Only<ComposedMessage> | Only<PayloadMessage> | Only<InputTransformer>;

/** The input transformer of the message. */
export function messageTransformer(message: SlackMessage, context: MessageContext): InputTransformer {
  if (message === "original") return originalMessage();
  if (message.payload) return payloadTransformer(message.payload);
  if (message.inputTemplate !== undefined) return message;
  return payloadTransformer(composeMessage(message, context));
}
