import type { Report } from "../problems/problem";
import type { MessageContext } from "./context";
import { event, text } from "./event-value";
import { attachmentFields, checkFields, type FieldName, type MessageField, type OwnField } from "./fields";
import { checkLink, type MessageLink, resolveLink } from "./links";
import type { SlackPayload } from "./payload";
import { type Language, TEXTS } from "./texts";
import { checkTitle, titleOf } from "./title";

/**
 * Who is notified: everybody active in the channel, everybody in it, a user or a user group by ID.
 * https://docs.slack.dev/messaging/formatting-message-text#special-mentions
 */
export type Mention = "here" | "channel" | `U${string}` | `W${string}` | `S${string}`;

/** A message composed of parts. */
export interface ComposedMessage {
  /** The language of titles and labels. */
  readonly language: "en" | "ja";
  /**
   * What happened, at most 150 characters. `{service}` is replaced by the service or task family of the event; the alert
   * must then name `services` or `families` (`["*"]` for all), since other tasks may have none.
   * @default - the cause, and the service or family if the alert names some
   */
  readonly title?: string;
  /** Colour of the bar beside the fields. @default - the cause's: `warning` for interruptions, else `danger` */
  readonly color?: "good" | "warning" | "danger" | `#${string}`;
  /** Who is mentioned, and so notified. @default - nobody */
  readonly mention?: readonly Mention[];
  /**
   * What the message shows about the task.
   * @default - service, stopped reason, two containers, stop code, stopped at, cluster, account and Region
   */
  readonly fields?: readonly (FieldName | OwnField)[];
  /** Links below the title. @default - none */
  readonly links?: readonly MessageLink[];
  /** Small print below the fields, at most 300 characters. @default - none */
  readonly footer?: string;
}

const DEFAULT_FIELDS: readonly MessageField[] = [
  "service",
  "stoppedReason",
  { containers: 2 },
  "stopCode",
  "stoppedAt",
  "cluster",
  "account",
  "region",
];
const COLOR = /^(good|warning|danger|#[0-9A-Fa-f]{6})$/;
const MENTION = /^(here|channel|[UWS][A-Z0-9]{2,})$/;
/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const FOOTER_MAX_LENGTH = 300;

/**
 * The payload of the message. Our own texts and values that need no escapes stand in blocks. Anybody's text stands in
 * the fields of an attachment, where Slack accepts an empty one.
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
export function composeMessage(message: ComposedMessage, context: MessageContext): SlackPayload {
  const { language, color, mention = [], fields = DEFAULT_FIELDS, links = [], footer } = message;
  const title = titleOf(message.title, language, context);
  const place = context.cluster ? ` (${context.cluster.clusterName})` : "";
  return {
    // The ARN ends in the task's family, which tells the reader of a notification which task it is.
    text: text`${mrkdwn(title.plain)}${place}: ${event.taskDefinitionArn}`,
    blocks: [
      title.block,
      ...(mention.length > 0 ? [section(mention.map(mentionText).join(" "))] : []),
      ...(links.length > 0 ? [section(links.map((link) => linkText(link, language, context)).join("  ·  "))] : []),
    ],
    attachments: [
      {
        color: color ?? context.happening.color,
        fallback: title.plain,
        // Asks Slack to read none of the attachment's texts as mrkdwn.
        mrkdwn_in: [],
        fields: fields.flatMap((field) => attachmentFields(field, language, context.cluster)),
        ...(footer !== undefined && { footer }),
      },
    ],
  };
}

/** Reports what is wrong with the parts, each by itself. */
export function checkComposed(
  report: Report,
  setting: string,
  message: ComposedMessage,
  context: MessageContext,
): void {
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
  if (fields) checkFields(report, `${setting}.fields`, fields);
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

function linkText(link: MessageLink, language: Language, { home }: MessageContext): string {
  const { url, text } = resolveLink(link, language, home);
  return `<${url.replaceAll("&", "&amp;")}|${mrkdwn(text)}>`;
}

function section(markdown: string) {
  return { type: "section", text: { type: "mrkdwn", text: markdown } } as const;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function mrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
