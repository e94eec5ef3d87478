import { THE_CLUSTER } from "../aws/arns";
import type { Report } from "../problems/problem";
import { SLACK_LIMITS } from "../slack/blocks";
import type { MessageContext } from "./context";
import { type EventValue, event, TextWithValues, text } from "./event-value";
import { attachmentFields, checkFields } from "./fields";
import { linkProblem, linksOf } from "./links";
import type { SlackPayload } from "./payload";
import type { AnyComposed, Mention } from "./slack-message";
import { AFTER_NAME, type Language, mrkdwn } from "./texts";

const BOLD = { style: { bold: true } } as const;
const LANGUAGES = ["en", "ja"];
/** Replaced in a title by the service or family of the event. */
const SERVICE = "{service}";
/** A word in braces, which looks like `{service}` misspelt. */
const PLACEHOLDER = /(?<![$%{])\{[A-Za-z]+\}(?!\})/g;

/**
 * The payload of the message. Our own texts, values that need no escapes and free text that is surely present stand in
 * blocks, which show free text literally. Other free text stands in attachments, where Slack accepts an empty one.
 * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
 */
export function composeMessage(message: AnyComposed, context: MessageContext): SlackPayload {
  const { language, mention = [], fields, footer } = message;
  const { kind, anyCluster } = context;
  const reasonIsKnown = context.required?.has(kind.defaults.reason.path);
  const links = linksOf(message.links, language, context);
  const title = titleOf(message.title, language, context);
  const place = anyCluster ? "" : ` (${THE_CLUSTER.clusterName})`;
  // An empty `mrkdwn_in` asks Slack to read none of the attachment's texts as mrkdwn.
  const bar = { color: message.color ?? context.happening.color, fallback: title.plain, mrkdwn_in: [] };
  const attachments = fields
    ? [{ fields: fields.flatMap((field) => attachmentFields(field, language, context)) }]
    : defaultAttachments(language, context, title.hasService);
  return {
    // The ARN ends in a name, which tells the reader of a notification which task or service it is.
    text: new TextWithValues([`${mrkdwn(title.plain)}${place}: `, ...kind.identity.parts]),
    blocks: [
      title.block,
      ...(!fields && reasonIsKnown ? [richText([kind.defaults.reason])] : []),
      ...(mention.length > 0 ? [section(mention.map(mentionText).join(" "))] : []),
      ...(links.length > 0 ? [section(links.join("  ·  "))] : []),
    ],
    attachments: attachments.map((attachment, index) => ({
      ...bar,
      ...attachment,
      ...(footer !== undefined && index === attachments.length - 1 && { footer }),
    })),
  };
}

/** Values that may be missing have no label of their own, so that none stands without a value. */
function defaultAttachments(language: Language, context: MessageContext, titleHasService: boolean) {
  const { kind, anyCluster, required } = context;
  const { name, reason, fields, last } = kind.defaults;
  const labelled = fields.map(({ value, [language]: title }) => ({ title, value, short: false }));
  const value = text`${THE_CLUSTER.clusterName} (${event.account}, ${event.region})`;
  const place = anyCluster
    ? attachmentFields("cluster", language, context)
    : [{ title: event.clusterArn.label[language], value, short: false }];
  return [
    {
      ...(name && !titleHasService && { title: name }),
      ...(!required?.has(reason.path) && { text: reason }),
      fields: [...labelled, ...place],
    },
    ...(last ? [{ title: new TextWithValues([`${last[language]}: `, ...last.value.parts]), text: last.text }] : []),
  ];
}

/** Reports what is wrong with the parts, each by itself. */
export function checkComposed(report: Report, setting: string, message: AnyComposed, context: MessageContext): void {
  const { language, title, fields = [], links = [] } = message;
  if (!LANGUAGES.includes(language))
    report(`${setting}.language`, `must be one of ${LANGUAGES.join(", ")}, got "${language}".`);
  if (title !== undefined) checkTitle(report, `${setting}.title`, title, context);
  checkFields(report, `${setting}.fields`, fields, context.kind);
  for (const link of links) {
    const problem = linkProblem(link, context);
    if (problem) report(`${setting}.links`, `has the link ${JSON.stringify(link)}, which ${problem}.`);
  }
}

function mentionText(mention: Mention): string {
  if (mention === "here" || mention === "channel") return `<!${mention}>`;
  return mention.startsWith("S") ? `<!subteam^${mention}>` : `<@${mention}>`;
}

function section(markdown: string) {
  return { type: "section", text: { type: "mrkdwn", text: markdown } } as const;
}

/** The block with the title, the title where no value of the event can stand, and whether the block shows the service. */
function titleOf(own: string | undefined, language: Language, { kind, happening, service }: MessageContext) {
  const someone = kind.someone[language];
  const who = service === undefined ? someone : SERVICE + AFTER_NAME[language];
  const title = own ?? `${happening.emoji} ${happening[language].replace("%", () => who)}`;
  const hasService = title.includes(SERVICE);
  if (typeof service !== "object" || !hasService) {
    const plain = title.replaceAll(SERVICE, () => String(service));
    const text = { type: "plain_text", text: plain, emoji: true } as const;
    return { block: { type: "header", text } as const, plain, hasService };
  }
  const within = someone.charAt(0).toLowerCase() + someone.slice(1);
  const plain = title.replace(new RegExp(`${SERVICE}(${AFTER_NAME[language]})?`, "g"), (_found, _after, at: number) =>
    /\p{L}/u.test(title.slice(0, at)) ? within : someone,
  );
  const parts = title.split(/(\{service\})/).filter(Boolean);
  const texts = parts.map((part) => (part === SERVICE ? service : part));
  return { block: richText(texts, BOLD), plain, hasService };
}

/** Shows texts literally. None may be empty. */
function richText(texts: readonly (string | EventValue)[], style?: typeof BOLD) {
  const elements = texts.map((text) => ({ type: "text", text, ...style }) as const);
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] } as const;
}

function checkTitle(report: Report, setting: string, title: string, { kind, service }: MessageContext): void {
  const { headerText: most } = SLACK_LIMITS;
  const { length } = title.replaceAll(SERVICE, () => (typeof service === "string" ? service : SERVICE));
  if (title.trim() === "") report(setting, "must not be empty: omit it for the default title.");
  if (length > most)
    report(setting, `must be at most ${most} characters (Slack's header limit), got ${length}: shorten it.`);
  for (const [placeholder] of title.matchAll(PLACEHOLDER))
    if (placeholder !== SERVICE)
      report(setting, `has ${placeholder}, which nothing replaces: write ${SERVICE}, or leave out the braces.`);
  if (title.includes(SERVICE) && service === undefined)
    report(setting, `has ${SERVICE}, ${kind.serviceRemedy}, or remove it.`);
}
