import type { KnownBlock, MessageAttachment } from "@slack/types";
import type { InputTransformer } from "../eventbridge/input-transformer";
import { jsonText } from "../terraform/text";
import { type EventValue, isEventValue, isPayloadObject, TextWithValues } from "./event-value";

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

/**
 * The JSON body of a request to an incoming webhook.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
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
  return { inputTemplate: write(payload, "", placeholder), inputPaths };
}

function write(value: unknown, indent: string, placeholder: (value: EventValue) => string): string {
  if (isEventValue(value)) return placeholder(value);
  if (value instanceof TextWithValues)
    return `"${value.parts.map((part) => (typeof part === "string" ? quoted(part).slice(1, -1) : placeholder(part))).join("")}"`;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return brackets(
      "[]",
      indent,
      value.map((item) => write(item, inner, placeholder)),
    );
  if (isPayloadObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return brackets(
      "{}",
      indent,
      entries.map(([key, item]) => `${quoted(key)}: ${write(item, inner, placeholder)}`),
    );
  }
  return quoted(value);
}

function brackets(pair: "[]" | "{}", indent: string, items: readonly string[]): string {
  if (items.length === 0) return pair;
  return `${pair[0]}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${pair[1]}`;
}

function quoted(value: unknown): string {
  return jsonText(value).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e");
}
