import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { link, mention, mrkdwn } from "./mrkdwn";
import { inTwoColumns, type Line, type Style, span, wrap } from "./text";

/** The key of the text of each rich text element, and the sign before it. */
const RICH_TEXT: ReadonlyMap<Json | undefined, readonly [key: string, sign: string]> = new Map([
  ["user", ["user_id", "@"]],
  ["usergroup", ["usergroup_id", "@"]],
  ["broadcast", ["range", "@"]],
  ["channel", ["channel_id", "#"]],
]);
const STYLES: readonly Style[] = ["bold", "italic", "strike"];

/** The blocks of a message as Slack would show them, in lines of at most `width` columns, with blank lines between. */
export function drawBlocks(blocks: Json | undefined, width: number): Line[] {
  return objects(blocks).flatMap((block, index) => [...(index > 0 ? [[]] : []), ...drawBlock(block, width)]);
}

/** The objects in a list; nothing if it is not a list. */
export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

export function button(text: string, url: Json | undefined): Line {
  return [span(`[ ${text} ]`, "bold"), span(typeof url === "string" ? ` (${url})` : "", "dim")];
}

/** https://docs.slack.dev/reference/block-kit/blocks/ */
function drawBlock(block: JsonObject, width: number): Line[] {
  const { type, text, fields, elements, accessory } = block;
  switch (type) {
    case "header":
      return wrap(textObject(text, "bold"), width);
    case "section": {
      const columns = objects(fields).map((field) => textObject(field));
      const start = [text, accessory].flatMap((part) => (isJsonObject(part) ? wrap(element(part), width) : []));
      return [...start, ...inTwoColumns(columns, width)];
    }
    case "context":
    case "actions":
      return wrap(
        objects(elements).flatMap((item, index) => [span(index > 0 ? "  " : ""), ...element(item, "dim")]),
        width,
      );
    case "divider":
      return [[span("─".repeat(width), "dim")]];
    case "rich_text":
      return objects(elements).flatMap((part) => drawRichText(part, width));
    default:
      return wrap(element(block), width);
  }
}

function textObject(value: Json | undefined, ...styles: readonly Style[]): Line {
  const { type, text } = isJsonObject(value) ? value : {};
  if (textOf(text) === "") return [span("(no text)", "dim")];
  return type === "mrkdwn" ? mrkdwn(textOf(text), ...styles) : [span(textOf(text), ...styles)];
}

function element(item: JsonObject, ...styles: readonly Style[]): Line {
  const { type, text, url, alt_text, image_url } = item;
  if (type === "plain_text" || type === "mrkdwn") return textObject(item, ...styles);
  if (type === "button") return button(isJsonObject(text) ? textOf(text.text) : "", url);
  if (type === "image") return [span(`[image: ${textOf(alt_text) || textOf(image_url)}]`, "dim")];
  return [span(`[${textOf(type) || "no type"}]`, "dim")];
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function drawRichText({ type, elements }: JsonObject, width: number): Line[] {
  if (type !== "rich_text_list") return wrap(objects(elements).flatMap(richTextElement), width);
  return objects(elements).flatMap((item) =>
    wrap([span("• "), ...objects(item.elements).flatMap(richTextElement)], width),
  );
}

function richTextElement({ type, text, url, name, style, fallback, ...item }: JsonObject): Line {
  const styles = STYLES.filter((shown) => isJsonObject(style) && style[shown] === true);
  const [key, sign] = RICH_TEXT.get(type) ?? [];
  if (key !== undefined) return [mention(`${sign}${textOf(item[key])}`, ...styles)];
  if (type === "link") return link(textOf(url), textOf(text), ...styles);
  if (type === "emoji") return [span(`:${textOf(name)}:`, ...styles)];
  return [span(textOf(type === "text" ? text : fallback), ...styles)];
}
