import { isJsonObject, type Json, type JsonObject } from "../eventbridge/json";

/** What Slack takes in one message. It does not say how it counts characters: UTF-16 units, the most, are on the safe side. */
export const SLACK_LIMITS = {
  /** https://docs.slack.dev/reference/block-kit/blocks/ */
  blocks: 50,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
  text: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  sectionText: 3000,
  sectionFields: 10,
  sectionFieldText: 2000,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  headerText: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actionsElements: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  buttonUrl: 3000,
} as const;

interface TextLimit {
  readonly least?: number;
  readonly most?: number;
  readonly what?: string;
}

const ATTACHMENT_TEXTS = ["fallback", "pretext", "author_name", "title", "text", "footer"] as const;
const ATTACHMENT_CONTENT = [...ATTACHMENT_TEXTS, "blocks", "fields", "image_url", "thumb_url"] as const;
const ANY_TEXT = ["plain_text", "mrkdwn"] as const;

/**
 * Why Slack would refuse the JSON body of an incoming webhook; empty when it would take it. Only what Slack's reference
 * says is checked, and only in the blocks that show text: an unknown block is Slack's to judge. The texts of a legacy
 * attachment may be empty.
 *
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slackProblems(payload: Json): string[] {
  if (!isJsonObject(payload)) return [`the payload must be a JSON object, got ${kindOf(payload)}.`];
  const { text, blocks, attachments } = payload;
  const problems = [...ofBlocks(blocks, "blocks"), ...each(attachments, "attachments", ofAttachment)];
  const shown = isList(attachments) ? attachments.some(hasContent) : isFilled(attachments);
  if (!isFilled(text) && !isFilled(blocks) && !shown) {
    problems.unshift("the payload has no text, no blocks and no attachment with content: Slack answers 'no_text'.");
  }
  return text === undefined ? problems : [...ofString(text, "text"), ...problems];
}

function hasContent(attachment: Json): boolean {
  return !isJsonObject(attachment) || ATTACHMENT_CONTENT.some((key) => isFilled(attachment[key]));
}

function ofAttachment(attachment: JsonObject, at: string): string[] {
  return [
    ...ATTACHMENT_TEXTS.flatMap((key) => ofLegacyText(attachment[key], `${at}.${key}`)),
    ...each(attachment.fields, `${at}.fields`, (field, fieldAt) => [
      ...ofLegacyText(field.title, `${fieldAt}.title`),
      ...ofLegacyText(field.value, `${fieldAt}.value`),
    ]),
    ...ofBlocks(attachment.blocks, `${at}.blocks`),
  ];
}

function ofLegacyText(value: Json | undefined, at: string): string[] {
  return typeof value === "object" && value !== null ? [`'${at}' must be a string, got ${kindOf(value)}.`] : [];
}

function ofBlocks(blocks: Json | undefined, at: string): string[] {
  return [...tooMany(blocks, at, SLACK_LIMITS.blocks, "blocks of a message"), ...each(blocks, at, ofBlock)];
}

function ofBlock(block: JsonObject, at: string): string[] {
  switch (block.type) {
    case "section":
      return ofSection(block, at);
    case "header":
      return ofText(block.text, `${at}.text`, { most: SLACK_LIMITS.headerText, what: "header" }, ["plain_text"]);
    case "context":
      return [
        ...required(block.elements, `${at}.elements`),
        ...tooMany(block.elements, `${at}.elements`, SLACK_LIMITS.contextElements, "elements of a context"),
        ...each(block.elements, `${at}.elements`, (element, elementAt) =>
          element.type === "image" ? [] : ofText(element, elementAt, { most: SLACK_LIMITS.text, what: "text object" }),
        ),
      ];
    case "actions":
      return [
        ...required(block.elements, `${at}.elements`),
        ...tooMany(block.elements, `${at}.elements`, SLACK_LIMITS.actionsElements, "elements of an actions block"),
        ...each(block.elements, `${at}.elements`, ofElement),
      ];
    case "rich_text":
      return [...required(block.elements, `${at}.elements`), ...each(block.elements, `${at}.elements`, ofRichText)];
    default:
      return typeof block.type === "string" ? [] : [`'${at}.type' must name a block, got ${kindOf(block.type)}.`];
  }
}

function ofSection(section: JsonObject, at: string): string[] {
  const { text, fields, accessory } = section;
  const { sectionText, sectionFields, sectionFieldText } = SLACK_LIMITS;
  if (text === undefined && !isFilled(fields)) return [`'${at}' must have a 'text' or 'fields'.`];
  return [
    ...(text === undefined ? [] : ofText(text, `${at}.text`, { most: sectionText, what: "section text" })),
    ...tooMany(fields, `${at}.fields`, sectionFields, "fields of a section"),
    ...each(fields, `${at}.fields`, (field, fieldAt) =>
      ofText(field, fieldAt, { most: sectionFieldText, what: "section field" }),
    ),
    ...(isJsonObject(accessory) ? ofElement(accessory, `${at}.accessory`) : []),
  ];
}

function ofElement(element: JsonObject, at: string): string[] {
  if (element.type !== "button") return [];
  const { buttonText, buttonUrl } = SLACK_LIMITS;
  const problems = ofText(element.text, `${at}.text`, { most: buttonText, what: "button" }, ["plain_text"]);
  return element.url === undefined
    ? problems
    : [...problems, ...ofString(element.url, `${at}.url`, { most: buttonUrl, what: "button URL" })];
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: lists hold sections, sections hold elements. */
function ofRichText(element: JsonObject, at: string): string[] {
  if (element.type === "text") return ofString(element.text, `${at}.text`, { least: 1, what: "rich text" });
  return each(element.elements, `${at}.elements`, ofRichText);
}

function ofText(value: Json | undefined, at: string, limit: TextLimit, types: readonly string[] = ANY_TEXT): string[] {
  if (!isJsonObject(value)) return [`'${at}' must be a text object, got ${kindOf(value)}.`];
  const { type, text } = value;
  const problems = ofString(text, `${at}.text`, { least: 1, ...limit });
  if (typeof type === "string" && types.includes(type)) return problems;
  return [
    `'${at}.type' must be ${types.join(" or ")}, got ${typeof type === "string" ? `'${type}'` : kindOf(type)}.`,
    ...problems,
  ];
}

function ofString(value: Json | undefined, at: string, { least, most, what }: TextLimit = {}): string[] {
  if (typeof value !== "string") return [`'${at}' must be a string, got ${kindOf(value)}.`];
  const { length } = value;
  if (least !== undefined && length < least) {
    return [`'${at}' must be at least ${least} character (Slack's ${what} limit), got ${length}: give it a text.`];
  }
  if (most !== undefined && length > most) {
    return [`'${at}' must be at most ${most} characters (Slack's ${what} limit), got ${length}: shorten it.`];
  }
  return [];
}

function tooMany(value: Json | undefined, at: string, most: number, what: string): string[] {
  if (!isList(value) || value.length <= most) return [];
  return [`'${at}' must be at most ${most} (Slack's limit on the ${what}), got ${value.length}.`];
}

function required(value: Json | undefined, at: string): string[] {
  return value === undefined ? [`'${at}' must be a list, got nothing.`] : [];
}

/** Checks every object of an optional list, and that it is one. */
function each(value: Json | undefined, at: string, check: (item: JsonObject, at: string) => string[]): string[] {
  if (value === undefined) return [];
  if (!isList(value)) return [`'${at}' must be a list, got ${kindOf(value)}.`];
  return value.flatMap((item, index) => {
    const itemAt = `${at}[${index}]`;
    return isJsonObject(item) ? check(item, itemAt) : [`'${itemAt}' must be an object, got ${kindOf(item)}.`];
  });
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(isList(value) && value.length === 0);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (isList(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
