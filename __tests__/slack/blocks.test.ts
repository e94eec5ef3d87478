import type { KnownBlock, RichTextElement } from "@slack/types";
import { describe, expect, it } from "vitest";
import type { Json } from "../../lib/eventbridge/json";
import { type Place, ROWS, rowsAt } from "../../lib/slack/blocks";
import { slackProblems } from "../../lib/slack/payload-problems";
import { ATTACHMENT, BLOCKS, ELEMENTS, type Element, type RequiredKey, SPANS } from "./known-blocks";

const REQUIRED_OF_BLOCKS: {
  [T in KnownBlock["type"]]: Record<RequiredKey<Extract<KnownBlock, { type: T }>>, true>;
} = {
  actions: { elements: true },
  alert: { text: true },
  card: {},
  carousel: { elements: true },
  container: { child_blocks: true },
  context: { elements: true },
  context_actions: { elements: true },
  data_table: { rows: true, caption: true },
  divider: {},
  file: { source: true, external_id: true },
  header: { text: true },
  image: { alt_text: true },
  input: { label: true, element: true },
  markdown: { text: true },
  plan: { title: true },
  rich_text: { elements: true },
  section: {},
  table: { rows: true },
  task_card: { task_id: true, title: true },
  video: { video_url: true, thumbnail_url: true, alt_text: true, title: true },
};

const REQUIRED_OF_ELEMENTS: { [T in Element["type"]]: Record<RequiredKey<Extract<Element, { type: T }>>, true> } = {
  button: { text: true },
  channels_select: {},
  checkboxes: { options: true },
  conversations_select: {},
  datepicker: {},
  datetimepicker: {},
  email_text_input: {},
  external_select: {},
  feedback_buttons: { positive_button: true, negative_button: true },
  file_input: {},
  icon_button: { icon: true, text: true },
  image: { alt_text: true },
  multi_channels_select: {},
  multi_conversations_select: {},
  multi_external_select: {},
  multi_static_select: {},
  multi_users_select: {},
  number_input: {},
  overflow: { options: true },
  plain_text_input: {},
  radio_buttons: { options: true },
  rich_text_input: {},
  static_select: {},
  timepicker: {},
  url_text_input: {},
  users_select: {},
  workflow_button: { text: true, workflow: true },
};

/** An enumeration is a string to Slack all the same. */
const REQUIRED_OF_SPANS: {
  [T in RichTextElement["type"]]: Record<RequiredKey<Extract<RichTextElement, { type: T }>>, true>;
} = {
  broadcast: {},
  channel: { channel_id: true },
  color: { value: true },
  date: { format: true },
  emoji: { name: true },
  link: { url: true },
  team: { team_id: true },
  text: { text: true },
  user: { user_id: true },
  usergroup: { usergroup_id: true },
};

const plainJson = (value: unknown): { readonly [key: string]: Json } => JSON.parse(JSON.stringify(value));
const bodyOf = (block: Json) => ({ text: "a", blocks: [block] });
const bodyOfElement = (element: Json) => bodyOf({ type: "actions", elements: [element] });
const bodyOfSpan = (span: Json) =>
  bodyOf({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [span] }] });

const kinds: [string, Readonly<Record<string, unknown>>, Readonly<Record<string, object>>, (one: Json) => Json][] = [
  ["block", BLOCKS, REQUIRED_OF_BLOCKS, bodyOf],
  ["element", ELEMENTS, REQUIRED_OF_ELEMENTS, bodyOfElement],
  ["part of rich text", SPANS, REQUIRED_OF_SPANS, bodyOfSpan],
];
const examples = kinds.flatMap(([kind, all, required, body]) =>
  Object.entries(all).map(([name, one]) => ({ kind, name, one: plainJson(one), required: required[name] ?? {}, body })),
);

describe("the table", () => {
  it.each(examples)("knows the $kind $name, and accepts a complete one", ({ name, one, body }) => {
    expect(ROWS.some(({ type }) => type === name)).toBe(true);
    expect(slackProblems(body(one))).toEqual([]);
  });

  it.each(examples)("requires for the $kind $name what @slack/types requires", ({ one, required, body }) => {
    const missing = Object.keys(one).filter((left) => {
      const rest = Object.fromEntries(Object.entries(one).filter(([key]) => key !== left));
      return slackProblems(body(rest)).some((problem) => problem.endsWith(", got nothing."));
    });
    const enumerations = ["type", "range"];
    expect(missing.filter((key) => !enumerations.includes(key)).sort()).toEqual(Object.keys(required).sort());
  });

  it("accepts a complete attachment", () => {
    expect(slackProblems({ attachments: [plainJson(ATTACHMENT)] })).toEqual([]);
  });

  it("has a row for every name that a row uses", () => {
    const names = ({ item, of = [] }: Place): readonly string[] => (item ? names(item) : of);
    const used = ROWS.flatMap(({ places }) => [...places.values()].flatMap(names));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((name) => rowsAt({ of: [name] }).length === 0)).toEqual([]);
  });

  it("has no name twice, and no row whose alternatives it lacks", () => {
    const names = ROWS.map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
    for (const { anyOf, places } of ROWS) expect([...places.keys()]).toEqual(expect.arrayContaining([...anyOf]));
  });
});
