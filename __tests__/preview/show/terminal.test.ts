import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../../lib/eventbridge/json";
import { nameOf, type Preview, type Result, type SampleEvent } from "../../../lib/preview/model";
import { markdownReport } from "../../../lib/preview/show/markdown";
import { drawBody } from "../../../lib/preview/show/slack";
import { type Layout, terminalReport } from "../../../lib/preview/show/terminal";
import { type Line, paint, span, textWidth, wrap } from "../../../lib/preview/show/text";
import { alert, anyMessage, anyPreview, anyPrintedText, rings, sample, silent, unsent } from "../previews";

const crashes = alert("crashes");
const starts = alert("failed-to-start");
const wants = { path: "detail.stopCode", expected: ["TaskFailedToStart"] };

const two: Preview = {
  alerts: [crashes, starts],
  events: [sample("crashed"), sample("pull-failed"), sample("deployment")],
  results: [
    rings("crashed", crashes, { text: "*api* crashed" }),
    silent("crashed", starts, { ...wants, actual: "EssentialContainerExited" }),
    silent("pull-failed", crashes),
    rings("pull-failed", starts, { text: "no image" }, "It holds only if EventBridge escapes."),
    silent("deployment", crashes, { path: "detail.containers.exitCode", expected: [1], actual: [0, 0] }),
    silent("deployment", starts, { ...wants, actual: undefined }),
  ],
};

function report(preview: Preview, more: Partial<Layout> = {}): string {
  const report = terminalReport(preview, { width: 60, colour: false, detailed: false, body: false, ...more });
  return report.replaceAll("\u00a0", " ");
}

function draw(body: Json, width = 40): string {
  return paint(drawBody(JSON.stringify(body), true, width), false);
}

describe("the report of all events", () => {
  it("shows a table of events and alerts, the problems, and the first message that rings", () => {
    expect(report(two)).toBe(`crashed      ● crashes
pull-failed  ●! failed-to-start
deployment   ·

● rings   ●! rings, with a problem   ! no message arrives
◔ is counted by an alarm   · silent   - not an event

3 events, 2 alerts: 2 of the events ring, 1 does not.

── Problems ────────────────────────────────────────────────
  ! It holds only if EventBridge escapes.
    failed-to-start, for pull-failed

── crashed → crashes ───────────────────────────────────────

  api crashed`);
  });

  it("breaks the legend only between signs", () => {
    for (let width = 30; width <= 120; width++)
      for (const line of report(two, { width }).split("\n\n")[1]?.split("\n") ?? [])
        expect(line, `${width}`).toMatch(/^(●!?|!|◔|·|-) \S.*[a-z]$/);
  });

  it("names the alerts that are not silent beside the event, in several lines if they or the event need them", () => {
    const alerts = Array.from({ length: 14 }, (_, index) => alert(`a-long-name-${index}`));
    const loud = alerts.filter((_, index) => index % 5 === 0);
    const name = "an-event-with-a-long-name";
    const results = alerts.map((one) => (loud.includes(one) ? rings(name, one, { text: "x" }) : silent(name, one)));
    expect(report({ alerts, events: [sample(name)], results }, { width: 40 }).split("\n\n")[0]).toBe(
      `an-event-with-a-long  ● a-long-name-0
-name                 ● a-long-name-5
                      ● a-long-name-10`,
    );
  });

  it("says each problem once, however many events it affects", () => {
    const events = Array.from({ length: 10 }, (_, index) => `e${index}`);
    const results = events.map((event) => rings(event, crashes, { text: "x" }, "Same."));
    const text = report({ alerts: [crashes], events: events.map(sample), results });
    expect(text.match(/Same\./g)).toHaveLength(1);
    expect(text).toContain("crashes, for e0, e1, e2, e3, e4, e5, e6, e7 and 2 more");
  });

  it("marks with '!' what matches and does not arrive, and an alert that AWS would refuse", () => {
    const broken = alert("broken", { problems: ["Bad pattern."] });
    const results = [unsent("e", crashes, "no", "Not JSON."), silent("e", broken)];
    const text = report({ alerts: [crashes, broken], events: [sample("e")], results });
    expect(text).toMatch(/^e {2}! crashes {2}! broken$/m);
    expect(text).toContain("! Bad pattern.\n    broken");
    expect(text).not.toContain("→");
  });

  it("has escape sequences only with colour, and the same text without them", () => {
    const coloured = report(two, { colour: true });
    const esc = String.fromCharCode(0x1b);
    expect(coloured).toContain(`${esc}[32m● crashes${esc}[0m`);
    expect(coloured.replaceAll(new RegExp(`${esc}\\[[0-9;]*m`, "g"), "").replaceAll(/ +$/gm, "")).toBe(report(two));
  });

  it("says when there is no alert", () => {
    expect(report({ alerts: [], events: [sample("e")], results: [] })).toBe(
      "There is no alert: no rule with a target was found.",
    );
  });
});

describe("the report of one event", () => {
  it("shows the message last, and above it, if asked for, the exact body and the link to Slack's builder", () => {
    const body = '{ "text": "a <b> é 停止" }';
    const results = [{ ...rings("e", crashes, null), body }, silent("e", starts)];
    const shown = (withBody: boolean) =>
      report(
        { alerts: [crashes, starts], events: [sample("e")], results },
        { width: 30, detailed: true, body: withBody },
      );
    const start = "── e ─────────────────────────\n● crashes rings";
    const link = `https://app.slack.com/block-kit-builder/#${encodeURIComponent(body)}`;
    expect(shown(false)).toBe(`${start}\n\n  a <b> é 停止`);
    expect(shown(true)).toBe(`${start}\n\nBody\n${body}\nBlock Kit Builder\n${link}\n\n  a <b> é 停止`);
  });

  it("says of each alert why it does not ring, when none does", () => {
    const results = two.results.filter(({ event }) => event.name === "deployment");
    const text = report({ ...two, events: [sample("deployment")], results }, { width: 200, detailed: true });
    expect(text).toContain("No alert rings.");
    expect(text).toContain("· crashes: detail.containers.exitCode is [0,0], the pattern wants [1]");
    expect(text).toContain('· failed-to-start: detail.stopCode is missing, the pattern wants ["TaskFailedToStart"]');
  });

  it("shows the attempt at a body that is not sent, without a link", () => {
    const attempt = unsent("e", crashes, '{"text":"a"b"}', "Not JSON.");
    const text = report(
      { alerts: [crashes], events: [sample("e")], results: [attempt] },
      { detailed: true, body: true },
    );
    expect(text).toContain('Body\n{"text":"a"b"}');
    expect(text).toContain("! Not JSON.");
    expect(text).not.toContain("https:");
  });

  const aBody = (event: SampleEvent): Result => ({
    ...silent(event.name, crashes),
    event,
    verdict: "not an event",
    problems: ["This is a body."],
  });

  it("draws a body from a dead-letter queue and says that it is one", () => {
    const event = { name: "dlq", event: undefined, body: { text: "from the queue" } };
    const preview = { alerts: [crashes], events: [event], results: [aBody(event)] };
    expect(report(preview, { detailed: true, width: 100 })).toContain("\nThis is a body.\n\n  from the queue");
    expect(report(preview)).toMatch(/^dlq {2}- crashes$/m);
  });

  it("says why EventBridge gave up, for an event and for a body, and makes no link for a body that is not a message", () => {
    const undelivered = "EventBridge gave up: INVALID_JSON";
    const event = { ...sample("event"), undelivered };
    const body = { name: "body", event: undefined, body: '{"a"b"}', undelivered };
    const results = [{ ...silent("event", crashes), event }, aBody(body)];
    const preview = { alerts: [crashes], events: [event, body], results };
    const text = report(preview, { detailed: true, width: 100, body: true });
    expect(text.match(/─\nEventBridge gave up: INVALID_JSON\n/g)).toHaveLength(2);
    expect(text).not.toContain("https:");
  });

  it("escapes in the body what a terminal would obey, without changing what the JSON says", () => {
    const body = '{"text":"\u009b2J\u202e"}';
    const results = [{ ...rings("e", crashes, null), body }];
    const text = report({ alerts: [crashes], events: [sample("e")], results }, { detailed: true, body: true });
    expect(text).toContain('{"text":"\\u009b2J\\u202e"}');
  });

  it("makes a link even for half a character, which cannot be encoded", () => {
    const results = [{ ...rings("e", crashes, null), body: '{"text":"\ud83d"}' }];
    expect(() =>
      report({ alerts: [crashes], events: [sample("e")], results }, { detailed: true, body: true }),
    ).not.toThrow();
  });
});

describe("a message as drawn", () => {
  it("shows the parts of a legacy attachment behind its bar", () => {
    const attachment = {
      color: "danger",
      pretext: "before",
      title: "Title",
      text: "*literal*",
      fields: [
        { title: "停止コード", value: "X", short: true },
        { title: "Reason", value: "a &amp; b", short: false },
      ],
      footer: "foot",
    };
    expect(draw({ attachments: [attachment] }, 48)).toBe(`before
┃ Title
┃ *literal*
┃ 停止コード
┃ X
┃ Reason
┃ a & b
┃ foot`);
  });

  it("reads markup in the texts of an attachment that ask for it", () => {
    const attachment = { text: "*b*", mrkdwn_in: ["text", "fields"], fields: [{ title: "*t*", value: "_i_" }] };
    expect(draw({ attachments: [attachment] })).toBe("┃ b\n┃ *t*\n┃ i");
  });

  it("shows blocks with blank lines between, and the text as the notification that it then is", () => {
    const blocks = [
      { type: "header", text: { type: "plain_text", text: ":fire: *A*" } },
      { type: "section", text: { type: "mrkdwn", text: "one" }, fields: [{ type: "mrkdwn", text: "*f*" }] },
      { type: "divider" },
      {
        type: "context",
        elements: [
          { type: "mrkdwn", text: "c" },
          { type: "image", alt_text: "pic" },
        ],
      },
      { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Go" }, url: "https://x.y" }] },
      { type: "input" },
    ];
    expect(draw({ text: "N", blocks }, 20)).toBe(`Notification: N

:fire: *A*

one
f

────────────────────

c  [image: pic]

[ Go ] (https://x.y)

[input]`);
  });

  it("shows rich text with its mentions, links and lists", () => {
    const section = (...elements: Json[]) => ({ type: "rich_text_section", elements });
    const blocks = [
      {
        type: "rich_text",
        elements: [
          section(
            { type: "text", text: "*as it is* <!here> " },
            { type: "emoji", name: "fire" },
            { type: "user", user_id: "U1" },
            { type: "usergroup", usergroup_id: "S1" },
            { type: "broadcast", range: "here" },
            { type: "link", url: "https://x.y", text: "docs" },
          ),
          { type: "rich_text_list", style: "bullet", elements: [section({ type: "text", text: "item" })] },
          { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
        ],
      },
    ];
    expect(draw({ blocks }, 80)).toBe("*as it is* <!here> :fire:@U1@S1@heredocs (https://x.y)\n• item\nsaid");
  });

  it.each([
    ["*bold* _it_ ~no~ `code *x*`", "bold it no code *x*"],
    ["a*b*c snake_case_name 2 * 3 * 4", "a*b*c snake_case_name 2 * 3 * 4"],
    ["*停止理由:* _x_", "停止理由: x"],
    ["<!here> <!channel> <!subteam^S1|@ops> <!subteam^S2>", "@here @channel @ops @S2"],
    ["<@U1> <@U2|ada> <#C1|dev>", "@U1 @ada #dev"],
    ["<https://a.b/?x=1&amp;y=2|see &lt;this&gt;>", "see <this> (https://a.b/?x=1&y=2)"],
    ["<https://a.b>", "https://a.b"],
    ["&amp;lt; &lt;!here&gt; <nothing>", "&lt; <!here> <nothing>"],
    ["```a *b*\nc```", "a *b*\nc"],
    [":warning: `x` の", ":warning: x の"],
  ])("reads Slack's markup: %s", (text, shown) => {
    expect(draw({ text }, 80)).toBe(shown);
  });

  it("breaks Japanese between characters, but begins no line with a full stop", () => {
    expect(draw({ text: "タスクが停止しました。" }, 10)).toBe("タスクが停\n止しまし\nた。");
  });

  it.each(["（）", "「」", "『』", "【】", "〔〕", "｛｝", "〈〉", "《》"])(
    "ends no Japanese line with the first of %s, and begins none with the second",
    (brackets) => {
      const [opening, closing] = brackets;
      expect(draw({ text: `停止${opening}理由${closing}` }, 6)).toBe(`停止\n${opening}理\n由${closing}`);
    },
  );

  it("shows control characters as symbols", () => {
    expect(draw({ text: "a\u001b[31mb\u0007\u009b\u202ec\td\r\ne" })).toBe("a␛[31mb␇\ufffd\ufffdc    d\ne");
  });

  it("is never wider than the width, whatever the texts", () => {
    fc.assert(
      fc.property(anyMessage, fc.integer({ min: 24, max: 130 }), (message, width) => {
        for (const line of draw(message, width).split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe("wrapping", () => {
  it("keeps every character but spaces at the ends of lines", () => {
    fc.assert(
      fc.property(anyPrintedText, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const whole = span(text);
        const characters = (lines: readonly Line[]) => paint(lines, false).replaceAll(/\s/g, "");
        expect(characters(wrap([whole], width))).toBe(characters([[whole]]));
      }),
    );
  });
});

describe("any report", () => {
  it("of all events is never wider than the width", () => {
    fc.assert(
      fc.property(anyPreview, fc.integer({ min: 24, max: 130 }), (preview, width) => {
        for (const line of report(preview, { width }).split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
      { numRuns: 50 },
    );
  });

  it("without colour has no control character but line feeds", () => {
    fc.assert(
      fc.property(anyPreview, fc.boolean(), (preview, detailed) => {
        expect(report(preview, { detailed, body: detailed })).not.toMatch(
          /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u,
        );
      }),
      { numRuns: 50 },
    );
  });

  it("begins no line with a command to a CI system, even where a text was wrapped", () => {
    const words = fc.constantFrom("::error::", "::add-mask::x", "##[error]", "##vso[task]", "word", "\n", " ", "停止");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), fc.boolean(), (parts, colour) => {
        const text = parts.join(" ");
        const results = [rings(text, crashes, { text }, text), silent(text, starts, { ...wants, actual: text })];
        const preview = { alerts: [crashes, starts], events: [sample(text)], results };
        for (const detailed of [true, false]) {
          const shown = report(preview, { detailed, colour, body: true, width: 24, remark: text });
          expect(shown).not.toMatch(/^\s*::|##(?:vso)?\[/m);
        }
        expect(markdownReport(preview)).not.toMatch(/^\s*::|##(?:vso)?\[/m);
      }),
    );
  });

  it("with colour has no escape sequences but those of colours", () => {
    const sequence = new RegExp(`${String.fromCharCode(0x1b)}\\[[0-9;]+m`, "g");
    fc.assert(
      fc.property(anyPreview, fc.boolean(), (preview, detailed) => {
        expect(report(preview, { detailed, colour: true }).replaceAll(sequence, "")).not.toMatch(/[^\P{Cc}\n]/u);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a short name", () => {
  it("is the address without the type", () => {
    const of = (address: string) => nameOf({ ...crashes, address });
    expect(of("aws_cloudwatch_event_target.main")).toBe("main");
    expect(of('module.a["x.y"].aws_cloudwatch_event_target.main["k.l"]')).toBe('module.a["x.y"].main["k.l"]');
  });
});

describe("the width of a text", () => {
  it.each([
    ["abc", 3],
    ["停止", 4],
    ["ｶﾅ", 2],
    ["カ\u3099", 2],
    ["e\u0301", 1],
    ["🚫🪪", 4],
    ["👨‍👩‍👧", 2],
    ["🇯🇵", 2],
    ["⚠️", 2],
    ["●·…─┃", 5],
  ])("of %s", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});
