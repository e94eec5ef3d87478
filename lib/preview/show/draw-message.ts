import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { button, drawBlocks, objects, textOf } from "./draw-blocks";
import { decoded, link, mrkdwn } from "./mrkdwn";
import { type Line, type Style, span } from "./text";
import { behind, inTwoColumns, wrap } from "./wrap";

const NAMED_COLOURS: ReadonlyMap<string, Style> = new Map([
  ["good", "green"],
  ["warning", "yellow"],
  ["danger", "red"],
]);

/** A message's body as Slack would show it, in lines of at most `width` columns. */
export function drawMessage(body: Json, width: number): Line[] {
  if (!isJsonObject(body)) return wrap([span(`(not a message of Slack: ${JSON.stringify(body)})`, "dim")], width);
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

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
function drawAttachment(attachment: JsonObject, width: number): Line[] {
  const { mrkdwn_in: formatted } = attachment;
  const markup = (name: string) => Array.isArray(formatted) && formatted.includes(name);
  const show = (name: string): Line[] => {
    const text = textOf(attachment[name]);
    if (text === "") return [];
    return [markup(name) ? mrkdwn(text) : [span(decoded(text))]];
  };
  const styled = (text: Json | undefined, url: Json | undefined, ...styles: readonly Style[]): Line[] => {
    const shown = decoded(textOf(text));
    if (shown === "") return [];
    return [typeof url === "string" ? link(url, shown, ...styles) : [span(shown, ...styles)]];
  };
  const inner = width - 2;
  const paragraphs = (lines: readonly Line[]) => lines.flatMap((line) => wrap(line, inner));
  const content = [
    ...paragraphs(styled(attachment.author_name, attachment.author_link, "dim")),
    ...paragraphs(styled(attachment.title, attachment.title_link, "bold")),
    ...paragraphs(show("text")),
    ...drawFields(attachment.fields, markup("fields"), inner),
    ...drawBlocks(attachment.blocks, inner),
    ...paragraphs(objects(attachment.actions).map((action) => button(textOf(action.text), action.url))),
    ...paragraphs(styled(imageOf(attachment), undefined, "dim")),
    ...paragraphs(styled(attachment.footer, undefined, "dim")),
  ];
  const shown = content.length > 0 ? content : paragraphs(styled(attachment.fallback, undefined, "dim"));
  return [...show("pretext").flatMap((line) => wrap(line, width)), ...behind(bar(attachment.color), shown)];
}

/** Short fields stand two in a row, as long as the next is short too. */
function drawFields(fields: Json | undefined, markup: boolean, width: number): Line[] {
  const lines: Line[] = [];
  let short: Line[] = [];
  const flush = () => {
    lines.push(...inTwoColumns(short, width));
    short = [];
  };
  for (const field of objects(fields)) {
    const value = textOf(field.value);
    const text = [
      span(`${decoded(textOf(field.title))}\n`, "bold"),
      ...(markup ? mrkdwn(value) : [span(decoded(value))]),
    ];
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

function bar(color: Json | undefined) {
  const style = typeof color === "string" ? (NAMED_COLOURS.get(color) ?? nearestColour(color)) : undefined;
  return span("┃ ", style ?? "dim");
}

/** Of the colours that every terminal has, the one nearest to `#rrggbb` in hue. */
function nearestColour(color: string): Style | undefined {
  const channels = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)?.slice(1);
  const [red = 0, green = 0, blue = 0] = (channels ?? []).map((channel) => Number.parseInt(channel, 16));
  const most = Math.max(red, green, blue);
  if (most - Math.min(red, green, blue) < 32) return undefined;
  const high = (channel: number) => channel > most * 0.6;
  if (high(red)) return high(green) ? "yellow" : high(blue) ? "magenta" : "red";
  if (high(green)) return high(blue) ? "cyan" : "green";
  return "blue";
}
