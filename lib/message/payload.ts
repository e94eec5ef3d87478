import type { KnownBlock, MessageAttachment } from "@slack/types";
import type { InputTransformer } from "../eventbridge/input-transformer";
import { jsonText } from "../terraform/text";
import { type EventValue, isEventValue, TextWithValues } from "./event-value";

/** One of Slack's types in which values of the event may stand in place of strings. */
export type WithValues<T> = T extends string
  ? string extends T
    ? string | TextWithValues | EventValue
    : T
  : T extends readonly (infer Item)[]
    ? readonly WithValues<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: WithValues<T[Key]> }
      : T;

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export type SlackPayload = WithValues<{
  readonly text?: string;
  readonly blocks?: readonly KnownBlock[];
  readonly attachments?: readonly MessageAttachment[];
  readonly unfurl_links?: boolean;
  readonly unfurl_media?: boolean;
  readonly username?: string;
  readonly icon_emoji?: string;
}>;

/**
 * The input transformer that turns an event into this payload. The template is indented, so that a plan shows a changed
 * label as one changed line. A literal `<` or `>` is escaped, so that EventBridge does not read it as a placeholder.
 */
export function payloadTransformer(payload: SlackPayload): InputTransformer {
  const inputPaths: Record<string, string> = {};
  const placeholder = ({ name, path }: EventValue) => {
    let unique = name;
    for (let n = 2; inputPaths[unique] !== undefined && inputPaths[unique] !== path; n++) unique = `${name}-${n}`;
    inputPaths[unique] = path;
    return `<${unique}>`;
  };
  const write = (value: unknown, indent: string): string => {
    if (isEventValue(value)) return placeholder(value);
    if (value instanceof TextWithValues)
      return `"${value.parts.map((part) => (isEventValue(part) ? placeholder(part) : quoted(part).slice(1, -1))).join("")}"`;
    if (typeof value !== "object" || value === null) return quoted(value);
    const inner = `${indent}  `;
    const isList = Array.isArray(value);
    const items = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => inner + (isList ? "" : `${quoted(key)}: `) + write(item, inner));
    const [opening, closing] = isList ? "[]" : "{}";
    return items.length === 0 ? `${opening}${closing}` : `${opening}\n${items.join(",\n")}\n${indent}${closing}`;
  };
  return { inputTemplate: write(payload, ""), inputPaths };
}

function quoted(value: unknown): string {
  return jsonText(value).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
}
