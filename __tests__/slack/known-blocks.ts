import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  KnownBlock,
  MessageAttachment,
  PlainTextElement,
  RichTextBlock,
  RichTextElement,
  SectionBlockAccessory,
} from "@slack/types";

export type Element =
  | ActionsBlockElement
  | ContextActionsBlockElement
  | Exclude<ContextBlockElement, { type: "plain_text" | "mrkdwn" }>
  | InputBlockElement
  | SectionBlockAccessory;

const plain: PlainTextElement = { type: "plain_text", text: "a" };
const image = { type: "image", image_url: "https://example.com/a.png", alt_text: "a" } as const;
const button = { type: "button", text: plain } as const;
const options = [{ text: plain, value: "a" }];
const richText: RichTextBlock = {
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }],
};
const cell = { type: "raw_text", text: "a" } as const;

/** A complete block of each type; a type that @slack/types adds does not compile until it is here. */
export const BLOCKS: { [T in KnownBlock["type"]]: Extract<KnownBlock, { type: T }> } = {
  actions: { type: "actions", elements: [button] },
  alert: { type: "alert", text: plain },
  card: { type: "card", title: { type: "mrkdwn", text: "a" } },
  carousel: { type: "carousel", elements: [{ type: "card", hero_image: image, actions: [button] }] },
  container: { type: "container", title: plain, child_blocks: [{ type: "divider" }] },
  context: { type: "context", elements: [plain, { type: "mrkdwn", text: "a" }, image] },
  context_actions: { type: "context_actions", elements: [{ type: "icon_button", icon: "trash", text: plain }] },
  data_table: {
    type: "data_table",
    caption: "a",
    rows: [[cell], [{ type: "raw_number", value: 1, text: "1" }], [richText]],
  },
  divider: { type: "divider" },
  file: { type: "file", source: "remote", external_id: "a" },
  header: { type: "header", text: plain },
  image: { type: "image", slack_file: { id: "F1" }, alt_text: "a", title: plain },
  input: { type: "input", label: plain, element: { type: "plain_text_input" } },
  markdown: { type: "markdown", text: "a" },
  plan: { type: "plan", title: "a", tasks: [{ type: "task_card", task_id: "a", title: "a", status: "complete" }] },
  rich_text: richText,
  section: { type: "section", text: plain, fields: [plain], accessory: image },
  table: { type: "table", rows: [[cell, richText]], column_settings: [{ align: "left" }] },
  task_card: {
    type: "task_card",
    task_id: "a",
    title: "a",
    status: "pending",
    details: richText,
    sources: [{ type: "url", url: "https://example.com", text: "a" }],
  },
  video: {
    type: "video",
    video_url: "https://example.com/v",
    thumbnail_url: "https://example.com/t.png",
    alt_text: "a",
    title: plain,
  },
};

/** The same for elements. */
export const ELEMENTS: { [T in Element["type"]]: Extract<Element, { type: T }> } = {
  button: { ...button, url: "https://example.com", confirm: { text: plain } },
  channels_select: { type: "channels_select", placeholder: plain },
  checkboxes: { type: "checkboxes", options: [{ text: { type: "mrkdwn", text: "*a*" }, value: "a" }] },
  conversations_select: { type: "conversations_select", filter: { include: ["public"] } },
  datepicker: { type: "datepicker", initial_date: "2026-01-01" },
  datetimepicker: { type: "datetimepicker", initial_date_time: 1628633820 },
  email_text_input: { type: "email_text_input" },
  external_select: { type: "external_select", min_query_length: 1 },
  feedback_buttons: {
    type: "feedback_buttons",
    positive_button: { text: plain, value: "a" },
    negative_button: { text: plain, value: "b" },
  },
  file_input: { type: "file_input", filetypes: ["png"] },
  icon_button: { type: "icon_button", icon: "trash", text: plain },
  image,
  multi_channels_select: { type: "multi_channels_select", initial_channels: [] },
  multi_conversations_select: { type: "multi_conversations_select" },
  multi_external_select: { type: "multi_external_select" },
  multi_static_select: { type: "multi_static_select", options },
  multi_users_select: { type: "multi_users_select" },
  number_input: { type: "number_input", is_decimal_allowed: false, min_value: "1" },
  overflow: { type: "overflow", options },
  plain_text_input: { type: "plain_text_input", initial_value: "" },
  radio_buttons: { type: "radio_buttons", options },
  rich_text_input: { type: "rich_text_input", initial_value: richText },
  static_select: { type: "static_select", option_groups: [{ label: plain, options }] },
  timepicker: { type: "timepicker", initial_time: "22:25" },
  url_text_input: { type: "url_text_input" },
  users_select: { type: "users_select" },
  workflow_button: {
    type: "workflow_button",
    text: plain,
    workflow: {
      trigger: { url: "https://example.com", customizable_input_parameters: [{ name: "a", value: "b" }] },
    },
  },
};

/** The same for the parts of rich text. */
export const SPANS: { [T in RichTextElement["type"]]: Extract<RichTextElement, { type: T }> } = {
  broadcast: { type: "broadcast", range: "here" },
  channel: { type: "channel", channel_id: "C1" },
  color: { type: "color", value: "#d00000" },
  date: { type: "date", timestamp: 1628633820, format: "{date}" },
  emoji: { type: "emoji", name: "fire" },
  link: { type: "link", url: "https://example.com", text: "a" },
  team: { type: "team", team_id: "T1" },
  text: { type: "text", text: "a" },
  user: { type: "user", user_id: "U1" },
  usergroup: { type: "usergroup", usergroup_id: "S1" },
};

export const ATTACHMENT: MessageAttachment = {
  fallback: "a",
  pretext: "a",
  author_name: "a",
  title: "a",
  title_link: "https://example.com",
  text: "",
  footer: "a",
  color: "danger",
  fields: [{ title: "a", value: "", short: true }],
  mrkdwn_in: ["text"],
  actions: [{ type: "button", text: "a", url: "https://example.com", confirm: { text: "a" } }],
  blocks: [BLOCKS.section],
};

/** Keys of strings, objects and lists that @slack/types requires; enumerations and `type` do not count. */
export type RequiredKey<T, K extends keyof T = keyof T> = K extends "type"
  ? never
  : Record<never, never> extends Pick<T, K>
    ? never
    : string extends T[K]
      ? K
      : T[K] extends object
        ? K
        : never;
