import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { link, mrkdwn } from "./mrkdwn";
import { type Line, type Style, span } from "./text";
import { inTwoColumns, wrap } from "./wrap";

const RICH_TEXT_STYLES: readonly (readonly [string, Style])[] = [
  ["bold", "bold"],
  ["italic", "italic"],
  ["strike", "strike"],
  ["code", "red"],
];

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
  const shown = span(`[ ${text} ]`, "bold");
  return typeof url === "string" ? [shown, span(` (${url})`, "dim")] : [shown];
}

/** https://docs.slack.dev/reference/block-kit/blocks/ */
function drawBlock(block: JsonObject, width: number): Line[] {
  const elements = (...styles: readonly Style[]) =>
    objects(block.elements).flatMap((item, index) => [span(index > 0 ? "  " : ""), ...element(item, ...styles)]);
  switch (block.type) {
    case "header":
      return wrap(textObject(block.text, "bold"), width);
    case "section":
      return [
        ...(block.text === undefined ? [] : wrap(textObject(block.text), width)),
        ...inTwoColumns(
          objects(block.fields).map((field) => textObject(field)),
          width,
        ),
        ...(isJsonObject(block.accessory) ? wrap(element(block.accessory), width) : []),
      ];
    case "context":
      return wrap(elements("dim"), width);
    case "actions":
      return wrap(elements(), width);
    case "divider":
      return [[span("─".repeat(width), "dim")]];
    case "rich_text":
      return objects(block.elements).flatMap((part) => drawRichText(part, width));
    default:
      return wrap(element(block), width);
  }
}

function textObject(value: Json | undefined, ...styles: readonly Style[]): Line {
  const text = isJsonObject(value) ? textOf(value.text) : "";
  if (text === "") return [span("(no text)", "dim")];
  return isJsonObject(value) && value.type === "mrkdwn" ? mrkdwn(text, ...styles) : [span(text, ...styles)];
}

function element(item: JsonObject, ...styles: readonly Style[]): Line {
  switch (item.type) {
    case "plain_text":
    case "mrkdwn":
      return textObject(item, ...styles);
    case "button":
      return button(isJsonObject(item.text) ? textOf(item.text.text) : "", item.url);
    case "image":
      return [span(`[image: ${textOf(item.alt_text) || textOf(item.image_url)}]`, "dim")];
    default:
      return [span(`[${textOf(item.type) || "no type"}]`, "dim")];
  }
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function drawRichText({ type, elements }: JsonObject, width: number): Line[] {
  if (type !== "rich_text_list") return wrap(objects(elements).flatMap(richTextElement), width);
  return objects(elements).flatMap((item) =>
    wrap([span("• "), ...objects(item.elements).flatMap(richTextElement)], width),
  );
}

function richTextElement(item: JsonObject): Line {
  const { style } = item;
  const styles = RICH_TEXT_STYLES.flatMap(([name, shown]) =>
    isJsonObject(style) && style[name] === true ? shown : [],
  );
  const mention = (text: string) => [span(text, ...styles, "bold", "yellow")];
  switch (item.type) {
    case "text":
      return [span(textOf(item.text), ...styles)];
    case "link":
      return link(textOf(item.url), textOf(item.text), ...styles);
    case "emoji":
      return [span(`:${textOf(item.name)}:`, ...styles)];
    case "user":
      return mention(`@${textOf(item.user_id)}`);
    case "usergroup":
      return mention(`@${textOf(item.usergroup_id)}`);
    case "channel":
      return mention(`#${textOf(item.channel_id)}`);
    case "broadcast":
      return mention(`@${textOf(item.range)}`);
    default:
      return [span(textOf(item.fallback) || `[${textOf(item.type) || "no type"}]`, "dim")];
  }
}
