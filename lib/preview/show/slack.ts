import { isJsonList, isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { bodyJson } from "../model";
import { inTwoColumns, type Line, type Style, spaced, span, wrap, wrapBehind } from "./text";

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; other colours are drawn dim. */
const COLOURS = new Map<string, Style>(Object.entries({ good: "green", warning: "yellow", danger: "red" } as const));
const BLOCK_STYLES = new Map<string, Style>(Object.entries({ header: "bold", context: "dim" } as const));
const EMPHASES = new Map<unknown, Style>(Object.entries({ "*": "bold", _: "italic", "~": "strike" } as const));
const MENTION: readonly Style[] = ["bold", "yellow"];
const EMPHASIS = [...EMPHASES.keys()].map((mark) => `[${mark}](?=\\S)[^${mark}\n]+(?<=\\S)[${mark}]`).join("|");
/** https://docs.slack.dev/messaging/formatting-message-text: emphasis stands apart from these. */
const APART = "[\\p{L}\\p{N}*_~]";
const MARKUP = new RegExp(`(\`\`\`[^]+?\`\`\`|\`[^\`\n]+\`|<[^<>\n]+>|(?<!${APART})(?:${EMPHASIS})(?!${APART}))`, "u");

/** A body: a message as Slack would show it, anything else as JSON, or as it is if it is not JSON. */
export function drawBody(body: string, isSlack: boolean, width: number): Line[] {
  const json = bodyJson(body);
  if (!isSlack || !isJsonObject(json))
    return wrap([span(json === undefined ? body : JSON.stringify(json, undefined, 2))], width);
  const [text, blocks, attachments] = [textOf(json.text), objects(json.blocks), objects(json.attachments)];
  // With blocks, Slack shows the text in notifications only.
  const shown = text && blocks.length > 0 ? plain(`Notification: ${text}`, "dim") : mrkdwn(text);
  const drawn = spaced([
    wrap(shown, width),
    ...blocks.map((block) => drawBlock(block, width)),
    ...attachments.map((attachment) => drawAttachment(attachment, width)),
  ]);
  return drawn.length > 0 ? drawn : wrap([span("(nothing that Slack would show)", "dim")], width);
}

function drawAttachment(attachment: JsonObject, width: number): Line[] {
  const { mrkdwn_in, color, fields, blocks } = attachment;
  const read = (key: string, value: Json | undefined, ...styles: Style[]) =>
    (isJsonList(mrkdwn_in) && mrkdwn_in.includes(key) ? mrkdwn : plain)(textOf(value), ...styles);
  const part = (key: string, ...styles: Style[]) => read(key, attachment[key], ...styles);
  const texts = [
    part("author_name"),
    part("title", "bold"),
    part("title_link", "cyan"),
    part("text"),
    ...objects(fields).flatMap(({ title, value }) => [plain(textOf(title), "bold"), read("fields", value)]),
    part("image_url", "cyan"),
    part("footer", "dim"),
  ].flatMap((text) => wrap(text, width - 2));
  const content = [...texts, ...spaced(objects(blocks).map((block) => drawBlock(block, width - 2)))];
  const shown = content.length > 0 ? content : wrap(part("fallback", "dim"), width - 2);
  const bar = span("┃ ", COLOURS.get(textOf(color)) ?? "dim");
  return [...wrap(part("pretext"), width), ...shown.map((line) => [bar, ...line])];
}

/** https://docs.slack.dev/reference/block-kit/blocks/, and the parts of rich text */
function drawBlock(block: JsonObject, width: number): Line[] {
  const type = textOf(block.type);
  const elements = objects(block.elements);
  if (type === "divider") return [[span("─".repeat(width), "dim")]];
  if (type === "rich_text") return elements.flatMap((part) => drawBlock(part, width));
  if (type === "rich_text_list") return elements.flatMap((item) => wrapBehind(span("• "), element(item), width));
  const style = BLOCK_STYLES.get(type);
  const draw = (item: JsonObject) => (style ? element(item, style) : element(item));
  const gap = span(type.startsWith("rich_text") ? "" : "  ");
  const lines = [
    ...[...objects(block.text), ...objects(block.accessory)].flatMap((part) => wrap(draw(part), width)),
    ...inTwoColumns(objects(block.fields).map(draw), width),
    ...wrap(
      elements.flatMap((item, index) => (index > 0 ? [gap, ...draw(item)] : draw(item))),
      width,
    ),
  ];
  return lines.length > 0 ? lines : wrap(element(block), width);
}

/** A text object, or an element of a block or of rich text. */
function element({ type, text, style, ...item }: JsonObject, ...outer: Style[]): Line {
  const inner = [...EMPHASES.values()].filter((name) => isJsonObject(style) && style[name] === true);
  const styles = [...outer, ...inner];
  const url = textOf(item.url);
  const id = item[`${type}_id`] ?? item.range;
  if (id !== undefined) return [span(`${type === "channel" ? "#" : "@"}${textOf(id)}`, ...styles, ...MENTION)];
  if (type === "mrkdwn") return mrkdwn(textOf(text), ...styles);
  if (type === "plain_text" || type === "text") return [span(textOf(text), ...styles)];
  if (type === "link") return link(url, textOf(text), styles);
  if (type === "emoji") return [span(`:${textOf(item.name)}:`, ...styles)];
  if (type === "rich_text_section") return objects(item.elements).flatMap((one) => element(one));
  if (type === "image") return [span(`[image: ${textOf(item.alt_text) || textOf(item.image_url)}]`, "dim")];
  const label = objects(text).flatMap((one) => element(one, "bold"));
  if (type === "button") return [span("[ "), ...label, span(" ]"), span(url && ` (${url})`, "dim")];
  return [span(textOf(item.fallback) || `[${textOf(type) || "no type"}]`, "dim")];
}

/** Slack's own markup as Slack shows it; a link's address follows its text. */
function mrkdwn(text: string, ...styles: Style[]): Line {
  return text.split(MARKUP).flatMap((part, index) => {
    if (index % 2 === 0) return plain(part, ...styles);
    if (part.startsWith("<")) return reference(part.slice(1, -1), styles);
    if (part.startsWith("`")) return plain(part.replace(/^`+\n?|\n?`+$/g, ""), ...styles, "red");
    return mrkdwn(part.slice(1, -1), ...styles, EMPHASES.get(part[0]) ?? "bold");
  });
}

/** What stands between `<` and `>`: a special mention, a user, a channel, a date or a link. */
function reference(inner: string, styles: Style[]): Line {
  const [target = "", ...rest] = inner.split("|");
  const label = decoded(rest.join("|"));
  const [, kind, id = ""] = /^(!subteam\^|[!@#])(.+)$/.exec(target) ?? [];
  if (kind) return [span((kind === "#" ? "#" : "@") + (label || id).replace(/^[@#]/, ""), ...styles, ...MENTION)];
  if (/^(https?|mailto|slack|tel):/i.test(target)) return link(decoded(target), label, styles);
  return plain(`<${inner}>`, ...styles);
}

function link(url: string, text: string, styles: Style[]): Line {
  return [span(text || url, ...styles, "cyan"), span(text && text !== url ? ` (${url})` : "", "dim")];
}

/** Text in which no markup is read. */
function plain(text: string, ...styles: Style[]): Line {
  return text === "" ? [] : [span(decoded(text), ...styles)];
}

/** Slack's three entities. */
function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function objects(value: Json | undefined): JsonObject[] {
  return (isJsonList(value) ? value : [value]).filter(isJsonObject);
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
