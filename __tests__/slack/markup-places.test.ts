import { describe, expect, it } from "vitest";
import { markupPlaces } from "../../lib/slack/payload-problems";

const value = { path: "$.detail.group" };
const read = (payload: unknown) => markupPlaces(payload, (one) => one === value);
const mrkdwn = { type: "mrkdwn", text: value };
const plain = { type: "plain_text", text: value };
const markdown = { type: "markdown", text: value };

describe("markup", () => {
  it.each<[string, unknown]>([
    ["text", { text: value }],
    ["blocks[0].text", { blocks: [markdown] }],
    ["blocks[0].text.text", { blocks: [{ type: "section", text: mrkdwn }] }],
    ["blocks[0].fields[1].text", { blocks: [{ type: "section", fields: [{}, mrkdwn] }] }],
    ["blocks[0].elements[0].text", { blocks: [{ type: "context", elements: [mrkdwn] }] }],
    ["blocks[0].text.text", { blocks: [{ type: "alert", text: mrkdwn }] }],
    ["blocks[0].elements[0].body.text", { blocks: [{ type: "carousel", elements: [{ type: "card", body: mrkdwn }] }] }],
    [
      "blocks[0].child_blocks[0].text.text",
      { blocks: [{ type: "container", child_blocks: [{ type: "section", text: mrkdwn }] }] },
    ],
    [
      "blocks[0].elements[0].confirm.text.text",
      { blocks: [{ type: "actions", elements: [{ type: "button", confirm: { text: mrkdwn } }] }] },
    ],
    [
      "blocks[0].elements[0].options[0].description.text",
      { blocks: [{ type: "actions", elements: [{ type: "checkboxes", options: [{ description: mrkdwn }] }] }] },
    ],
    ["attachments[0].blocks[0].text", { attachments: [{ blocks: [markdown] }] }],
    ["attachments[0].text", { attachments: [{ text: value, mrkdwn_in: ["text"] }] }],
    ["attachments[0].pretext", { attachments: [{ pretext: value, mrkdwn_in: ["text", "pretext"] }] }],
    ["attachments[0].fields[0].value", { attachments: [{ fields: [{ title: "a", value }], mrkdwn_in: ["fields"] }] }],
    ["blocks[0].something.text", { blocks: [{ type: "new_kind", something: mrkdwn }] }],
    ["blocks[0].something.text", { blocks: [{ type: "section", something: mrkdwn }] }],
    ["blocks[0].text", { blocks: [mrkdwn] }],
  ])("is %s", (at, payload) => {
    expect(read(payload)).toEqual([at]);
  });
});

describe("not markup", () => {
  it.each<[string, unknown]>([
    ["a plain text", { blocks: [{ type: "section", text: plain }] }],
    ["a header", { blocks: [{ type: "header", text: plain }] }],
    [
      "rich text",
      {
        blocks: [
          { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }] },
        ],
      },
    ],
    ["an alt text", { blocks: [{ type: "image", alt_text: value }] }],
    ["a URL", { blocks: [{ type: "actions", elements: [{ type: "button", url: value }] }] }],
    ["a cell", { blocks: [{ type: "table", rows: [[{ type: "raw_text", text: value }]] }] }],
    ["the title of a plan", { blocks: [{ type: "plan", title: value }] }],
    ["a key that is no text", { blocks: [{ type: "alert", level: value }] }],
    ["a text of a new kind of block", { blocks: [{ type: "new_kind", text: value, rows: [{ a: value }] }] }],
    ["the legacy actions of an attachment", { attachments: [{ actions: [{ type: "button", text: value }] }] }],
    [
      "what an attachment never formats",
      {
        attachments: [
          {
            ...{ fallback: value, title_link: value, color: value, fields: [{ title: value }] },
            mrkdwn_in: ["fallback", "fields", "color"],
          },
        ],
      },
    ],
    [
      "a text of an attachment that mrkdwn_in does not name",
      {
        attachments: [
          { text: value, pretext: value, title: value, author_name: value, footer: value, mrkdwn_in: ["fields"] },
          { fields: [{ title: "a", value }], mrkdwn_in: ["text"] },
        ],
      },
    ],
  ])("is %s", (_what, payload) => {
    expect(read(payload)).toEqual([]);
  });
});

describe("markupPlaces", () => {
  it("finds a value at each of its places, in the payload's order", () => {
    const payload = { text: value, blocks: [{ type: "header", text: plain }, markdown] };
    expect(read(payload)).toEqual(["text", "blocks[1].text"]);
  });

  it.each([undefined, null, "a", [], [value], { blocks: value }, { blocks: [null, 1, [value]] }, value])(
    "accepts any payload: %j",
    (payload) => {
      expect(() => read(payload)).not.toThrow();
    },
  );
});
