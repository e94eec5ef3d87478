import { isJsonList, isJsonObject, isNestedTooDeeply, type Json, type JsonObject, kindOf } from "../eventbridge/json";
import { MESSAGE, type ObjectPlace, type Place, ROWS, type Row, rowAmong, rowsOf } from "./blocks";

export { SLACK_LIMITS } from "./blocks";

/** Deeper than any block of Slack's, but no danger to the stack. */
const MOST_LEVELS = 40;

const CONTENT = "fallback pretext author_name title text footer blocks fields image_url thumb_url".split(" ");

/**
 * Why Slack would refuse the JSON body of an incoming webhook; empty if it would take it. Only what Slack's reference
 * says is checked; a block or element that it does not know is Slack's to judge.
 *
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function slackProblems(payload: Json): string[] {
  if (!isJsonObject(payload)) return [`the payload must be a JSON object, got ${kindOf(payload)}.`];
  if (isTooDeep(payload)) return [`the payload must be at most ${MOST_LEVELS} levels deep: flatten it.`];
  const { text, blocks, attachments } = payload;
  const problems = ofPlace(MESSAGE, payload, "", "", true);
  const shown = isJsonList(attachments) ? attachments.some(hasContent) : isFilled(attachments);
  if (isFilled(text) || isFilled(blocks) || shown) return problems;
  return ["the payload has no text, no blocks and no attachment with content: Slack answers 'no_text'.", ...problems];
}

function hasContent(attachment: Json): boolean {
  return !isJsonObject(attachment) || CONTENT.some((key) => isFilled(attachment[key]));
}

/** @param limit whose limits these are, such as `section text` */
function ofPlace(place: Place, value: Json | undefined, at: string, limit: string, required: boolean): string[] {
  if (value === undefined && !required) return [];
  if (place.kind === "object") return ofObject(place, value, at, limit);
  if (value === null && place.kind === "string" && place.nullable) return [];
  const { least = required ? 1 : 0, most = Number.POSITIVE_INFINITY } = place;
  const counted = (bound: string, count: number, { length }: { readonly length: number }, remedy: string) =>
    `'${at}' must ${bound}${count === 1 ? "" : "s"} (Slack's ${limit} limit), got ${length}: ${remedy}.`;
  if (place.kind === "string" && typeof value === "string") {
    if (value.length < least) return [counted(`be at least ${least} character`, least, value, "fill it in")];
    return value.length > most ? [counted(`be at most ${most} character`, most, value, "shorten it")] : [];
  }
  if (place.kind === "list" && isJsonList(value)) {
    const problems = value.flatMap((item, index) => ofPlace(place.item, item, `${at}[${index}]`, limit, true));
    if (value.length < least) return [counted(`have at least ${least} item`, least, value, "add some"), ...problems];
    if (value.length > most) return [counted(`have at most ${most} item`, most, value, "remove some"), ...problems];
    return problems;
  }
  const isUnquoted = place.kind === "string" && (typeof value === "number" || typeof value === "boolean");
  return [`'${at}' must be a ${place.kind}, got ${kindOf(value)}${isUnquoted ? ": put it in quotes" : ""}.`];
}

function ofObject({ of, most }: ObjectPlace, value: Json | undefined, at: string, limit: string): string[] {
  const rows = rowsOf(of);
  const text = rows.find(({ name }) => name === "plain_text");
  if (!isJsonObject(value)) return [`'${at}' must be ${text ? "a text object" : "an object"}, got ${kindOf(value)}.`];
  const { type } = value;
  const row = rowAmong(rows, type);
  if (row) return ofRow(row, value, at, limit, most);
  // Slack adds blocks and elements, but no types of text.
  if (typeof type === "string" && !text && !ROWS.some((one) => one.type === type)) return [];
  const types = rows.map((one) => one.type).join(", ");
  return [
    `'${at}.type' must be ${types.replace(/, (\w+)$/, " or $1")}, got ${typeof type === "string" ? `'${type}'` : kindOf(type)}.`,
    ...(text ? ofRow(text, value, at, limit, most) : []),
  ];
}

/** @param most instead of the text object's own limit */
function ofRow(
  { name, type = name, places, anyOf }: Row,
  value: JsonObject,
  at: string,
  limit: string,
  most?: number,
): string[] {
  const isMissing = (item: Json | undefined) => item === undefined || (isJsonList(item) && item.length === 0);
  if (anyOf.length > 0 && anyOf.every((key) => isMissing(value[key])))
    return [`'${at}' must have ${anyOf.map((key) => `'${key}'`).join(" or ")}: add one.`];
  return [...places].flatMap(([key, { place, required }]) => {
    const item = Object.hasOwn(value, key) ? value[key] : undefined;
    const keyAt = at === "" ? key : `${at}.${key}`;
    return most === undefined
      ? ofPlace(place, item, keyAt, `${type} ${key}`, required)
      : ofPlace({ ...place, most }, item, keyAt, limit, required);
  });
}

export function isTooDeep(value: unknown): boolean {
  return isNestedTooDeeply(value, MOST_LEVELS);
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(isJsonList(value) && value.length === 0);
}
