import type { ClusterArn } from "../aws/arns";
import { event, text } from "./event-value";
import { attachmentFields, type MessageField } from "./fields";
import { type MessageLink, resolveLink } from "./links";
import type { SlackPayload } from "./payload";
import { EMOJI, type Language, type Occasion, TEXTS } from "./texts";

/**
 * Who is notified: everybody active in the channel, everybody in it, a user or a user group by its id.
 * https://docs.slack.dev/messaging/formatting-message-text#special-mentions
 */
export type Mention = "here" | "channel" | `U${string}` | `W${string}` | `S${string}`;

/** A message put together from parts. */
export interface ComposedMessage {
  /** The language of titles and labels. */
  readonly language: Language;
  /**
   * What happened, at most 150 characters. `{service}` in it stands for the service or task family of the event; the
   * alert must then name `services` or `families` (`["*"]` for all), since other tasks may have none.
   * @default - the cause of the alert, and whom it struck where the alert names services or families
   */
  readonly title?: string;
  /** Colour of the bar beside the fields. @default - `warning` for interruptions, else `danger` */
  readonly color?: "good" | "warning" | "danger" | `#${string}`;
  /** Who is notified. @default - nobody */
  readonly mention?: readonly Mention[];
  /** @default - service, stopped reason, two containers, stop code, stopped at, cluster, account and Region */
  readonly fields?: readonly MessageField[];
  /** @default - none */
  readonly links?: readonly MessageLink[];
  /** At most 300 characters. @default - none */
  readonly footer?: string;
}

/** What of an alert its message depends on. */
export interface MessageContext {
  readonly occasion: Occasion;
  /** The name of the only service or family that the alert is for; undefined where there are several. */
  readonly onlyService: string | undefined;
  /** Whether every event of the alert has a group: the service or family of its task. */
  readonly groupIsKnown: boolean;
  /** Undefined where the alert is for any cluster. */
  readonly cluster: ClusterArn | undefined;
  /** The cluster that gives account, Region and partition. */
  readonly home: ClusterArn;
}

/** What stands for the service or family of the event in a title. */
export const SERVICE = "{service}";

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

/**
 * The payload of the message. Texts of ours and values that need no escape stand in blocks; anybody's text stands in the
 * fields of an attachment, which Slack shows as they are and where an empty one is taken.
 * https://docs.slack.dev/messaging/formatting-message-text#attachments
 */
export function composeMessage(message: ComposedMessage, context: MessageContext): SlackPayload {
  const { language } = message;
  const title = message.title ?? defaultTitle(language, context);
  const plainTitle = withoutService(title, language, context);
  const place = context.cluster ? ` (${context.cluster.clusterName})` : "";
  return {
    // The ARN ends in the task's family, and so tells a notification which task it is.
    text: text`${mrkdwn(plainTitle)}${place}: ${event.taskDefinitionArn}`,
    blocks: [titleBlock(title, plainTitle, context), ...mentionBlock(message), ...linkBlock(message, context)],
    attachments: [
      {
        color: message.color ?? (context.occasion === "interrupted" ? "warning" : "danger"),
        fallback: plainTitle,
        // None of the attachment's texts is read as mrkdwn, so that no event can mention anybody or make a link.
        mrkdwn_in: [],
        fields: (message.fields ?? DEFAULT_FIELDS).flatMap((field) =>
          attachmentFields(field, language, context.cluster),
        ),
        ...(message.footer === undefined ? {} : { footer: message.footer }),
      },
    ],
  };
}

function defaultTitle(language: Language, context: MessageContext): string {
  const { happened, someTask } = TEXTS[language];
  const what = happened[context.occasion];
  const known = context.onlyService !== undefined || context.groupIsKnown;
  return `${EMOJI[context.occasion]} ${known ? `${SERVICE} ${what}` : someTask.replace("%", what)}`;
}

/** The title for where the event's own words cannot stand. */
function withoutService(title: string, language: Language, context: MessageContext): string {
  const { someTask } = TEXTS[language];
  const name = context.onlyService ?? someTask.replace("%", "").trim();
  // Japanese has no space between a word and its particle.
  const placeholder = context.onlyService !== undefined || someTask.endsWith(" %") ? SERVICE : `${SERVICE} `;
  return title.replaceAll(placeholder, () => name).replaceAll(SERVICE, () => name);
}

function titleBlock(title: string, plainTitle: string, context: MessageContext) {
  if (context.onlyService !== undefined || !title.includes(SERVICE))
    return { type: "header", text: { type: "plain_text", text: plainTitle, emoji: true } } as const;
  const style = { bold: true } as const;
  const elements = title
    .split(SERVICE)
    .flatMap((part, index) => [
      ...(index > 0 ? [{ type: "text", text: event.group, style } as const] : []),
      ...(part ? [{ type: "text", text: part, style } as const] : []),
    ]);
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] } as const;
}

function mentionBlock({ mention = [] }: ComposedMessage) {
  if (mention.length === 0) return [];
  return [section(mention.map(mentionText).join(" "))];
}

function mentionText(mention: Mention): string {
  if (mention === "here" || mention === "channel") return `<!${mention}>`;
  return mention.startsWith("S") ? `<!subteam^${mention}>` : `<@${mention}>`;
}

function linkBlock({ links = [], language }: ComposedMessage, { home }: MessageContext) {
  if (links.length === 0) return [];
  const resolved = links.map((link) => resolveLink(link, language, home));
  return [section(resolved.map(({ url, text }) => `<${url.replaceAll("&", "&amp;")}|${mrkdwn(text)}>`).join("  ·  "))];
}

function section(markdown: string) {
  return { type: "section", text: { type: "mrkdwn", text: markdown } } as const;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
function mrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
