import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/eventbridge/json";
import { type Comparison, compare } from "../../lib/preview/compare";
import type { Preview, Result } from "../../lib/preview/model";
import { terminalComparison } from "../../lib/preview/show/terminal";
import { textWidth } from "../../lib/preview/show/text";
import { alert, anyPreview, rings, sample, silent, unsent, withAlertsOf } from "./previews";

const crashes = alert("crashes");
const all = alert("all");
const mismatch = { path: "detail.stopCode", expected: ["X"], actual: "Y" };

function of(...results: Result[]): Preview {
  const alerts = [...new Set(results.map(({ alert }) => alert))];
  return { alerts, events: results.map(({ event }) => event), results };
}

function said(before: Preview, after: Preview): string[] {
  return compare(before, after).changes.map(({ sign, subject, text }) => `${sign} ${subject} ${text}`);
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
        { sign: "!", subject: "No alert here", text: "rings any more for b" },
        { sign: "+", subject: "crashes", text: "now rings for a" },
        {
          sign: "-",
          subject: "crashes",
          text: 'no longer rings for b: detail.stopCode is "Y", the pattern wants ["X"]',
        },
        { sign: "~", subject: "crashes", text: "has another message for c" },
      ],
      messages: [{ before: rings("c", crashes, { text: "c" }), after: rings("c", crashes, { text: "C" }) }],
    });
  });

  it("names alerts that are new or gone, but no event as silent if another alert still rings for it", () => {
    expect(said(of(rings("a", crashes, { text: "x" })), of(rings("a", all, { text: "x" })))).toEqual([
      "+ all is a new alert",
      "+ all now rings for a",
      "- crashes is gone",
      "- crashes no longer rings for a: the alert is gone",
    ]);
  });

  it("treats a message that no longer arrives as silence", () => {
    const c = compare(of(rings("a", crashes, { text: "x" })), of(unsent("a", crashes, "{", "Not JSON.")));
    expect(c.changes[1]?.text).toBe("no longer rings for a: Not JSON.");
    expect(c.messages).toEqual([]);
  });

  it("ignores whitespace between the tokens of a body", () => {
    const spaced = { ...rings("a", crashes, null), body: '{\n  "text": "x"\n}' };
    expect(compare(of(rings("a", crashes, { text: "x" })), of(spaced)).changes).toEqual([]);
  });

  it.each([
    [
      "slack_webhook_url",
      "team_slack_webhook_url",
      "posts to team_slack_webhook_url (before: posts to slack_webhook_url)",
    ],
    [undefined, "slack_webhook_url", "posts to slack_webhook_url (before: posts to an unknown webhook)"],
  ])("says which alerts post to another webhook: %s, %s", (one, other, text) => {
    const on = (webhookVariable: string | undefined) =>
      of(rings("a", alert("crashes", { webhookVariable }), { text: "x" }));
    expect(said(on(one), on(other))).toEqual([`~ crashes ${text}`]);
  });

  it("says which alerts differ in ways that no event shows, and nothing of other ways", () => {
    const withPattern = (pattern: JsonObject, body: string, text = body): Preview =>
      of(rings("a", alert("crashes", { pattern, input: { kind: "constant", body } }), { text }));
    const unseen = (what: string) => `~ crashes has another ${what}, which none of these events shows`;
    const one = withPattern({ source: ["aws.ecs"] }, "x");
    expect(said(one, withPattern({ source: ["aws.batch"] }, "x"))).toEqual([unseen("event pattern")]);
    expect(said(one, withPattern({ source: ["aws.ecs"] }, "y"))).toEqual(["~ crashes has another message for a"]);
    expect(said(one, withPattern({ source: ["aws.ecs"] }, "y", "x"))).toEqual([unseen("input")]);
    const other = of(silent("a", alert("crashes", { pattern: { source: ["x"] } }), mismatch));
    expect(said(other, one)).toEqual(["+ crashes now rings for a"]);
    expect(said(one, other)[1]).toMatch(/^- crashes no longer rings/);
  });

  it("keeps a rule that an alarm counts apart from a target of its name", () => {
    const storm = { alarmName: "many", events: 3, minutes: 5 };
    const counted = alert("crashes", {
      address: "aws_cloudwatch_event_rule.crashes",
      input: { kind: "counts", storm },
    });
    const counts = { ...silent("a", counted), verdict: "counts" } as const;
    const preview = (text: string) => ({ ...of(rings("a", crashes, { text }), counts), events: [sample("a")] });
    expect(said(preview("x"), preview("y"))).toEqual(["~ crashes has another message for a"]);
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
! No alert here rings any more for b, c
- crashes no longer rings for b, c: detail.stopCode is "Y", the
  pattern wants ["X"]
~ crashes has another message for a

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
      { numRuns: 50 },
    );
  });
});
