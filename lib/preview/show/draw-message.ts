import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { bodyJson } from "../model";
import { button, drawBlocks, objects, textOf } from "./draw-blocks";
import { decoded, link, mrkdwn } from "./mrkdwn";
import { behind, inTwoColumns, type Line, type Style, spaced, span, wrap } from "./text";

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; other colours are drawn dim. */
const COLOURS: ReadonlyMap<Json | undefined, Style> = new Map([
  ["good", "green"],
  ["warning", "yellow"],
  ["danger", "red"],
]);

/** A body: a message as Slack would show it, anything else as JSON, or as it is if it is not JSON. */
export function drawBody(body: string, isSlack: boolean, width: number): Line[] {
  const json = bodyJson(body);
  if (isSlack && json !== undefined) return drawMessage(json, width);
  return jsonLines(json ?? body).flatMap((line) => wrap(line, width));
}

/** Indented JSON; a string as it is. */
export function jsonLines(value: Json): Line[] {
  const text = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
  return text.split("\n").map((line) => [span(line)]);
}

/** A message as Slack would show it, in lines of at most `width` columns. */
export function drawMessage(body: Json, width: number): Line[] {
  if (!isJsonObject(body)) return wrap([span(`(not a Slack message: ${JSON.stringify(body)})`, "dim")], width);
  const attachments = objects(body.attachments).map((attachment) => drawAttachment(attachment, width));
  const drawn = spaced([drawText(body, width), drawBlocks(body.blocks, width), ...attachments]);
  return drawn.length > 0 ? drawn : wrap([span("(nothing that Slack would show)", "dim")], width);
}

/** With blocks, Slack shows the text in notifications only. */
function drawText({ text, blocks, mrkdwn: isMarkup }: JsonObject, width: number): Line[] {
  if (textOf(text) === "") return [];
  if (objects(blocks).length > 0) return wrap([span(`Notification: ${decoded(textOf(text))}`, "dim")], width);
  return wrap(isMarkup === false ? [span(decoded(textOf(text)))] : mrkdwn(textOf(text)), width);
}

function drawAttachment(attachment: JsonObject, width: number): Line[] {
  const { author_name, author_link, title, title_link, image_url, thumb_url, footer, mrkdwn_in } = attachment;
  const isMarkup = (name: string) => Array.isArray(mrkdwn_in) && mrkdwn_in.includes(name);
  const image = textOf(image_url) || textOf(thumb_url);
  const inner = width - 2;
  const marked = (name: string, columns: number) => {
    const text = textOf(attachment[name]);
    return text === "" ? [] : wrap(isMarkup(name) ? mrkdwn(text) : [span(decoded(text))], columns);
  };
  const plain = (value: Json | undefined, style: Style, url?: Json): Line[] => {
    const text = decoded(textOf(value));
    if (text === "") return [];
    return wrap(typeof url === "string" ? link(url, text, style) : [span(text, style)], inner);
  };
  const content = [
    ...plain(author_name, "dim", author_link),
    ...plain(title, "bold", title_link),
    ...marked("text", inner),
    ...drawFields(attachment.fields, isMarkup("fields"), inner),
    ...drawBlocks(attachment.blocks, inner),
    ...objects(attachment.actions).flatMap(({ text, url }) => wrap(button(textOf(text), url), inner)),
    ...plain(image && `[image: ${image}]`, "dim"),
    ...plain(footer, "dim"),
  ];
  const bar = span("┃ ", COLOURS.get(attachment.color) ?? "dim");
  return [
    ...marked("pretext", width),
    ...behind(bar, content.length > 0 ? content : plain(attachment.fallback, "dim")),
  ];
}

/** Short fields stand two in a row, as long as the next one is short too. */
function drawFields(fields: Json | undefined, isMarkup: boolean, width: number): Line[] {
  const rows: { readonly isShort: boolean; readonly texts: Line[] }[] = [];
  for (const { title, value, short } of objects(fields)) {
    const content = isMarkup ? mrkdwn(textOf(value)) : [span(decoded(textOf(value)))];
    const text = [span(`${decoded(textOf(title))}\n`, "bold"), ...content];
    const last = rows.at(-1);
    if (short === true && last?.isShort) last.texts.push(text);
    else rows.push({ isShort: short === true, texts: [text] });
  }
  return rows.flatMap(({ isShort, texts }) => (isShort ? inTwoColumns(texts, width) : wrap(texts.flat(), width)));
}
