import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layOut, type Section } from "../../../lib/preview/show/sections";

const NOTE = /_\d+ more left out: the comment would be too long for GitHub\._/;

function section(start: string, ...items: string[]): Section {
  return { start, items: items.map((item) => () => item), between: "\n" };
}

describe("laying out sections", () => {
  it("puts blank lines between, and adds nothing if everything fits", () => {
    expect(layOut([section("a\n", "1", "2"), { start: "b", end: "!" }], 500)).toBe("a\n1\n2\n\nb!");
  });

  it("leaves out the last items, says how many, and keeps the end", () => {
    const items = Array.from({ length: 50 }, (_, index) => `item ${index}`);
    const text = layOut(
      [{ ...section("```\n", ...items), end: "\n```", leftOut: (count) => `\n… ${count} more` }],
      300,
    );
    expect(text).toMatch(/^```\nitem 0\nitem 1\n[\s\S]*\n… \d+ more\n```$/);
    const shown = text.match(/item/g)?.length ?? 0;
    expect(text).toContain(`… ${50 - shown} more`);
  });

  it("makes no item for which there is no room", () => {
    let made = 0;
    const items = Array.from({ length: 1000 }, () => () => {
      made++;
      return "x".repeat(50);
    });
    layOut([{ start: "a", items }], 600);
    expect(made).toBeLessThan(12);
  });

  it("leaves room for later sections", () => {
    const long = section("first\n", ...Array.from({ length: 100 }, () => "x".repeat(20)));
    const text = layOut([long, section("second\n", "y")], 1000);
    expect(text).toMatch(/^first[\s\S]*_\d+ more[\s\S]*\n\nsecond\ny$/);
  });

  it("says how many sections are left out", () => {
    const text = layOut([{ start: "a" }, { start: "b".repeat(500) }, { start: "c" }], 200);
    expect(text).toBe("a\n\n_2 more left out: the comment would be too long for GitHub._");
  });

  it("is never longer than the room, and says so if anything is missing", () => {
    const anySection = fc.record({
      start: fc.string({ minLength: 1, maxLength: 80 }),
      items: fc.array(
        fc.string({ maxLength: 60 }).map((text) => () => text),
        { maxLength: 20 },
      ),
      end: fc.string({ maxLength: 20 }),
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
