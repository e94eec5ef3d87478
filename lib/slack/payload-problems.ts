import { isJsonList, isJsonObject, isNestedTooDeeply, type Json, type JsonObject, kindOf } from "../eventbridge/json";
import { MESSAGE, type Place, ROWS, type Row, rowOf, rowsAt } from "./blocks";

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
  const problems = ofPlace(MESSAGE, payload, "", "");
  const hasContent = (one: Json) => !isJsonObject(one) || CONTENT.some((key) => isFilled(one[key]));
  const shown = isJsonList(attachments) ? attachments.some(hasContent) : isFilled(attachments);
  if (isFilled(text) || isFilled(blocks) || shown) return problems;
  return ["the payload has no text, no blocks and no attachment with content: Slack answers 'no_text'.", ...problems];
}

/** @param limit whose limits these are, such as `section text` */
function ofPlace(place: Place, value: Json | undefined, at: string, limit: string): string[] {
  const { kind, item, least = 0, most = Number.POSITIVE_INFINITY } = place;
  if ((value === undefined && !place.required) || (value === null && place.nullable)) return [];
  if (kind === "object") return ofObject(place, value, at, limit);
  const counted = (bound: string, count: number, { length }: { readonly length: number }, remedy: string) =>
    `'${at}' must ${bound}${count === 1 ? "" : "s"} (Slack's ${limit} limit), got ${length}: ${remedy}.`;
  if (kind === "string" && typeof value === "string") {
    if (value.length < least) return [counted(`be at least ${least} character`, least, value, "fill it in")];
    return value.length > most ? [counted(`be at most ${most} character`, most, value, "shorten it")] : [];
  }
  if (item && isJsonList(value)) {
    const problems = value.flatMap((one, index) => ofPlace(item, one, `${at}[${index}]`, limit));
    if (value.length < least) return [counted(`have at least ${least} item`, least, value, "add some"), ...problems];
    if (value.length > most) return [counted(`have at most ${most} item`, most, value, "remove some"), ...problems];
    return problems;
  }
  const isUnquoted = kind === "string" && (typeof value === "number" || typeof value === "boolean");
  return [`'${at}' must be a ${kind}, got ${kindOf(value)}${isUnquoted ? ": put it in quotes" : ""}.`];
}

function ofObject(place: Place, value: Json | undefined, at: string, limit: string): string[] {
  const rows = rowsAt(place);
  const text = rows.find(({ name }) => name === "plain_text");
  if (!isJsonObject(value)) return [`'${at}' must be ${text ? "a text object" : "an object"}, got ${kindOf(value)}.`];
  const { type } = value;
  const row = rowOf(place, type);
  if (row) return ofRow(row, value, at, limit, place.most);
  // Slack adds blocks and elements, but no types of text.
  if (typeof type === "string" && !text && !ROWS.some((one) => one.type === type)) return [];
  const types = rows.map((one) => one.type).join(", ");
  return [
    `'${at}.type' must be ${types.replace(/, (\w+)$/, " or $1")}, got ${typeof type === "string" ? `'${type}'` : kindOf(type)}.`,
    ...(text ? ofRow(text, value, at, limit, place.most) : []),
  ];
}

/** @param most instead of the text object's own limit */
function ofRow(row: Row, value: JsonObject, at: string, limit: string, most: number | undefined): string[] {
  // A legacy attachment takes empty strings; elsewhere the string itself is refused.
  const isMissing = (item: Json | undefined, place: Place | undefined) =>
    place?.nullable ? !isFilled(item) : item === undefined || (isJsonList(item) && item.length === 0);
  if (row.anyOf.length > 0 && row.anyOf.every((key) => isMissing(value[key], row.places.get(key))))
    return [`'${at}' must have ${row.anyOf.map((key) => `'${key}'`).join(" or ")}: add one.`];
  return [...row.places].flatMap(([key, place]) => {
    const item = Object.hasOwn(value, key) ? value[key] : undefined;
    const keyAt = at === "" ? key : `${at}.${key}`;
    if (most !== undefined) return ofPlace({ ...place, most }, item, keyAt, limit);
    return ofPlace(place, item, keyAt, `${row.type ?? row.name} ${key}`);
  });
}

export function isTooDeep(value: unknown): boolean {
  return isNestedTooDeeply(value, MOST_LEVELS);
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(isJsonList(value) && value.length === 0);
}
