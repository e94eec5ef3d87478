import { describe, expect, it } from "vitest";
import type { Preview } from "../../../lib/preview/model";
import { markdownReport } from "../../../lib/preview/show/markdown";
import { findings, silences as silenceLines } from "../../../lib/preview/show/report";
import { terminalReport } from "../../../lib/preview/show/terminal";
import { paint } from "../../../lib/preview/show/text";
import { alert, rings, sample, silent, unsent } from "../previews";

const misspelt = alert("misspelt");
const loud = alert("loud");

/** Two alerts; the one with the misspelt service rings for none of the events. */
function previewOf(groups: readonly (string | undefined)[]): Preview {
  const events = groups.map((_, index) => `e${index}`);
  const wants = { path: "detail.group", expected: ["service:apii"] };
  return {
    alerts: [misspelt, loud],
    events: events.map(sample),
    results: groups.flatMap((actual, index) => [
      silent(`e${index}`, misspelt, { ...wants, actual }),
      rings(`e${index}`, loud, { text: "x" }),
    ]),
  };
}

const silences = (preview: Preview) => paint(silenceLines(preview, 120), false);

describe("an alert that rings for none of the events", () => {
  it("says why, counted over all of them, the most frequent value first", () => {
    expect(silences(previewOf(["service:web", "service:api", "service:api", undefined]))).toBe(
      `misspelt rings for none of the events:
  · 4 of 4: detail.group is "service:api" (2), "service:web" (1), missing (1), the pattern wants ["service:apii"]`,
    );
  });

  it("names three values, and counts the others", () => {
    expect(silences(previewOf(["a", "b", "c", "d", "e"]))).toContain(
      '5 of 5: detail.group is "a" (1), "b" (1), "c" (1) and 2 more, the pattern wants ["service:apii"]',
    );
  });

  it("is shown in a terminal and in Markdown", () => {
    const preview = previewOf(["service:api", "service:api"]);
    for (const detailed of [false, true])
      expect(terminalReport(preview, { width: 120, colour: false, detailed })).toContain(silences(preview));
    expect(markdownReport(preview)).toContain(
      "#### Why nothing rings\n\n```text\nmisspelt rings for none of the events:\n",
    );
  });

  it("is not one whose message AWS or Slack would refuse", () => {
    const results = [unsent("e", loud, "no")];
    expect(silences({ alerts: [loud], events: [sample("e")], results })).toBe("");
  });
});

describe("a note about an alert", () => {
  it("is listed among the problems, and the alert still rings", () => {
    const noted = alert("noted", { notes: ["The target has no role."] });
    const preview = { alerts: [noted], events: [sample("e")], results: [rings("e", noted, { text: "x" })] };
    expect(paint(findings(preview, 80), false)).toBe("  ! The target has no role.\n    noted");
    expect(terminalReport(preview, { width: 80, colour: false, detailed: false })).toContain(
      "1 event, 1 alert: 1 of the events rings",
    );
  });
});

describe("a target that is not Slack", () => {
  it("gets its body whatever Slack would say about it, and the body is shown as JSON", () => {
    const topic = alert("topic", { isSlack: false });
    const preview = { alerts: [topic], events: [sample("e")], results: [rings("e", topic, { source: "aws.ecs" })] };
    expect(terminalReport(preview, { width: 80, colour: false, body: true, detailed: true })).toBe(
      `── e ${"─".repeat(75)}\n● topic rings\n\nBody\n{"source":"aws.ecs"}\n\n  {\n    "source": "aws.ecs"\n  }`,
    );
    expect(markdownReport(preview)).toContain('```text\n{\n  "source": "aws.ecs"\n}\n```');
  });
});

describe("a body that is nested very deeply", () => {
  it("is not drawn, and nothing overflows", () => {
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    for (const isSlack of [true, false]) {
      const on = alert("deep", { isSlack });
      const preview = { alerts: [on], events: [sample("e")], results: [{ ...rings("e", on, null), body: deep }] };
      const detailed = { width: 80, colour: false, body: true, detailed: true };
      expect(terminalReport(preview, detailed)).toContain('{"a":{"a":');
      expect(markdownReport(preview)).toContain("1 event, 1 alert");
    }
  });
});
