import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { link, mrkdwn } from "./mrkdwn";
import { type Line, type Style, span } from "./text";
import { behind, inTwoColumns, wrap, wrapBehind } from "./wrap";

/** The blocks of a message as Slack would show them, in lines of at most `width` columns, with air between. */
export function drawBlocks(blocks: Json | undefined, width: number): Line[] {
  return objects(blocks).flatMap((block, index) => [...(index > 0 ? [[]] : []), ...drawBlock(block, width)]);
}

/** The objects of a list; nothing where there is no list. */
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
      return wrap(joined(objects(block.elements).map((item) => element(item, "dim"))), width);
    case "actions":
      return wrap(joined(objects(block.elements).map((item) => element(item))), width);
    case "divider":
      return [[span("─".repeat(width), "dim")]];
    case "rich_text":
      return objects(block.elements).flatMap((part) => drawRichText(part, width));
    case "image":
      return wrap(element(block), width);
    default:
      return wrap(unknown(block), width);
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
      return unknown(item);
  }
}

function joined(parts: readonly Line[]): Line {
  return parts.flatMap((part, index) => (index > 0 ? [span("  "), ...part] : part));
}

function unknown({ type }: JsonObject): Line {
  return [span(`[${textOf(type) || "no type"}]`, "dim")];
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
function drawRichText(part: JsonObject, width: number): Line[] {
  const inline = () => objects(part.elements).flatMap(richTextElement);
  switch (part.type) {
    case "rich_text_section":
      return wrap(inline(), width);
    case "rich_text_quote":
      return behind(span("│ ", "dim"), wrap(inline(), width - 2));
    case "rich_text_preformatted":
      return wrap(
        inline().map(({ text }) => span(text, "red")),
        width,
      );
    case "rich_text_list": {
      const indent = "  ".repeat(
        typeof part.indent === "number" ? Math.min(Math.max(Math.trunc(part.indent), 0), 4) : 0,
      );
      return objects(part.elements).flatMap((item, index) => {
        const mark = part.style === "ordered" ? `${index + 1}. ` : "• ";
        return wrapBehind(span(indent + mark), objects(item.elements).flatMap(richTextElement), width);
      });
    }
    default:
      return wrap(unknown(part), width);
  }
}

function richTextElement(item: JsonObject): Line {
  const styles = richTextStyles(item.style);
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
      return textOf(item.fallback) === "" ? unknown(item) : [span(textOf(item.fallback), ...styles)];
  }
}

function richTextStyles(style: Json | undefined): Style[] {
  if (!isJsonObject(style)) return [];
  const known: readonly (readonly [string, Style])[] = [
    ["bold", "bold"],
    ["italic", "italic"],
    ["strike", "strike"],
    ["code", "red"],
  ];
  return known.flatMap(([name, shown]) => (style[name] === true ? [shown] : []));
}
