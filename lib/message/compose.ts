import type { Report } from "../problems/problem";
import type { MessageContext } from "./context";
import { type EventValue, event, TextWithValues, text } from "./event-value";
import {
  attachmentFields,
  type ContainersField,
  checkFields,
  type FieldName,
  type MessageField,
  type OwnField,
} from "./fields";
import { checkLink, type MessageLink, resolveLink } from "./links";
import type { SlackPayload } from "./payload";
import { STOP_ROWS } from "./stop-event";
import { type Language, TEXTS } from "./texts";
import { checkTitle, titleOf } from "./title";

/**
 * Who is notified: everybody active in the channel, everybody in it, a user or a user group by ID.
 * https://docs.slack.dev/messaging/formatting-message-text#special-mentions
 */
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

type AnyMessage = ComposedMessage<MessageField>;

const COLOR = /^(good|warning|danger|#[0-9A-Fa-f]{6})$/;
const MENTION = /^(here|channel|[UWS][A-Z0-9]{2,})$/;
/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const FOOTER_MAX_LENGTH = 300;

/**
 * The payload of the message. Our own texts, values that need no escapes and free text that is surely present stand in
 * blocks, which show free text literally. Other free text stands in attachments, where Slack accepts an empty one.
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
export function composeMessage(message: AnyMessage, context: MessageContext): SlackPayload {
  const { language, mention = [], fields, footer } = message;
  const links = linksOf(message.links, language, context);
  const title = titleOf(message.title, language, context);
  const place = context.cluster ? ` (${context.cluster.clusterName})` : "";
  const bar = {
    color: message.color ?? context.happening.color,
    fallback: title.plain,
    // Asks Slack to read none of the attachment's texts as mrkdwn.
    mrkdwn_in: [],
  };
  const attachments = fields
    ? [{ ...bar, fields: fields.flatMap((field) => attachmentFields(field, language, context)) }]
    : defaultAttachments(bar, language, context, title.hasService);
  return {
    // The ARN ends in a name, which tells the reader of a notification which task or service it is.
    text: text`${mrkdwn(title.plain)}${place}: ${context.kind.identity}`,
    blocks: [
      title.block,
      ...(!fields && context.reasonIsKnown ? [literalText(context.kind.defaults.reason)] : []),
      ...(mention.length > 0 ? [section(mention.map(mentionText).join(" "))] : []),
      ...(links.length > 0 ? [section(links.join("  ·  "))] : []),
    ],
    attachments: attachments.map((attachment, index) =>
      footer !== undefined && index === attachments.length - 1 ? { ...attachment, footer } : attachment,
    ),
  };
}

/** Values that may be missing have no label of their own, so that none stands without a value. */
function defaultAttachments<Bar extends object>(
  bar: Bar,
  language: Language,
  context: MessageContext,
  titleHasService: boolean,
) {
  const { kind, cluster, reasonIsKnown } = context;
  const { name, reason, fields, last } = kind.defaults;
  const place = cluster && {
    title: STOP_ROWS.clusterArn.field[language],
    value: text`${cluster.clusterName} (${event.account}, ${event.region})`,
    short: false,
  };
  return [
    {
      ...bar,
      ...(name && !titleHasService && { title: name }),
      ...(!reasonIsKnown && { text: reason }),
      fields: [
        ...fields.map(({ label, value }) => ({ title: label[language], value, short: false })),
        ...(place ? [place] : attachmentFields("cluster", language, context)),
      ],
    },
    ...(last
      ? [{ ...bar, title: new TextWithValues([`${last.label[language]}: `, ...last.values.parts]), text: last.text }]
      : []),
  ];
}

/** Reports what is wrong with the parts, each by itself. */
export function checkComposed(report: Report, setting: string, message: AnyMessage, context: MessageContext): void {
  const { language, title, color, mention = [], fields, links = [], footer } = message;
  if (!Object.hasOwn(TEXTS, language))
    report(
      `${setting}.language`,
      `must be one of ${Object.keys(TEXTS).join(", ")}, got ${JSON.stringify(language)}: choose one.`,
    );
  if (title !== undefined) checkTitle(report, `${setting}.title`, title, context);
  if (color !== undefined && !COLOR.test(color))
    report(
      `${setting}.color`,
      `must be good, warning, danger or a hex colour such as #d00000, got ${JSON.stringify(color)}: write one of these.`,
    );
  for (const who of mention)
    if (!MENTION.test(who))
      report(
        `${setting}.mention`,
        `has ${JSON.stringify(who)}, which must be here, channel, or a Slack ID: U… or W… of a user, S… of a user group (not a name). Copy it from the profile in Slack.`,
      );
  if (fields) checkFields(report, `${setting}.fields`, fields, context.kind);
  for (const link of links) checkLink(report, `${setting}.links`, link, context);
  if (footer !== undefined && footer.trim() === "")
    report(`${setting}.footer`, "must not be empty: omit it for no footer.");
  if (footer !== undefined && footer.length > FOOTER_MAX_LENGTH)
    report(
      `${setting}.footer`,
      `must be at most ${FOOTER_MAX_LENGTH} characters (Slack's limit), got ${footer.length}: shorten it.`,
    );
}

function mentionText(mention: Mention): string {
  if (mention === "here" || mention === "channel") return `<!${mention}>`;
  return mention.startsWith("S") ? `<!subteam^${mention}>` : `<@${mention}>`;
}

/** A link of the message's own to the same page replaces one, so that it may have another text. */
function linksOf(own: AnyMessage["links"], language: Language, context: MessageContext): string[] {
  const links = own?.length === 0 ? [] : [...context.links, ...(own ?? [])];
  const resolved = links.map((link) => resolveLink(link, language, context.home));
  const byUrl = new Map(resolved.map(({ url, text }) => [url, text]));
  return [...byUrl].map(([url, text]) => `<${url.replaceAll("&", "&amp;")}|${mrkdwn(text)}>`);
}

/** Rich text shows a value literally, and must not be empty. */
function literalText(value: EventValue) {
  const elements = [{ type: "text", text: value }] as const;
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] } as const;
}

function section(markdown: string) {
  return { type: "section", text: { type: "mrkdwn", text: markdown } } as const;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function mrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
