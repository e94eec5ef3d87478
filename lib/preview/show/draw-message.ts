import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { bodyJson } from "../outcome";
import { button, drawBlocks, objects, textOf } from "./draw-blocks";
import { decoded, link, mrkdwn } from "./mrkdwn";
import { type Line, type Style, span } from "./text";
import { behind, inTwoColumns, wrap } from "./wrap";

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; other colours are drawn dim. */
const COLOURS: ReadonlyMap<Json | undefined, Style> = new Map([
  ["good", "green"],
  ["warning", "yellow"],
  ["danger", "red"],
]);

/** What a target is sent: a message as Slack would show it; anything else as JSON, or as it is if it is not JSON. */
export function drawBody(body: string, isSlack: boolean, width: number): Line[] {
  const json = bodyJson(body);
  const lines = isSlack && json !== undefined ? drawMessage(json, width) : jsonLines(json ?? body);
  return lines.flatMap((line) => wrap(line, width));
}

/** Indented JSON; a string as it is. */
export function jsonLines(value: Json): Line[] {
  const text = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
  return text.split("\n").map((line) => [span(line)]);
}

/** A message as Slack would show it, in lines of at most `width` columns. */
export function drawMessage(body: Json, width: number): Line[] {
  if (!isJsonObject(body)) return wrap([span(`(not a Slack message: ${JSON.stringify(body)})`, "dim")], width);
  const parts = [drawText(body, width), drawBlocks(body.blocks, width), ...drawAttachments(body.attachments, width)];
  const drawn = parts.filter((part) => part.length > 0);
  if (drawn.length === 0) return wrap([span("(nothing that Slack would show)", "dim")], width);
  return drawn.flatMap((part, index) => (index > 0 ? [[], ...part] : part));
}

/** With blocks, Slack shows the text in notifications only. */
function drawText(body: JsonObject, width: number): Line[] {
  const text = textOf(body.text);
  if (text === "") return [];
  if (objects(body.blocks).length > 0) return wrap([span(`Notification: ${decoded(text)}`, "dim")], width);
  return wrap(body.mrkdwn === false ? [span(decoded(text))] : mrkdwn(text), width);
}

function drawAttachments(attachments: Json | undefined, width: number): Line[][] {
  return objects(attachments).map((attachment) => drawAttachment(attachment, width));
}

function drawAttachment(attachment: JsonObject, width: number): Line[] {
  const { mrkdwn_in: formatted } = attachment;
  const isMarkup = (name: string) => Array.isArray(formatted) && formatted.includes(name);
  const inner = width - 2;
  const marked = (name: string, columns: number): Line[] => {
    const text = textOf(attachment[name]);
    if (text === "") return [];
    return wrap(isMarkup(name) ? mrkdwn(text) : [span(decoded(text))], columns);
  };
  const plain = (text: Json | undefined, url?: Json, ...styles: readonly Style[]): Line[] => {
    const shown = decoded(textOf(text));
    if (shown === "") return [];
    return wrap(typeof url === "string" ? link(url, shown, ...styles) : [span(shown, ...styles)], inner);
  };
  const content = [
    ...plain(attachment.author_name, attachment.author_link, "dim"),
    ...plain(attachment.title, attachment.title_link, "bold"),
    ...marked("text", inner),
    ...drawFields(attachment.fields, isMarkup("fields"), inner),
    ...drawBlocks(attachment.blocks, inner),
    ...objects(attachment.actions).flatMap((action) => wrap(button(textOf(action.text), action.url), inner)),
    ...plain(imageOf(attachment), undefined, "dim"),
    ...plain(attachment.footer, undefined, "dim"),
  ];
  const shown = content.length > 0 ? content : plain(attachment.fallback, undefined, "dim");
  const bar = span("┃ ", COLOURS.get(attachment.color) ?? "dim");
  return [...marked("pretext", width), ...behind(bar, shown)];
}

/** Short fields stand two in a row, as long as the next one is short too. */
function drawFields(fields: Json | undefined, isMarkup: boolean, width: number): Line[] {
  const lines: Line[] = [];
  let short: Line[] = [];
  const flush = () => {
    lines.push(...inTwoColumns(short, width));
    short = [];
  };
  for (const field of objects(fields)) {
    const [title, value] = [textOf(field.title), textOf(field.value)];
    const text = [span(`${decoded(title)}\n`, "bold"), ...(isMarkup ? mrkdwn(value) : [span(decoded(value))])];
    if (field.short === true) {
      short.push(text);
      continue;
    }
    flush();
    lines.push(...wrap(text, width));
  }
  flush();
  return lines;
}

function imageOf({ image_url: image, thumb_url: thumb }: JsonObject): string {
  const url = textOf(image) || textOf(thumb);
  return url === "" ? "" : `[image: ${url}]`;
}
