import { describe, expect, it } from "vitest";
import type { Reading } from "../../lib/slack/blocks";
import { readings } from "../../lib/slack/payload-problems";

class Value {
  readonly path = "$.detail.group";
}

const value = new Value();
const isValue = (one: unknown): one is Value => one instanceof Value;
const read = (payload: unknown) => readings(payload, isValue).map(({ at, reading }) => [at, reading]);
const ofBlock = (block: unknown) => read({ blocks: [block] });
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
    expect(read(payload)).toEqual([[at, "markup"]]);
  });
});

describe("shown as it is", () => {
  it.each<[string, unknown]>([
    ["a plain text", { type: "section", text: plain }],
    ["a header", { type: "header", text: plain }],
    [
      "rich text",
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: value }] }] },
    ],
    ["an alt text", { type: "image", alt_text: value }],
    ["a URL", { type: "actions", elements: [{ type: "button", url: value }] }],
    ["a cell", { type: "table", rows: [[{ type: "raw_text", text: value }]] }],
    ["the title of a plan", { type: "plan", title: value }],
    ["a key that is no text", { type: "alert", level: value }],
  ])("is %s", (_name, block) => {
    expect(ofBlock(block).map(([, reading]) => reading)).toEqual(["literal"]);
  });

  it("is what an attachment never formats", () => {
    const attachment = { fallback: value, title_link: value, color: value, fields: [{ title: value }] };
    const mrkdwn_in = ["fallback", "fields", "color"];
    for (const one of [attachment, { ...attachment, mrkdwn_in }])
      expect(new Set(read({ attachments: [one] }).map(([, reading]) => reading))).toEqual(new Set(["literal"]));
    expect(read({ attachments: [{ actions: [{ type: "button", text: value }] }] })).toEqual([
      ["attachments[0].actions[0].text", "literal"],
    ]);
  });
});

describe("disputed", () => {
  it.each<[string, unknown]>([
    ["attachments[0].text", { attachments: [{ text: value }] }],
    ["attachments[0].text", { attachments: [{ text: value, mrkdwn_in: ["fields"] }] }],
    ["attachments[0].pretext", { attachments: [{ pretext: value }] }],
    ["attachments[0].title", { attachments: [{ title: value }] }],
    ["attachments[0].author_name", { attachments: [{ author_name: value }] }],
    ["attachments[0].footer", { attachments: [{ footer: value }] }],
    ["attachments[0].fields[0].value", { attachments: [{ fields: [{ title: "a", value }], mrkdwn_in: ["text"] }] }],
    ["blocks[0].text", { blocks: [{ type: "new_kind", text: value }] }],
    ["blocks[0].rows[0].a", { blocks: [{ type: "new_kind", rows: [{ a: value }] }] }],
  ])("is %s", (at, payload) => {
    expect(read(payload)).toEqual([[at, "disputed"]]);
  });
});

describe("readings", () => {
  it("finds a value at each of its places, in the payload's order", () => {
    const payload = {
      text: value,
      blocks: [markdown, { type: "header", text: plain }],
      attachments: [{ title: value }],
    };
    expect(readings(payload, isValue)).toEqual<{ value: Value; at: string; reading: Reading }[]>([
      { value, at: "text", reading: "markup" },
      { value, at: "blocks[0].text", reading: "markup" },
      { value, at: "blocks[1].text.text", reading: "literal" },
      { value, at: "attachments[0].title", reading: "disputed" },
    ]);
  });

  it.each([undefined, null, "a", [], [value], { blocks: value }, { blocks: [null, 1, [value]] }, value])(
    "takes any payload: %j",
    (payload) => {
      expect(() => read(payload)).not.toThrow();
    },
  );
});
