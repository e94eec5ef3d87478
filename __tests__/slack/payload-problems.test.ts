import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../lib/eventbridge/json";
import { ROWS } from "../../lib/slack/blocks";
import { slackProblems } from "../../lib/slack/payload-problems";

const x = (length: number) => "x".repeat(length);
const plain = (text: Json) => ({ type: "plain_text", text });
const mrkdwn = (text: Json) => ({ type: "mrkdwn", text });
const divider = { type: "divider" };
const image = { type: "image", image_url: "https://example.com/a.png", alt_text: "a" };
const button = { type: "button", text: plain("a") };
const option = { text: plain("a"), value: "a" };
const actions = (...elements: Json[]) => ({ type: "actions", elements });
const richText = (...elements: Json[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const blocks = (...list: Json[]) => slackProblems({ text: "hi", blocks: list });
const many = (count: number, item: Json) => Array.from({ length: count }, () => item);

describe("a payload with nothing to show", () => {
  it.each([
    {},
    { text: "" },
    { blocks: [] },
    { attachments: [] },
    { attachments: [{}] },
    { attachments: [{ color: "danger", text: "" }] },
    { text: "", blocks: [], attachments: [{ fields: [], blocks: [] }] },
  ])("is refused: %j", (payload) => {
    expect(slackProblems(payload)).toEqual([
      "the payload has no text, no blocks and no attachment with content: Slack answers 'no_text'.",
    ]);
  });

  it.each([
    { text: "hi" },
    { blocks: [divider] },
    { attachments: [{ title: "hi" }] },
    { attachments: [{}, { fields: [{ title: "a", value: "" }] }] },
    { text: "", attachments: [{ blocks: [divider] }] },
  ])("does not include %j", (payload) => {
    expect(slackProblems(payload)).toEqual([]);
  });
});

describe("a payload of another shape", () => {
  it.each<[Json, string]>([
    ["hi", "the payload must be a JSON object, got a string."],
    [[], "the payload must be a JSON object, got a list."],
    [null, "the payload must be a JSON object, got null."],
    [{ text: ["hi"] }, "'text' must be a string, got a list."],
    [{ text: 137 }, "'text' must be a string, got a number: put it in quotes."],
    [{ text: "hi", blocks: {} }, "'blocks' must be a list, got an object."],
    [{ text: "hi", blocks: null }, "'blocks' must be a list, got null."],
    [{ text: "hi", blocks: ["hi"] }, "'blocks[0]' must be an object, got a string."],
    [{ text: "hi", attachments: "hi" }, "'attachments' must be a list, got a string."],
    [{ text: "hi", attachments: [1] }, "'attachments[0]' must be an object, got a number."],
  ])("is refused: %j", (payload, problem) => {
    expect(slackProblems(payload)).toEqual([problem]);
  });
});

describe("the type of a block", () => {
  it("must be given", () => {
    expect(blocks({})).toEqual([
      expect.stringMatching(/^'blocks\[0\]\.type' must be actions, .* or container, got nothing\.$/),
    ]);
  });

  it.each(["new_kind", "constructor", "__proto__"])("is left for Slack to judge if it is %s", (type) => {
    expect(blocks({ type, text: 1 }, actions({ type }), richText({ type }))).toEqual([]);
  });

  it("must be that of a block, not of something else that Slack knows", () => {
    expect(blocks(button)).toEqual([expect.stringContaining("got 'button'.")]);
    expect(blocks(actions(divider))).toEqual([expect.stringContaining("got 'divider'.")]);
    const container = { type: "container", title: plain("a"), child_blocks: [divider] };
    expect(blocks(container)).toEqual([]);
    expect(blocks({ ...container, child_blocks: [container] })).toHaveLength(1);
  });
});

const section = { type: "section", text: mrkdwn("a") };
const card = { type: "card", title: mrkdwn("a") };
const video = { type: "video", video_url: "v", thumbnail_url: "t", alt_text: "a", title: plain("a") };
const input = { type: "input", label: plain("a"), element: { type: "plain_text_input" } };
const container = { type: "container", title: plain("a"), child_blocks: [divider] };
const choices = { type: "static_select", options: [option] };

/** Slack's limits on characters, from its reference. */
const MOST_CHARACTERS: [place: string, most: number, payload: (text: string) => Json][] = [
  ["section.text", 3000, (text) => ({ type: "section", text: mrkdwn(text) })],
  ["section.fields", 2000, (text) => ({ type: "section", fields: [plain("a"), plain(text)] })],
  ["header.text", 150, (text) => ({ type: "header", text: plain(text) })],
  ["context.elements", 3000, (text) => ({ type: "context", elements: [image, mrkdwn(text)] })],
  ["markdown.text", 12000, (text) => ({ type: "markdown", text })],
  ["image.alt_text", 2000, (text) => ({ ...image, alt_text: text })],
  ["image.image_url", 3000, (text) => ({ ...image, image_url: text })],
  ["image.title", 2000, (text) => ({ ...image, title: plain(text) })],
  ["input.label", 2000, (text) => ({ ...input, label: plain(text) })],
  ["input.hint", 2000, (text) => ({ ...input, hint: plain(text) })],
  ["card.title", 150, (text) => ({ type: "card", title: mrkdwn(text) })],
  ["card.subtitle", 150, (text) => ({ ...card, subtitle: mrkdwn(text) })],
  ["card.body", 200, (text) => ({ type: "carousel", elements: [{ ...card, body: plain(text) }] })],
  ["container.title", 150, (text) => ({ ...container, title: plain(text) })],
  ["container.subtitle", 150, (text) => ({ ...container, subtitle: mrkdwn(text) })],
  ["video.title, less than 200", 199, (text) => ({ ...video, title: plain(text) })],
  ["button.text", 75, (text) => actions({ ...button, text: plain(text) })],
  ["button.url", 3000, (text) => ({ ...section, accessory: { ...button, url: text } })],
  ["option.text", 75, (text) => actions({ type: "overflow", options: [{ ...option, text: plain(text) }] })],
  [
    "option.description",
    75,
    (text) => actions({ type: "checkboxes", options: [{ ...option, description: mrkdwn(text) }] }),
  ],
  [
    "option_group.label",
    75,
    (text) => actions({ type: "static_select", option_groups: [{ label: plain(text), options: [option] }] }),
  ],
  ["placeholder", 150, (text) => actions({ ...choices, placeholder: plain(text) })],
  ["confirm.title", 100, (text) => actions({ ...button, confirm: { text: plain("a"), title: plain(text) } })],
  ["confirm.text", 300, (text) => actions({ ...button, confirm: { text: mrkdwn(text) } })],
  ["confirm.deny", 30, (text) => actions({ ...button, confirm: { text: plain("a"), deny: plain(text) } })],
];

/** The same, where a string may be empty. */
const MOST_IF_ANY: [place: string, most: number, payload: (text: string) => Json][] = [
  ["block_id", 255, (text) => ({ ...divider, block_id: text })],
  ["action_id", 255, (text) => actions({ ...button, action_id: text })],
  ["button.value", 2000, (text) => actions({ ...button, value: text })],
  ["option.value", 150, (text) => actions({ type: "radio_buttons", options: [{ ...option, value: text }] })],
  ["accessibility_label", 75, (text) => actions({ ...button, accessibility_label: text })],
  ["video.author_name, less than 50", 49, (text) => ({ ...video, author_name: text })],
];

describe("a string", () => {
  it.each(MOST_CHARACTERS)("in %s has 1 to %i characters", (_place, most, block) => {
    expect([0, 1, most, most + 1].map((length) => blocks(block(x(length))).length)).toEqual([1, 0, 0, 1]);
  });

  it.each(MOST_IF_ANY)("in %s has 0 to %i characters", (_place, most, block) => {
    expect([0, most, most + 1].map((length) => blocks(block(x(length))).length)).toEqual([0, 0, 1]);
  });

  it.each<[string, (text: Json) => Json]>([
    ["the alt text of an element", (text) => ({ ...section, accessory: { ...image, alt_text: text } })],
    ["the alt text of a video", (text) => ({ ...video, alt_text: text })],
    ["the URL of a thumbnail", (text) => ({ ...video, thumbnail_url: text })],
    ["the URL of a file", (url) => ({ type: "image", alt_text: "a", slack_file: { id: "a", url } })],
    ["rich text", (text) => richText({ type: "text", text })],
    ["the URL of a link", (text) => richText({ type: "link", url: text })],
    ["the text of a link", (text) => richText({ type: "link", url: "u", text })],
    ["a user of rich text", (text) => richText({ type: "user", user_id: text })],
    ["the title of a task", (text) => ({ type: "task_card", task_id: "a", title: text })],
    ["the title of a plan", (text) => ({ type: "plan", title: text })],
    [
      "the caption of a table",
      (text) => ({ type: "data_table", caption: text, rows: [[plainCell("a")], [plainCell("a")]] }),
    ],
    ["a cell", (text) => ({ type: "table", rows: [[plainCell(text)]] })],
    ["an alert", (text) => ({ type: "alert", text: { type: "mrkdwn", text } })],
  ])("must be a string that is not empty in %s", (_place, block) => {
    expect(blocks(block(x(5)))).toEqual([]);
    expect(blocks(block(""))).toEqual([
      expect.stringMatching(/must have at least 1 character \(.*\), got 0: add some\.$/),
    ]);
    expect(blocks(block(137))).toEqual([expect.stringMatching(/must be a string, got a number: put it in quotes\.$/)]);
    expect(blocks(block(null))).toEqual([expect.stringMatching(/must be a string, got null\.$/)]);
  });

  it("says where it is, the limit, what was given and the remedy", () => {
    const fields = [mrkdwn("a"), mrkdwn("b"), mrkdwn(x(2001))];
    expect(slackProblems({ attachments: [{ blocks: [divider, { type: "section", fields }] }] })).toEqual([
      "'attachments[0].blocks[1].fields[2].text' must have at most 2000 characters (Slack's limit), got 2001: shorten it.",
    ]);
    expect(blocks({ type: "section", text: mrkdwn("") })).toEqual([
      "'blocks[0].text.text' must have at least 1 character (Slack's limit), got 0: add some.",
    ]);
  });
});

function plainCell(text: Json) {
  return { type: "raw_text", text };
}

describe("a text object", () => {
  it.each<[Json, string]>([
    ["hi", "'blocks[0].text' must be a text object, got a string."],
    [null, "'blocks[0]' must have 'text' or 'fields': add one."],
    [{ text: "hi" }, "'blocks[0].text.type' must be plain_text or mrkdwn, got nothing."],
    [{ type: "markdown", text: "hi" }, "'blocks[0].text.type' must be plain_text or mrkdwn, got 'markdown'."],
    [{ type: "new_kind", text: "hi" }, "'blocks[0].text.type' must be plain_text or mrkdwn, got 'new_kind'."],
    [mrkdwn(137), "'blocks[0].text.text' must be a string, got a number: put it in quotes."],
    [{ type: "mrkdwn" }, "'blocks[0].text.text' must be a string, got nothing."],
  ])("is refused in a section: %j", (text, problem) => {
    expect(blocks({ type: "section", text })).toEqual([problem]);
  });

  it.each<[string, (text: Json) => Json]>([
    ["header", (text) => ({ type: "header", text })],
    ["button", (text) => actions({ ...button, text })],
    ["menu", (text) => actions({ type: "overflow", options: [{ ...option, text }] })],
    ["placeholder", (text) => actions({ ...choices, placeholder: text })],
    ["title of an image", (text) => ({ ...image, title: text })],
  ])("cannot be mrkdwn in a %s", (_place, block) => {
    expect(blocks(block(plain("a")))).toEqual([]);
    expect(blocks(block(mrkdwn("a")))).toEqual([expect.stringContaining(".type' must be plain_text, got 'mrkdwn'.")]);
  });
});

describe("a list", () => {
  it.each<[string, number, number, (count: number) => Json]>([
    ["section.fields beside a text", 0, 10, (n) => ({ ...section, fields: many(n, mrkdwn("a")) })],
    ["section.fields alone", 1, 10, (n) => ({ type: "section", fields: many(n, mrkdwn("a")) })],
    ["context", 1, 10, (n) => ({ type: "context", elements: many(n, mrkdwn("a")) })],
    ["actions", 1, 25, (n) => actions(...many(n, button))],
    [
      "context_actions",
      1,
      5,
      (n) => ({ type: "context_actions", elements: many(n, { type: "icon_button", icon: "a", text: plain("a") }) }),
    ],
    ["carousel", 1, 10, (n) => ({ type: "carousel", elements: many(n, card) })],
    ["container", 1, 10, (n) => ({ ...container, child_blocks: many(n, divider) })],
    ["rows of a table", 1, 100, (n) => ({ type: "table", rows: many(n, [plainCell("a")]) })],
    ["cells of a row", 1, 20, (n) => ({ type: "table", rows: [many(n, plainCell("a"))] })],
    ["checkboxes", 1, 10, (n) => actions({ type: "checkboxes", options: many(n, option) })],
    ["radio buttons", 1, 10, (n) => actions({ type: "radio_buttons", options: many(n, option) })],
    ["overflow", 1, 5, (n) => actions({ type: "overflow", options: many(n, option) })],
    ["options of a menu", 1, 100, (n) => actions({ type: "static_select", options: many(n, option) })],
    [
      "options of a group",
      1,
      100,
      (n) => actions({ type: "static_select", option_groups: [{ label: plain("a"), options: many(n, option) }] }),
    ],
  ])("of %s has %i to %i items", (_place, least, most, block) => {
    const counts = [least - 1, least, most, most + 1].filter((count) => count >= 0);
    expect(counts.map((count) => blocks(block(count)).length)).toEqual(least === 0 ? [0, 0, 1] : [1, 0, 0, 1]);
  });

  it("says how many it has, and how many it may have", () => {
    expect(blocks(...many(50, divider))).toEqual([]);
    expect(blocks(...many(51, divider))).toEqual([
      "'blocks' must have at most 50 items (Slack's limit), got 51: shorten it.",
    ]);
    expect(blocks({ type: "context", elements: [] })).toEqual([
      "'blocks[0].elements' must have at least 1 item (Slack's limit), got 0: add some.",
    ]);
    expect(slackProblems({ attachments: [{}, { title: "a", blocks: many(51, divider) }] })).toHaveLength(1);
    expect(slackProblems({ attachments: many(100, { title: "a" }) })).toEqual([]);
    expect(slackProblems({ attachments: many(101, { title: "a" }) })).toHaveLength(1);
  });

  it("of a data table has a header and a row", () => {
    const table = (count: number) => blocks({ type: "data_table", caption: "a", rows: many(count, [plainCell("a")]) });
    expect([1, 2].map((count) => table(count).length)).toEqual([1, 0]);
  });

  it("may be empty in a section of rich text", () => {
    expect(blocks(richText())).toEqual([]);
    expect(blocks({ type: "rich_text", elements: [] })).toHaveLength(1);
  });

  it("of rich text is checked down to the sections of a list", () => {
    const list = (...elements: Json[]) => ({ type: "rich_text_list", style: "bullet", elements });
    const part = (text: Json) => ({ type: "rich_text_section", elements: [{ type: "text", text }] });
    expect(blocks({ type: "rich_text", elements: [list(part("a"), part([]))] })).toEqual([
      "'blocks[0].elements[0].elements[1].elements[0].text' must be a string, got a list.",
    ]);
    expect(blocks({ type: "rich_text", elements: [list(list(part("a")))] })).toEqual([
      "'blocks[0].elements[0].elements[0].type' must be rich_text_section, got 'rich_text_list'.",
    ]);
  });
});

describe("an object that needs one of several keys", () => {
  it.each<[string, Json]>([
    ["'blocks[0]' must have 'text' or 'fields': add one.", { type: "section" }],
    ["'blocks[0]' must have 'image_url' or 'slack_file': add one.", { type: "image", alt_text: "a" }],
    ["'blocks[0].slack_file' must have 'url' or 'id': add one.", { type: "image", alt_text: "a", slack_file: {} }],
    ["'blocks[0]' must have 'hero_image' or 'title' or 'actions' or 'body': add one.", { type: "card", actions: [] }],
    ["'blocks[0]' must have 'title' or 'rich_text_title': add one.", { type: "container", child_blocks: [divider] }],
    ["'blocks[0].elements[0]' must have 'options' or 'option_groups': add one.", actions({ type: "static_select" })],
  ])("is refused without: %s", (problem, block) => {
    expect(blocks(block)).toEqual([problem]);
  });
});

describe("a legacy attachment", () => {
  it("may have empty strings, and null", () => {
    const fields = [{ title: "Reason", value: "", short: false }];
    expect(slackProblems({ attachments: [{ title: "Stopped", text: "", fallback: null, fields }] })).toEqual([]);
  });

  it("has fields with a title or a value", () => {
    const fields = [{ title: "", value: "x" }, { value: "x" }, { title: "", value: "" }, {}];
    expect(slackProblems({ attachments: [{ fields }] })).toEqual([
      "'attachments[0].fields[2]' must have 'title' or 'value': add one.",
      "'attachments[0].fields[3]' must have 'title' or 'value': add one.",
    ]);
  });

  it("refuses anything that is not a string", () => {
    const fields = [
      { title: "b", value: ["c"] },
      { title: "Exit code", value: 137 },
    ];
    expect(slackProblems({ attachments: [{ title: true, text: {}, title_link: 1, fields }] })).toEqual([
      "'attachments[0].title' must be a string, got a boolean: put it in quotes.",
      "'attachments[0].title_link' must be a string, got a number: put it in quotes.",
      "'attachments[0].text' must be a string, got an object.",
      "'attachments[0].fields[0].value' must be a string, got a list.",
      "'attachments[0].fields[1].value' must be a string, got a number: put it in quotes.",
    ]);
  });

  it("may have a footer of 300 characters, but not of 301", () => {
    expect(slackProblems({ attachments: [{ footer: x(300) }] })).toEqual([]);
    expect(slackProblems({ attachments: [{ footer: x(301) }] })).toHaveLength(1);
  });
});

describe("slackProblems", () => {
  it("reports all problems together", () => {
    const problems = slackProblems({
      text: 1,
      blocks: [{ type: "header", text: mrkdwn("") }],
      attachments: [{ blocks: [{ type: "section", text: plain(x(3001)) }] }],
    });
    expect(problems.map((problem) => problem.split("'")[1])).toEqual([
      "text",
      "blocks[0].text.type",
      "attachments[0].blocks[0].text.text",
    ]);
  });

  it("refuses a payload that is nested beyond any block, however deep", () => {
    const nested = (levels: number): Json => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(slackProblems({ text: "a", metadata: nested(39) })).toEqual([]);
    for (const levels of [40, 100_000])
      expect(slackProblems({ text: "a", metadata: nested(levels) })).toEqual([
        "the payload must be at most 40 levels deep: flatten it.",
      ]);
  });

  it("takes a section of any text within the limits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 1500 }), (text) => {
        expect(blocks({ type: "section", text: mrkdwn(text) })).toEqual([]);
      }),
    );
  });

  it("never throws, whatever the JSON", () => {
    const keys = [...new Set(ROWS.flatMap(({ places }) => [...places.keys()]))];
    const types = ROWS.flatMap(({ type }) => (type === undefined ? [] : [type]));
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue(),
        fc.array(tie("node"), { maxLength: 4 }),
        fc
          .tuple(fc.constantFrom(...types), fc.dictionary(fc.constantFrom(...keys), tie("node"), { maxKeys: 6 }))
          .map(([type, rest]) => ({ ...rest, type })),
      ),
    }));
    fc.assert(
      fc.property(node, (value) => {
        const one: Json = JSON.parse(JSON.stringify(value));
        for (const payload of [one, { blocks: [one], attachments: [one] }, { blocks: one, attachments: one }])
          for (const problem of slackProblems(payload)) expect(problem).toMatch(/^(the payload|'\w).*\.$/s);
      }),
    );
  });
});
