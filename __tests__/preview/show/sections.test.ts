import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut, type Section } from "../../../lib/preview/show/markdown";

const NOTE = /_\d+ more left out: the comment would be too long for GitHub\._|… \d+ more lines, left out here/;

function block(start: string, ...lines: string[]): Section {
  return { start, code: () => lines.join("\n") };
}

describe("laying out sections", () => {
  it("puts blank lines between, and adds nothing if everything fits", () => {
    const sections = [
      block("a", "1", "2"),
      { start: "b" },
      { ...block("c", "+3"), language: "diff", isFold: true } as const,
    ];
    expect(layOut(sections, 500)).toBe(
      "a\n\n```text\n1\n2\n```\n\nb\n\n<details><summary>c</summary>\n\n```diff\n+3\n```\n\n</details>",
    );
  });

  it("leaves out the last lines of a block and says how many", () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}`);
    const text = layOut([block("a", ...lines)], 300);
    expect(text).toMatch(/^a\n\n```text\nline 0\nline 1\n[\s\S]*\n… \d+ more lines, left out here\n```$/);
    expect(text).toContain(`\n… ${50 - (text.match(/line \d/g)?.length ?? 0)} more lines`);
    const wide = [block("a", "x".repeat(500)), { start: "b" }];
    expect(layOut(wide, 300)).toBe("_2 more left out: the comment would be too long for GitHub._");
  });

  it("leaves out blocks for which there is no room", () => {
    let made = 0;
    const code = () => {
      made++;
      return "x\n".repeat(50);
    };
    layOut(
      Array.from({ length: 1000 }, () => ({ start: "a", code })),
      600,
    );
    expect(made).toBeLessThan(12);
  });

  it("leaves room for later sections", () => {
    const text = layOut(
      [block("first", ...Array.from({ length: 100 }, () => "x".repeat(20))), block("second", "y")],
      1000,
    );
    expect(text).toMatch(/^first[\s\S]*… \d+ more lines[\s\S]*\n\nsecond\n\n```text\ny\n```$/);
  });

  it("says how many sections are left out", () => {
    const text = layOut([{ start: "a" }, { start: "b".repeat(500) }, { start: "c" }], 200);
    expect(text).toBe("a\n\n_2 more left out: the comment would be too long for GitHub._");
  });

  it("is never longer than the room, and says so if anything is missing", () => {
    const anySection = fc.record({
      start: fc.string({ minLength: 1, maxLength: 80 }),
      code: fc.string({ maxLength: 900, unit: fc.constantFrom("\n", "x", "`") }).map((text) => () => text),
      isFold: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anySection, { maxLength: 6 }), fc.integer({ min: 0, max: 1500 }), (sections, room) => {
        const text = layOut(sections, room);
        expect(text.length).toBeLessThanOrEqual(room);
        if (room > 200 && text !== layOut(sections, 1_000_000)) expect(text).toMatch(NOTE);
      }),
    );
  });
});
