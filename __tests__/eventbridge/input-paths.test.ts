import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inputPathProblem, readInputPath } from "../../lib/eventbridge/input-paths";

const event = {
  source: "shop",
  detail: {
    "order-id": "o-1",
    gift_note: null,
    "a/b": "slash",
    paid: false,
    lines: [{ sku: "tea", notes: ["hot", "strong"] }, { notes: [] }, { sku: "cup", notes: ["blue"] }],
    grid: [
      [1, 2],
      [3, 4],
    ],
    empty: [],
  },
};

describe("inputPathProblem", () => {
  it.each([
    "$",
    "$.source",
    "$.detail.order-id",
    "$.detail.gift_note",
    "$.detail.a/b",
    "$.a[0]",
    "$.a[12].b[*].c",
    "$[0]",
  ])("takes %s", (path) => {
    expect(inputPathProblem(path)).toBeUndefined();
  });

  it.each([
    ...["detail.x", "", "$..x", "$.a['x']", '$["x"]', "$.a[-1]", "$.a[0:2]", "$.a.*"],
    ...["$.", "$.a.", "$a", "$.a[]", "$.a[?(@.b)]", "$.a b", "$.größe", "$.a\n"],
  ])("refuses %j", (path) => {
    expect(inputPathProblem(path)).toContain("must begin with '$' and go on in steps");
  });

  it("takes 256 characters and refuses 257", () => {
    const longest = `$.${"k".repeat(254)}`;
    expect(inputPathProblem(longest)).toBeUndefined();
    expect(inputPathProblem(`${longest}k`)).toBe(
      "must be at most 256 characters (EventBridge's limit), got 257: shorten it",
    );
  });
});

describe("readInputPath", () => {
  it.each([
    ["$", event],
    ["$.source", "shop"],
    ["$.detail.order-id", "o-1"],
    ["$.detail.a/b", "slash"],
    ["$.detail.paid", false],
    ["$.detail.gift_note", null],
    ["$.detail.lines[2].sku", "cup"],
    ["$.detail.grid[1]", [3, 4]],
    ["$.detail.grid[1][0]", 3],
  ])("finds what is at %s", (path, value) => {
    expect(readInputPath(path, event)).toEqual(value);
  });

  it.each([
    "$.nothing",
    "$.detail.lines.sku",
    "$.detail.lines[3]",
    "$.source[0]",
    "$.detail.gift_note.x",
    "$.source.length",
  ])("finds nothing at %s", (path) => {
    expect(readInputPath(path, event)).toBeUndefined();
  });

  it.each(["$.constructor", "$.toString", "$.__proto__", "$.detail.lines.length"])(
    "does not read %s from JavaScript's built-in objects",
    (path) => {
      expect(readInputPath(path, event)).toBeUndefined();
    },
  );

  it("makes a list of what the elements have and leaves out those that lack it", () => {
    expect(readInputPath("$.detail.lines[*].sku", event)).toEqual(["tea", "cup"]);
    expect(readInputPath("$.detail.lines[*].price", event)).toEqual([]);
    expect(readInputPath("$.detail.empty[*].sku", event)).toEqual([]);
  });

  it("keeps lists whole that are the elements' own values", () => {
    expect(readInputPath("$.detail.lines[*].notes", event)).toEqual([["hot", "strong"], [], ["blue"]]);
    expect(readInputPath("$.detail.grid[*]", event)).toEqual(event.detail.grid);
  });

  it("descends into the elements' lists", () => {
    expect(readInputPath("$.detail.lines[*].notes[0]", event)).toEqual(["hot", "blue"]);
    expect(readInputPath("$.detail.grid[*][*]", event)).toEqual([1, 2, 3, 4]);
  });

  it("finds nothing where a wildcard meets no list", () => {
    expect(readInputPath("$.detail.nothing[*].sku", event)).toBeUndefined();
    expect(readInputPath("$.detail[*]", event)).toBeUndefined();
  });

  it("reads nothing by a path that EventBridge refuses", () => {
    expect(readInputPath("$['source']", event)).toBeUndefined();
  });

  it("never throws, whatever the path and the event", () => {
    const step = fc.oneof(
      fc.string().map((key) => `.${key}`),
      fc.constantFrom(".detail", ".__proto__", "[0]", "[*]", "[99999999999999999999]", "[-1]", "..", ".*"),
    );
    const path = fc.array(step).map((steps) => `$${steps.join("")}`);
    fc.assert(
      fc.property(fc.oneof(path, fc.string()), fc.jsonValue(), (anyPath, value) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(() => readInputPath(anyPath, json)).not.toThrow();
      }),
    );
  });

  it("reads back any value by the path to it", () => {
    const key = fc.stringMatching(/^[A-Za-z0-9_/-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), fc.string(), (keys, value) => {
        const nested = keys.reduceRight<Parameters<typeof readInputPath>[1]>(
          (inner, name) => ({ [name]: inner }),
          value,
        );
        expect(readInputPath(`$.${keys.join(".")}`, nested)).toBe(value);
      }),
    );
  });
});
