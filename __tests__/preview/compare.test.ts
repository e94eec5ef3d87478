import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/eventbridge/json";
import { type Comparison, compare } from "../../lib/preview/compare";
import type { Preview, Result } from "../../lib/preview/model";
import { terminalComparison } from "../../lib/preview/show/comparison";
import { textWidth } from "../../lib/preview/show/text";
import { alert, anyPreview, rings, silent, unsent, withAlertsOf } from "./previews";

const crashes = alert("crashes");
const all = alert("all");
const mismatch = { path: "detail.stopCode", expected: ["X"], actual: "Y" };

function of(...results: Result[]): Preview {
  const alerts = [...new Set(results.map(({ alert }) => alert))];
  return { alerts, events: results.map(({ event }) => event), results };
}

function shown(c: Comparison, width = 70): string {
  return terminalComparison(c, { width, colour: false });
}

describe("a comparison", () => {
  it("says which events now ring, which fell silent and why, and which messages differ", () => {
    const before = of(
      silent("a", crashes),
      rings("b", crashes, { text: "b" }),
      rings("c", crashes, { text: "c" }),
      rings("d", crashes, { text: "d" }),
    );
    const after = of(
      rings("a", crashes, { text: "a" }),
      silent("b", crashes, mismatch),
      rings("c", crashes, { text: "C" }),
      rings("d", crashes, { text: "d" }),
    );
    expect(compare(before, after)).toEqual({
      changes: [
        { sign: "+", alert: "crashes", phrase: "**now rings**", events: ["a"] },
        {
          sign: "-",
          alert: "crashes",
          phrase: "**no longer rings**",
          events: ["b"],
          detail: 'detail.stopCode is "Y", the pattern wants ["X"]',
        },
        { sign: "~", alert: "crashes", phrase: "has **another message**", events: ["c"] },
      ],
      messages: [{ before: rings("c", crashes, { text: "c" }), after: rings("c", crashes, { text: "C" }) }],
      unheard: ["b"],
    });
  });

  it("names alerts that are new or gone, and no event as unheard if another alert still rings for it", () => {
    const c = compare(of(rings("a", crashes, { text: "x" })), of(rings("a", all, { text: "x" })));
    expect(c.changes.map(({ alert, phrase, detail }) => [alert, phrase, detail])).toEqual([
      ["all", "is a **new alert**", undefined],
      ["crashes", "is **gone**", undefined],
      ["all", "**now rings**", undefined],
      ["crashes", "**no longer rings**", "the alert is gone"],
    ]);
    expect(c.unheard).toEqual([]);
  });

  it("takes a message that no longer arrives as silence", () => {
    const c = compare(of(rings("a", crashes, { text: "x" })), of(unsent("a", crashes, "{", "Not JSON.")));
    expect(c.changes).toMatchObject([{ phrase: "**no longer rings**", detail: "Not JSON." }]);
    expect(c.messages).toEqual([]);
  });

  it("ignores whitespace between the tokens of a body", () => {
    const spaced = { ...rings("a", crashes, null), body: '{\n  "text": "x"\n}' };
    expect(compare(of(rings("a", crashes, { text: "x" })), of(spaced)).changes).toEqual([]);
  });

  it("says which alerts post to another webhook", () => {
    const [before, after] = ["slack_webhook_url", "team_slack_webhook_url"].map((webhookVariable) =>
      of(rings("a", alert("crashes", { webhookVariable }), { text: "x" })),
    );
    expect(before && after && shown(compare(before, after), 120)).toBe(`${"── Changes ".padEnd(120, "─")}
  ~ crashes posts to another webhook: team_slack_webhook_url instead of slack_webhook_url`);
  });

  it("says that an alert may post to another webhook if one of the two variables is unknown", () => {
    const [before, after] = [undefined, "slack_webhook_url"].map((webhookVariable) => ({
      alerts: [alert("crashes", { webhookVariable })],
      events: [],
      results: [],
    }));
    expect(before && after && shown(compare(before, after), 120)).toContain(
      "~ crashes may post to another webhook: slack_webhook_url instead of an unknown variable",
    );
  });

  it("says which alerts differ in a way that no event shows, and in no other", () => {
    const withPattern = (pattern: JsonObject, body: string, text = body): Preview =>
      of(rings("a", alert("crashes", { pattern, input: { kind: "constant", body } }), { text }));
    const phrases = (before: Preview, after: Preview) => compare(before, after).changes.map(({ phrase }) => phrase);
    const unseen = (what: string) => `has **another ${what}**, which none of these events shows`;
    const one = withPattern({ source: ["aws.ecs"] }, "x");
    expect(phrases(one, withPattern({ source: ["aws.batch"] }, "x"))).toEqual([unseen("event pattern")]);
    expect(phrases(one, withPattern({ source: ["aws.ecs"] }, "y"))).toEqual(["has **another message**"]);
    expect(phrases(one, withPattern({ source: ["aws.ecs"] }, "y", "x"))).toEqual([unseen("input")]);
    const other = of(silent("a", alert("crashes", { pattern: { source: ["x"] } }), mismatch));
    expect(phrases(other, one)).toEqual(["**now rings**"]);
    expect(phrases(one, other)).toEqual(["**no longer rings**"]);
  });

  it("of anything with itself finds nothing", () => {
    fc.assert(
      fc.property(anyPreview, (preview) => {
        expect(shown(compare(preview, preview))).toMatch(/^Nothing changes: /);
      }),
    );
  });
});

describe("a comparison in a terminal", () => {
  it("groups what changed by alert and shows how a message differs", () => {
    const before = of(
      rings("a", crashes, { text: "one\ntwo\nthree" }),
      rings("b", crashes, { text: "b" }),
      rings("c", crashes, { text: "c" }),
    );
    const after = of(
      rings("a", crashes, { text: "one\n2\nthree" }),
      silent("b", crashes, mismatch),
      silent("c", crashes, mismatch),
    );
    expect(shown(compare(before, after))).toBe(`── Changes ───────────────────────────────────────────────────────────
  - crashes no longer rings for b, c: detail.stopCode is "Y", the
    pattern wants ["X"]
  ~ crashes has another message for a

No alert here rings any more for: b, c

── a → crashes ───────────────────────────────────────────────────────
  one
- two
+ 2
  three`);
  });

  it("shows the JSON of messages that look the same", () => {
    const attachments = (color: string) => ({ attachments: [{ color, text: "x" }] });
    const text = shown(
      compare(of(rings("a", crashes, attachments("good"))), of(rings("a", crashes, attachments("danger")))),
    );
    expect(text).toContain('-       "color": "good",\n+       "color": "danger",');
  });

  it("is never wider than the width and has no control characters, whatever the texts", () => {
    fc.assert(
      fc.property(anyPreview, anyPreview, fc.integer({ min: 24, max: 130 }), (before, after, width) => {
        for (const c of [compare(before, after), compare(before, withAlertsOf(after, before))]) {
          const text = shown(c, width);
          expect(text).not.toMatch(/[^\P{Cc}\n]/u);
          for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
