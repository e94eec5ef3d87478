import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { bodyJson } from "../model";
import { decoded, link, mention, mrkdwn } from "./mrkdwn";
import { behind, inTwoColumns, type Line, type Style, spaced, span, wrap } from "./text";

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; other colours are drawn dim. */
const COLOURS: ReadonlyMap<Json | undefined, Style> = new Map([
  ["good", "green"],
  ["warning", "yellow"],
  ["danger", "red"],
]);
const STYLES: readonly Style[] = ["bold", "italic", "strike"];

/** A body: a message as Slack would show it, anything else as JSON, or as it is if it is not JSON. */
export function drawBody(body: string, isSlack: boolean, width: number): Line[] {
  const json = bodyJson(body);
  if (isSlack && isJsonObject(json)) return drawMessage(json, width);
  return wrap([span(json === undefined ? body : JSON.stringify(json, undefined, 2))], width);
}

function drawMessage({ text, blocks, attachments, mrkdwn: isMarkup }: JsonObject, width: number): Line[] {
  // With blocks, Slack shows the text in notifications only.
  const isNotification = textOf(text) !== "" && objects(blocks).length > 0;
  const shown = isNotification ? plain(`Notification: ${text}`, "dim") : marked(text, isMarkup !== false);
  const drawn = spaced([
    filled(shown, width),
    ...drawBlocks(blocks, width),
    ...objects(attachments).map((attachment) => drawAttachment(attachment, width)),
  ]);
  return drawn.length > 0 ? drawn : wrap([span("(nothing that Slack would show)", "dim")], width);
}

function drawAttachment(attachment: JsonObject, width: number): Line[] {
  const { pretext, author_name, title, title_link, text, image_url, footer, fallback, mrkdwn_in } = attachment;
  const isMarkup = (name: string) => Array.isArray(mrkdwn_in) && mrkdwn_in.includes(name);
  const inner = width - 2;
  const shownTitle = textOf(title_link)
    ? link(textOf(title_link), decoded(textOf(title)), "bold")
    : plain(title, "bold");
  const start = [plain(author_name, "dim"), shownTitle, marked(text, isMarkup("text"))];
  const content = [
    ...start.flatMap((line) => filled(line, inner)),
    ...drawFields(attachment.fields, isMarkup("fields"), inner),
    ...spaced(drawBlocks(attachment.blocks, inner)),
    ...filled(textOf(image_url) ? plain(`[image: ${image_url}]`, "dim") : [], inner),
    ...filled(plain(footer, "dim"), inner),
  ];
  const bar = span("┃ ", COLOURS.get(attachment.color) ?? "dim");
  return [
    ...filled(marked(pretext, isMarkup("pretext")), width),
    ...behind(bar, content.length > 0 ? content : filled(plain(fallback, "dim"), inner)),
  ];
}

/** Short fields stand two in a row, as long as the next one is short too. */
function drawFields(fields: Json | undefined, isMarkup: boolean, width: number): Line[] {
  const rows: { readonly isShort: boolean; readonly texts: Line[] }[] = [];
  for (const { title, value, short } of objects(fields)) {
    const text = [...plain(title, "bold"), span("\n"), ...marked(value, isMarkup)];
    const last = rows.at(-1);
    if (short === true && last?.isShort) last.texts.push(text);
    else rows.push({ isShort: short === true, texts: [text] });
  }
  return rows.flatMap(({ isShort, texts }) => (isShort ? inTwoColumns(texts, width) : wrap(texts.flat(), width)));
}

/** https://docs.slack.dev/reference/block-kit/blocks/ */
function drawBlocks(blocks: Json | undefined, width: number): Line[][] {
  return objects(blocks).map((block) => {
    const { type, text, fields, elements, accessory } = block;
    if (type === "divider") return [[span("─".repeat(width), "dim")]];
    if (type === "header") return wrap(textObject(text, "bold"), width);
    if (type === "rich_text") return objects(elements).flatMap((part) => drawRichText(part, width));
    if (type === "section") {
      const start = objects([text ?? null, accessory ?? null]).flatMap((part) => wrap(element(part), width));
      const columns = objects(fields).map((field) => textObject(field));
      return [...start, ...inTwoColumns(columns, width)];
    }
    if (type !== "context" && type !== "actions") return wrap(element(block), width);
    const line = objects(elements).flatMap((item, index) => [span(index > 0 ? "  " : ""), ...element(item, "dim")]);
    return wrap(line, width);
  });
}

function textObject(value: Json | undefined, ...styles: readonly Style[]): Line {
  const { type, text } = isJsonObject(value) ? value : {};
  if (textOf(text) === "") return [span("(no text)", "dim")];
  return type === "mrkdwn" ? mrkdwn(textOf(text), ...styles) : [span(textOf(text), ...styles)];
}

function element(item: JsonObject, ...styles: readonly Style[]): Line {
  const { type, text, url, alt_text, image_url } = item;
  if (type === "plain_text" || type === "mrkdwn") return textObject(item, ...styles);
  if (type === "image") return [span(`[image: ${textOf(alt_text) || textOf(image_url)}]`, "dim")];
  if (type !== "button") return [span(`[${textOf(type) || "no type"}]`, "dim")];
  const label = isJsonObject(text) ? textOf(text.text) : "";
  return [span(`[ ${label} ]`, "bold"), span(textOf(url) ? ` (${url})` : "", "dim")];
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
  const id = type === "broadcast" ? item.range : item[`${type}_id`];
  if (id !== undefined) return [mention(`${type === "channel" ? "#" : "@"}${textOf(id)}`, ...styles)];
  if (type === "link") return link(textOf(url), textOf(text), ...styles);
  if (type === "emoji") return [span(`:${textOf(name)}:`, ...styles)];
  return [span(textOf(type === "text" ? text : fallback), ...styles)];
}

function marked(value: Json | undefined, isMarkup: boolean): Line {
  return isMarkup ? mrkdwn(textOf(value)) : plain(value);
}

function plain(value: Json | undefined, ...styles: readonly Style[]): Line {
  return textOf(value) === "" ? [] : [span(decoded(textOf(value)), ...styles)];
}

/** The text in lines; none if there is no text. */
function filled(line: Line, width: number): Line[] {
  return line.length > 0 ? wrap(line, width) : [];
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
