import type { InputTransformer } from "../eventbridge/input-transformer";
import { sameFor } from "../eventbridge/json";
import type { Only } from "../problems/not-together-with";
import { STRING, shapeOf, some, string } from "../problems/shape";
import { STORM_SIZE_SHAPE, type StormChange, type StormSize } from "../storms/storm";
import { composeMessage } from "./compose";
import type { MessageContext } from "./context";
import {
  type AlarmFieldName,
  type ContainersField,
  FIELD_SHAPE,
  type FieldName,
  type IncidentFieldName,
  type MessageField,
  type OwnField,
} from "./fields";
import { LINK_SHAPE, type MessageLink } from "./links";
import { ORIGINAL_MESSAGE } from "./original";
import { payloadTransformer, type SlackPayload } from "./payload";

/** Everybody active in the channel, everybody in it, or a user or a user group by ID. */
export type Mention = "here" | "channel" | `U${string}` | `W${string}` | `S${string}`;

/** A message composed of parts. */
export interface ComposedMessage<Field = FieldName | ContainersField | OwnField> {
  /** The language of titles and labels. */
  readonly language: "en" | "ja";
  /**
   * What happened, at most 150 characters. `{service}` is replaced by the name of the only service or family of the alert,
   * or else by the event's group, such as `service:web-front`; the alert must then name `services` or `families` (`["*"]`
   * for all), since other tasks may have none.
   * @default - the cause, and the service or family if the alert names some
   */
  readonly title?: string;
  /** Colour of the bar beside the fields. @default - that of what happened; grey if it may be good or bad news */
  readonly color?: "good" | "warning" | "danger" | `#${string}`;
  /** Who is mentioned, and so notified. @default - nobody */
  readonly mention?: readonly Mention[];
  /**
   * What the message shows about the event.
   * @default - for stops: service, stopped reason, time and stop code, cluster, all containers with their exit codes, and
   * the first container's reason; for incidents: the service's ARN, the event, its reason and time, and the cluster
   */
  readonly fields?: readonly Field[];
  /**
   * Links below the title, after those that the message has anyway: for incidents, the console's pages of the service or
   * cluster; for storms, the alarm and the cluster's tasks. `[]` for no links at all.
   * @default - no further links
   */
  readonly links?: readonly MessageLink[];
  /** Small print below the fields, at most 300 characters. @default - none */
  readonly footer?: string;
}

/** What an alert for storms says. */
export interface StormMessage extends ComposedMessage<AlarmFieldName | OwnField> {
  /** The title of the message when the storm is over, at most 150 characters. @default - what is over */
  readonly overTitle?: string;
}

/**
 * One message when many events came in a short time, and one when that is over. A CloudWatch alarm counts the events that
 * the rule matches, some minutes late and on a best-effort basis.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export interface StormSettings extends StormSize {
  /** What the alert says. @default - `{ language: "en" }` */
  readonly message?: StormMessage;
}

type AllKeys = keyof ComposedMessage | "payload" | keyof InputTransformer;
type Composed<Message> = Only<Message, "language", AllKeys>;
/** Your own payload, whose strings may hold values of the event (`event` and `text`). */
type OwnPayload = Only<{ readonly payload: SlackPayload }, "payload", AllKeys>;
type OwnTransformer = Only<InputTransformer, "inputTemplate", AllKeys>;

/** `original` (six fields, in Japanese), a message composed of parts, your own payload, or an existing transformer. */
export type SlackMessage = "original" | Composed<ComposedMessage> | OwnPayload | OwnTransformer;

/** What an alert for incidents says. */
export type IncidentMessage = Composed<ComposedMessage<IncidentFieldName | OwnField>> | OwnPayload | OwnTransformer;

export type AnyComposed = Composed<ComposedMessage<MessageField>>;
type ObjectMessage = AnyComposed | OwnPayload | OwnTransformer;
export type AnyMessage = "original" | ObjectMessage;

const COMPOSED = {
  ...sameFor(STRING, "language", "title"),
  color: string(/^(good|warning|danger|#[0-9A-Fa-f]{6})$/, "good, warning, danger or a hex colour such as #d00000"),
  mention: {
    type: "list",
    each: string(/^(here|channel|[UWS][A-Z0-9]{2,})$/, "here, channel or an ID (U…, W… of a user, S… of a group)"),
  },
  fields: some({ ...FIELD_SHAPE, orString: true }),
  links: { type: "list", each: { ...LINK_SHAPE, orString: true } },
  // https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
  footer: string(/^(?=.*\S).{1,300}$/s, "1 to 300 characters (Slack's limit), not only spaces"),
} as const;

export const MESSAGE_SHAPE = shapeOf<ObjectMessage>({
  ...COMPOSED,
  payload: { type: "object" },
  inputPaths: { type: "object", each: STRING, required: "inputTemplate" },
  inputTemplate: STRING,
});

export const STORM_SHAPE = shapeOf<StormSettings>({
  ...STORM_SIZE_SHAPE,
  message: shapeOf<StormMessage>({ ...COMPOSED, overTitle: STRING }),
});

/** The settings of each kind of message, by the one that every message of the kind has. */
export const MESSAGE_KINDS = new Map([
  ["language", Object.keys(COMPOSED)],
  ["payload", ["payload"]],
  ["inputTemplate", ["inputPaths", "inputTemplate"]],
]);

export function isComposed(message: ObjectMessage): message is AnyComposed {
  return typeof message.language === "string";
}

export function isPayload(message: ObjectMessage): message is OwnPayload {
  return message.payload !== undefined && !isComposed(message);
}

export function messageTransformer(message: AnyMessage, context: MessageContext): InputTransformer {
  if (message === "original") return ORIGINAL_MESSAGE;
  if (isComposed(message)) return payloadTransformer(composeMessage(message, context));
  return isPayload(message) ? payloadTransformer(message.payload) : message;
}

/** The message for a change of the alarm. Nobody is mentioned when a storm is over. */
export function stormMessage(change: StormChange, { overTitle, ...message }: StormMessage): AnyComposed {
  if (change === "began") return message;
  const { title: _, color: __, mention: ___, ...rest } = message;
  return overTitle === undefined ? rest : { ...rest, title: overTitle };
}
