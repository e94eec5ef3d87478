import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../lib/eventbridge/json";
import { SLACK_LIMITS, slackProblems } from "../../lib/slack/payload-problems";

const x = (length: number) => "x".repeat(length);
const plain = (text: Json) => ({ type: "plain_text", text });
const mrkdwn = (text: Json) => ({ type: "mrkdwn", text });
const divider = { type: "divider" };
const richText = (...elements: Json[]) => ({ type: "rich_text", elements });
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
  ])("is not one with any of them: %j", (payload) => {
    expect(slackProblems(payload)).toEqual([]);
  });
});

describe("a payload of another shape", () => {
  it.each<[Json, string]>([
    ["hi", "the payload must be a JSON object, got a string."],
    [[], "the payload must be a JSON object, got a list."],
    [null, "the payload must be a JSON object, got null."],
    [{ text: ["hi"] }, "'text' must be a string, got a list."],
    [{ text: "hi", blocks: {} }, "'blocks' must be a list, got an object."],
    [{ text: "hi", blocks: ["hi"] }, "'blocks[0]' must be an object, got a string."],
    [{ text: "hi", blocks: [{}] }, "'blocks[0].type' must name a block, got nothing."],
    [{ text: "hi", attachments: "hi" }, "'attachments' must be a list, got a string."],
    [{ text: "hi", attachments: [1] }, "'attachments[0]' must be an object, got a number."],
  ])("is refused: %j", (payload, problem) => {
    expect(slackProblems(payload)).toEqual([problem]);
  });
});

describe("blocks", () => {
  it("may be 50, and not 51", () => {
    expect(blocks(...many(50, divider))).toEqual([]);
    expect(blocks(...many(51, divider))).toEqual([
      "'blocks' must be at most 50 (Slack's limit on the blocks of a message), got 51.",
    ]);
  });

  it("are checked in attachments too, and the message says where", () => {
    const fields = [mrkdwn("a"), mrkdwn("b"), mrkdwn(x(2001))];
    expect(slackProblems({ attachments: [{ blocks: [divider, { type: "section", fields }] }] })).toEqual([
      "'attachments[0].blocks[1].fields[2].text' must be at most 2000 characters (Slack's section field limit), got 2001: shorten it.",
    ]);
    expect(slackProblems({ attachments: [{}, { blocks: many(51, divider) }] })).toHaveLength(1);
  });

  it("of a kind that shows no text of ours are left to Slack", () => {
    expect(
      blocks({ type: "image", image_url: "https://example.com/a.png", alt_text: "a" }, { type: "new_kind" }),
    ).toEqual([]);
  });
});

describe("a section", () => {
  it.each<[number, string[]]>([
    [0, ["'blocks[0].text.text' must be at least 1 character (Slack's section text limit), got 0: give it a text."]],
    [1, []],
    [3000, []],
    [
      3001,
      ["'blocks[0].text.text' must be at most 3000 characters (Slack's section text limit), got 3001: shorten it."],
    ],
  ])("with a text of %i characters", (length, problems) => {
    expect(blocks({ type: "section", text: mrkdwn(x(length)) })).toEqual(problems);
  });

  it.each<[number, number]>([
    [0, 1],
    [1, 0],
    [2000, 0],
    [2001, 1],
  ])("with a field of %i characters has %i problems", (length, count) => {
    expect(blocks({ type: "section", fields: [plain(x(length))] })).toHaveLength(count);
  });

  it("may have 10 fields, and not 11", () => {
    expect(blocks({ type: "section", fields: many(10, mrkdwn("a")) })).toEqual([]);
    expect(blocks({ type: "section", fields: many(11, mrkdwn("a")) })).toEqual([
      "'blocks[0].fields' must be at most 10 (Slack's limit on the fields of a section), got 11.",
    ]);
  });

  it("must have a text or a field", () => {
    const problem = ["'blocks[0]' must have a 'text' or 'fields'."];
    expect(blocks({ type: "section" })).toEqual(problem);
    expect(blocks({ type: "section", fields: [] })).toEqual(problem);
  });

  it.each<[Json, string]>([
    ["hi", "'blocks[0].text' must be a text object, got a string."],
    [{ text: "hi" }, "'blocks[0].text.type' must be plain_text or mrkdwn, got nothing."],
    [{ type: "markdown", text: "hi" }, "'blocks[0].text.type' must be plain_text or mrkdwn, got 'markdown'."],
    [mrkdwn(137), "'blocks[0].text.text' must be a string, got a number."],
    [{ type: "mrkdwn" }, "'blocks[0].text.text' must be a string, got nothing."],
  ])("refuses the text %j", (text, problem) => {
    expect(blocks({ type: "section", text })).toEqual([problem]);
  });
});

describe("a header", () => {
  it.each<[number, number]>([
    [0, 1],
    [1, 0],
    [150, 0],
    [151, 1],
  ])("of %i characters has %i problems", (length, count) => {
    expect(blocks({ type: "header", text: plain(x(length)) })).toHaveLength(count);
  });

  it("takes no mrkdwn", () => {
    expect(blocks({ type: "header", text: mrkdwn("hi") })).toEqual([
      "'blocks[0].text.type' must be plain_text, got 'mrkdwn'.",
    ]);
  });
});

describe("a context", () => {
  it("may have 10 elements, and not 11", () => {
    expect(blocks({ type: "context", elements: many(10, mrkdwn("a")) })).toEqual([]);
    expect(blocks({ type: "context", elements: many(11, mrkdwn("a")) })).toHaveLength(1);
  });

  it.each<[number, number]>([
    [0, 1],
    [1, 0],
    [3000, 0],
    [3001, 1],
  ])("with a text of %i characters has %i problems", (length, count) => {
    const image = { type: "image", image_url: "https://example.com/a.png", alt_text: "a" };
    expect(blocks({ type: "context", elements: [image, mrkdwn(x(length))] })).toHaveLength(count);
  });

  it("must have its elements", () => {
    expect(blocks({ type: "context" })).toEqual(["'blocks[0].elements' must be a list, got nothing."]);
  });
});

describe("a button", () => {
  const button = (text: Json, url = "https://example.com") => ({ type: "button", text, url });

  it.each<[number, number]>([
    [0, 1],
    [75, 0],
    [76, 1],
  ])("with %i characters has %i problems, as an action and beside a section", (length, count) => {
    expect(blocks({ type: "actions", elements: [button(plain(x(length)))] })).toHaveLength(count);
    expect(blocks({ type: "section", text: mrkdwn("a"), accessory: button(plain(x(length))) })).toHaveLength(count);
  });

  it("may have a URL of 3000 characters, and not 3001", () => {
    expect(blocks({ type: "actions", elements: [button(plain("a"), x(3000))] })).toEqual([]);
    expect(blocks({ type: "actions", elements: [button(plain("a"), x(3001))] })).toHaveLength(1);
  });

  it("takes no mrkdwn", () => {
    expect(blocks({ type: "actions", elements: [button(mrkdwn("a"))] })).toHaveLength(1);
  });

  it("may be one of 25 actions, and not of 26", () => {
    expect(blocks({ type: "actions", elements: many(25, button(plain("a"))) })).toEqual([]);
    expect(blocks({ type: "actions", elements: many(26, button(plain("a"))) })).toHaveLength(1);
  });
});

describe("rich text", () => {
  const section = (text: Json) => ({ type: "rich_text_section", elements: [{ type: "text", text }] });

  it("shows any text that is not empty", () => {
    expect(blocks(richText(section("a"), section(x(5000))))).toEqual([]);
    expect(blocks(richText(section("a"), section("")))).toEqual([
      "'blocks[0].elements[1].elements[0].text' must be at least 1 character (Slack's rich text limit), got 0: give it a text.",
    ]);
  });

  it("is looked through down to the sections of a list", () => {
    const list = { type: "rich_text_list", style: "bullet", elements: [section("a"), section([])] };
    expect(blocks(richText(list))).toEqual([
      "'blocks[0].elements[0].elements[1].elements[0].text' must be a string, got a list.",
    ]);
  });

  it("may hold elements without a text", () => {
    const elements = [
      { type: "emoji", name: "fire" },
      { type: "broadcast", range: "here" },
    ];
    expect(blocks(richText({ type: "rich_text_section", elements }))).toEqual([]);
  });
});

describe("a legacy attachment", () => {
  it("may have empty texts and values beside its titles", () => {
    const fields = [{ title: "Reason", value: "", short: false }];
    expect(slackProblems({ attachments: [{ title: "Stopped", text: "", fallback: "", fields }] })).toEqual([]);
  });

  it("refuses an object or a list for a text", () => {
    expect(slackProblems({ attachments: [{ title: "a", text: {}, fields: [{ title: "b", value: ["c"] }] }] })).toEqual([
      "'attachments[0].text' must be a string, got an object.",
      "'attachments[0].fields[0].value' must be a string, got a list.",
    ]);
  });

  it("leaves it to Slack how a number is shown", () => {
    expect(slackProblems({ attachments: [{ title: "a", fields: [{ title: "Exit code", value: 137 }] }] })).toEqual([]);
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
      "blocks[0].text.text",
      "attachments[0].blocks[0].text.text",
    ]);
  });

  it("takes a section of any text within the limits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: SLACK_LIMITS.sectionText / 2 }), (text) => {
        expect(blocks({ type: "section", text: mrkdwn(text) })).toEqual([]);
      }),
    );
  });

  it("never throws, whatever the JSON", () => {
    const type = fc.constantFrom("section", "header", "context", "actions", "rich_text", "button", "text");
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        fc.array(tie("node"), { maxLength: 4 }),
        fc.record(
          {
            type,
            text: tie("node"),
            elements: tie("node"),
            fields: tie("node"),
            accessory: tie("node"),
            blocks: tie("node"),
            attachments: tie("node"),
          },
          { requiredKeys: [] },
        ),
      ),
    }));
    fc.assert(
      fc.property(node, (value) => {
        const payload: Json = JSON.parse(JSON.stringify(value));
        expect(() => slackProblems(payload)).not.toThrow();
      }),
    );
  });
});
