import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_COMMENT_LENGTH } from "../../lib/preview/show/markdown";
import {
  failureDocument,
  MARKER,
  nothingToCompare,
  planSummary,
  reviewDocument,
  type StackReview,
} from "../../scripts/review/document";
import { folder } from "../preview/files";
import { alert, anyPrintedText, rings, sample } from "../preview/previews";

const PLAN =
  "Terraform will perform the following actions:\n\n  # x\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n\nChanges to Outputs:";

function review(parts: Partial<StackReview> = {}): StackReview {
  const main = alert("main");
  const events = [sample("crashed")];
  const preview = { alerts: [main], events, results: [rings("crashed", main, { text: "A task stopped." })] };
  return { name: "ecs-task-alert", plan: PLAN, preview, comparison: undefined, remark: undefined, ...parts };
}

/** Whether every fence and every fold of a text is closed. */
function isClosed(markdown: string): boolean {
  let fence: string | undefined;
  let folds = 0;
  for (const line of markdown.split("\n")) {
    if (fence !== undefined) fence = line === fence ? undefined : fence;
    else if (line.startsWith("```")) fence = /^`+/.exec(line)?.[0];
    else folds += line.startsWith("<details>") ? 1 : line === "</details>" ? -1 : 0;
  }
  return fence === undefined && folds === 0;
}

describe("the review's document", () => {
  it("begins with the marker, the stack and Terraform's summary, and folds the plan away", () => {
    const [marker, , heading, , summary, , fold, , fence] = reviewDocument([review()]).split("\n");
    expect(marker).toBe(MARKER);
    expect(heading).toBe("## `ecs-task-alert`");
    expect(summary).toBe("**Plan: 1 to add, 0 to change, 0 to destroy.**");
    expect(fold).toBe("<details><summary>The plan of <code>ecs-task-alert</code></summary>");
    expect(fence).toBe("```text");
  });

  it("keeps every plan inside its fence", () => {
    const plan = `${PLAN}\n\`\`\`\n\`\`\`\`\n</details>\n# Approved`;
    const text = reviewDocument([review({ plan })]);
    expect(text).toContain(`\`\`\`\`\`text\n${plan}\n\`\`\`\`\`\n\n</details>`);
    expect(isClosed(text)).toBe(true);
  });

  it("is one that GitHub accepts, whatever the plans contain, and leaves no block open", () => {
    const plan = fc
      .tuple(fc.oneof(anyPrintedText, fc.constant("```\n<")), fc.nat(9000))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 4 }), fc.array(anyPrintedText), (plans, removed) => {
        const text = reviewDocument(
          plans.map((plan) => review({ plan })),
          removed,
        );
        expect(text.startsWith(`${MARKER}\n`)).toBe(true);
        expect(text.length).toBeLessThanOrEqual(MAX_COMMENT_LENGTH);
        expect(isClosed(text)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves out the end of a long plan, but not the alerts", () => {
    const plan = `${"  + line\n".repeat(20_000)}\nPlan: 9 to add, 0 to change, 0 to destroy.`;
    const text = reviewDocument([review({ plan })]);
    expect(text.length).toBeLessThanOrEqual(MAX_COMMENT_LENGTH);
    expect(text).toContain("**Plan: 9 to add");
    expect(text).toMatch(/… \d+ more lines, left out here\n```\n\n<\/details>\n\n### Who is told what/);
    expect(isClosed(text)).toBe(true);
  });

  it("has a section for each stack, and names the stacks that are gone", () => {
    const text = reviewDocument([review({ name: "staging" }), review({ name: "production" })], ["old"]);
    expect(text.match(/^## .*$/gm)).toEqual(["## `staging`", "## `production`"]);
    expect(text).toContain(
      "Stack `old` was removed from the app. No plan below destroys its resources, so its alerts stay active.",
    );
  });

  it("says which commit it is about, if it knows", () => {
    expect(reviewDocument([review()], [], "abc123").startsWith(`${MARKER}\n\nFor commit \`abc123\`.\n\n## `)).toBe(
      true,
    );
    expect(failureDocument("x", "abc123").startsWith(`${MARKER}\n\nFor commit \`abc123\`.\n\n**This`)).toBe(true);
  });

  it("says what failed in place of a plan", () => {
    expect(failureDocument("terraform plan failed.\n```")).toBe(
      `${MARKER}\n\n**This review failed.**\n\n\`\`\`\`text\nterraform plan failed.\n\`\`\`\n\`\`\`\`\n`,
    );
    expect(failureDocument("x\n".repeat(99_999)).length).toBeLessThan(MAX_COMMENT_LENGTH);
  });

  it("quotes why there is nothing to compare with, and shows the alerts anyway", () => {
    const text = reviewDocument([review({ remark: nothingToCompare("main.ts does not\nsynthesize.\n".repeat(9999)) })]);
    expect(text).toContain("since the earlier version failed:\n\n```text\nmain.ts does not\nsynthesize.\n");
    expect(text).toMatch(/… \d+ more lines, left out here\n```\n\n### Who is told what/);
  });
});

describe("the plan's summary", () => {
  it("is Terraform's own line, and none of the plan's contents", () => {
    expect(planSummary(`    Plan: 5 to add\n${PLAN}`)).toBe("Plan: 1 to add, 0 to change, 0 to destroy.");
    expect(planSummary("\nNo changes. Your infrastructure matches the configuration.\n")).toBe("No changes.");
    expect(planSummary("Changes to Outputs:\n  + a = 1")).toBe("No resource changes, only what the plan below says.");
  });
});

describe("scripts/comment.sh", () => {
  /** A gh that finds these comments and writes down what else it is told. */
  function comment(found: string, document: string, ...args: readonly string[]) {
    const gh = `#!/bin/sh\ncase $1 in pr) printf '%s' "$FOUND";; esac\nprintf '%s\\n' "$*" >> "$CALLS"\n`;
    const place = folder({ gh, "review.md": document });
    chmodSync(join(place, "gh"), 0o755);
    const calls = join(place, "calls");
    const { status, stderr } = spawnSync("bash", ["scripts/comment.sh", ...args, join(place, "review.md")], {
      env: { PATH: `${place}${delimiter}${process.env.PATH}`, CALLS: calls, FOUND: found },
      encoding: "utf8",
    });
    const told = existsSync(calls) ? readFileSync(calls, "utf8").replaceAll(place, "FOLDER").replace(/\s+/g, " ") : "";
    return { status, stderr, told };
  }

  it("posts a comment where there is none with the marker", () => {
    const { status, told } = comment("", reviewDocument([review()]), "octo/alerts", "12");
    expect(status).toBe(0);
    expect(told).toContain("api --method POST repos/octo/alerts/issues/12/comments -F body=@FOLDER/review.md");
  });

  it("updates the first comment with the marker, of its own comments only", () => {
    const urls = [345, 678].map((id) => `https://github.com/octo/alerts/pull/12#issuecomment-${id}\n`).join("");
    const { status, told } = comment(urls, reviewDocument([review()]), "octo/alerts", "12");
    expect(status).toBe(0);
    expect(told).toContain(`select(.viewerDidAuthor and (.body | startswith("${MARKER}")))`);
    expect(told).toContain("api --method PATCH repos/octo/alerts/issues/comments/345 -F body=@FOLDER/review.md");
    expect(told).not.toContain("POST");
  });

  it.each([[["octo", "12"]], [["octo/alerts", "12;id"]], [["octo/alerts"]]])(
    "refuses %j before it calls GitHub",
    (args) => {
      const { status, stderr, told } = comment("", reviewDocument([review()]), ...args);
      expect({ status, told }).toEqual({ status: 2, told: "" });
      expect(stderr).toMatch(/^usage: /m);
    },
  );

  it("refuses a document without the marker", () => {
    const { status, stderr, told } = comment("", "Anything", "octo/alerts", "12");
    expect({ status, told }).toEqual({ status: 2, told: "" });
    expect(stderr).toMatch(/^usage: .* with a file that npm run review wrote$/m);
  });
});
