import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../../lib/preview/compare";
import type { Preview } from "../../../lib/preview/model";
import { htmlCode, inlineCode, layOut, markdownReport } from "../../../lib/preview/show/markdown";
import { alert, anyPreview, anyPrintedText, rings, sample, silent, withAlertsOf } from "../previews";

const GITHUB_LIMIT = 65_536;
const crashes = alert("crashes");
const starts = alert("failed-to-start");

/**
 * What GitHub would read as Markdown or HTML: without blocks of code, spans of code, and code in summaries, each as
 * CommonMark delimits it.
 */
function outsideOfCode(markdown: string): string {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split("\n")) {
    const opening = /^ {0,3}(`{3,})[^`]*$/.exec(line)?.[1];
    if (fence !== undefined) {
      const closing = /^ {0,3}(`+) *$/.exec(line)?.[1];
      if (closing !== undefined && closing.length >= fence.length) fence = undefined;
    } else if (opening !== undefined) fence = opening;
    else if (line.startsWith("<details><summary>")) outside.push(line.replaceAll(/<code>[^<]*<\/code>/g, "CODE"));
    else outside.push(line.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "CODE"));
  }
  expect(fence).toBeUndefined();
  return outside.join("\n");
}

const two: Preview = {
  alerts: [crashes, starts],
  events: [sample("crashed"), sample("deployment")],
  results: [
    rings("crashed", crashes, { text: "<!here> *api* crashed" }, "Only if EventBridge escapes."),
    silent("crashed", starts),
    silent("deployment", crashes),
    silent("deployment", starts),
  ],
};

describe("the comment of a pull request", () => {
  it("has the table, the problems and the messages", () => {
    expect(markdownReport(two).replaceAll("\u00a0", " ")).toBe(`### Who is told what

2 events, 2 alerts: 1 of the events rings, 1 does not.

#### Events and alerts

\`\`\`text
crashed     ●! crashes
deployment  ·

● rings   ●! rings, with a problem   ! no message arrives
◔ is counted by an alarm   · silent   - not an event
\`\`\`

#### Problems

\`\`\`text
  ! Only if EventBridge escapes.
    crashes, for crashed
\`\`\`

#### Messages

<details><summary><code>crashed</code> → <code>crashes</code></summary>

\`\`\`text
@here api crashed
\`\`\`

</details>
`);
  });

  it("says first what changes, with the messages that differ before and after", () => {
    const before: Preview = {
      ...two,
      results: [
        rings("crashed", crashes, { text: "<!here> *api* stopped" }),
        ...two.results.slice(1, 3),
        rings("deployment", starts, { text: "x" }),
      ],
    };
    const markdown = markdownReport(two, compare(before, two));
    expect(markdown).toContain(`1 does not.

#### What changes

\`\`\`diff
! No alert here rings any more for deployment
- failed-to-start no longer rings for deployment: not known
~ crashes has another message for crashed
\`\`\`

#### Events and alerts
`);
    expect(markdown).toContain(`#### Messages that differ: before (-) and after (+)

<details><summary><code>crashed</code> → <code>crashes</code></summary>

\`\`\`diff
- @here api stopped
+ @here api crashed
\`\`\`

</details>

#### Messages
`);
  });

  it("says when nothing changes", () => {
    expect(markdownReport(two, compare(two, two))).toContain("\n\nNothing changes: ");
  });

  it("leaves no untrusted text outside of code", () => {
    fc.assert(
      fc.property(anyPreview, anyPreview, (before, after) => {
        const markdown = markdownReport(after, compare(withAlertsOf(before, after), after));
        const outside = outsideOfCode(markdown);
        expect(outside).not.toMatch(/[@\]\\|]|http|www\.|[^\P{Cc}\n]/u);
        expect(outside.replaceAll(/<\/?(details|summary)>/g, "")).not.toContain("<");
      }),
      { numRuns: 50 },
    );
  });

  it("stays below GitHub's limit and says how much it leaves out", () => {
    const events = Array.from({ length: 400 }, (_, index) => `event-${index}`);
    const results = events.map((event) => rings(event, crashes, { text: "long ".repeat(700) }, `Problem of ${event}`));
    const preview = { alerts: [crashes], events: events.map(sample), results };
    const markdown = markdownReport(preview);
    expect(markdown.length).toBeLessThan(GITHUB_LIMIT);
    expect(markdown).toMatch(/_\d+ more left out: the comment would be too long for GitHub\._\n$/);
    outsideOfCode(markdown);
  });
});

describe("untrusted text in Markdown", () => {
  it.each([
    ["plain", "`plain`"],
    ["a `b` c", "``a `b` c``"],
    ["`", "`` ` ``"],
    ["", "` `"],
    ["two\n\nlines", "`two lines`"],
    ["@octocat https://x.y", "`@octocat https://x.y`"],
  ])("is code inside a line: %j", (text, code) => {
    expect(inlineCode(text)).toBe(code);
  });

  it("has no tags in HTML", () => {
    expect(htmlCode('</code><img src="x">&amp;')).toBe('<code>&lt;/code&gt;&lt;img src="x"&gt;&amp;amp;</code>');
  });

  it("cannot end its block of code", () => {
    const fenced = (text: string) => layOut([{ start: "", code: () => text }], 100_000);
    expect(fenced("```\n@octocat\n`````")).toBe("\n\n``````text\n```\n@octocat\n`````\n``````");
    fc.assert(
      fc.property(anyPrintedText, (text) => {
        expect(outsideOfCode(fenced(text)).trim()).toBe("");
      }),
    );
  });
});
