import { isJsonList, isJsonObject, type Json, type JsonObject, kindOf } from "../eventbridge/json";
import { MESSAGE, type Place, ROWS, type Row, rowOf, rowsAt } from "./blocks";

/** Deeper than any block of Slack's, but no danger to the stack. */
const MOST_LEVELS = 40;
const CONTENT = "fallback pretext author_name title text footer blocks fields image_url thumb_url".split(" ");

/** Why Slack would refuse the body of an incoming webhook. What its reference does not say is not checked. */
export function slackProblems(payload: Json): string[] {
  if (!isJsonObject(payload)) return [`the payload must be a JSON object, got ${kindOf(payload)}.`];
  if (isTooDeep(payload)) return [`the payload must be at most ${MOST_LEVELS} levels deep: flatten it.`];
  const { text, blocks, attachments } = payload;
  const problems = ofPlace(MESSAGE, payload, "");
  const hasContent = (one: Json) => !isJsonObject(one) || CONTENT.some((key) => isFilled(one[key]));
  const shown = isJsonList(attachments) ? attachments.some(hasContent) : isFilled(attachments);
  if (isFilled(text) || isFilled(blocks) || shown) return problems;
  return ["the payload has no text, no blocks and no attachment with content: Slack answers 'no_text'.", ...problems];
}

function ofPlace(place: Place, value: Json | undefined, at: string): string[] {
  const { item, least = 0, most = Number.POSITIVE_INFINITY } = place;
  if ((value === undefined && !place.required) || (value === null && place.nullable)) return [];
  if (place.of) return ofObject(place, value, at);
  if (item ? !isJsonList(value) : typeof value !== "string") {
    const remedy = !item && (typeof value === "number" || typeof value === "boolean") ? ": put it in quotes" : "";
    return [`'${at}' must be a ${item ? "list" : "string"}, got ${kindOf(value)}${remedy}.`];
  }
  const { length } = isJsonList(value) ? value : String(value);
  const counted = (bound: string, count: number, remedy: string) =>
    `'${at}' must have ${bound} ${count} ${item ? "item" : "character"}${count === 1 ? "" : "s"} (Slack's limit), got ${length}: ${remedy}.`;
  return [
    ...(length < least ? [counted("at least", least, "add some")] : []),
    ...(length > most ? [counted("at most", most, "shorten it")] : []),
    ...(item && isJsonList(value) ? value.flatMap((one, index) => ofPlace(item, one, `${at}[${index}]`)) : []),
  ];
}

function ofObject(place: Place, value: Json | undefined, at: string): string[] {
  const rows = rowsAt(place);
  const isText = rows.some(({ name }) => name === "plain_text");
  if (!isJsonObject(value)) return [`'${at}' must be ${isText ? "a text object" : "an object"}, got ${kindOf(value)}.`];
  const { type } = value;
  const row = rowOf(place, type);
  if (row) return ofRow(row, value, at, place.most);
  // Slack adds blocks and elements, but no types of text.
  if (typeof type === "string" && !isText && !ROWS.some((one) => one.type === type)) return [];
  const types = rows.map((one) => one.type).join(", ");
  const got = typeof type === "string" ? `'${type}'` : kindOf(type);
  return [`'${at}.type' must be ${types.replace(/, (\w+)$/, " or $1")}, got ${got}.`];
}

/** @param most instead of the text object's own limit */
function ofRow({ anyOf, places }: Row, value: JsonObject, at: string, most: number | undefined): string[] {
  if (anyOf.length > 0 && !anyOf.some((key) => isFilled(value[key])))
    return [`'${at}' must have ${anyOf.map((key) => `'${key}'`).join(" or ")}: add one.`];
  return [...places].flatMap(([key, place]) =>
    ofPlace(most === undefined ? place : { ...place, most }, value[key], at === "" ? key : `${at}.${key}`),
  );
}

export function isTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

function isFilled(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(isJsonList(value) && value.length === 0);
}

/** Places, such as `blocks[0].text.text`, at which Slack reads markup, of those with values that `isValue` picks. */
export function markupPlaces(payload: unknown, isValue: (value: unknown) => boolean): string[] {
  return read(payload, "", MESSAGE, false);

  /** @param named whether `mrkdwn_in` of the attachment names the place */
  function read(value: unknown, at: string, place: Place | undefined, named: boolean): string[] {
    if (isValue(value)) return place?.reading === "markup" || (named && place?.reading === "on request") ? [at] : [];
    if (Array.isArray(value)) return value.flatMap((one, index) => read(one, `${at}[${index}]`, place?.item, named));
    if (typeof value !== "object" || value === null) return [];
    const { type, mrkdwn_in: names }: { type?: unknown; mrkdwn_in?: unknown } = value;
    const row = rowOf(place, type) ?? ROWS.find((one) => one.type !== undefined && one.type === type);
    return Object.entries(value).flatMap(([key, one]) => {
      const isNamed = named || (Array.isArray(names) && names.includes(key));
      return read(one, at === "" ? key : `${at}.${key}`, row?.places.get(key), isNamed);
    });
  }
}
