import { describe, expect, it } from "vitest";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import type { JsonObject } from "../../lib/eventbridge/json";

const required = (pattern: JsonObject) => [...compilePattern(pattern).required];

describe("the required fields of a pattern", () => {
  it.each([
    ["a string", "x"],
    ["a prefix", { prefix: "x" }],
    ["a suffix", { suffix: "x" }],
    ["a string in any case", { "equals-ignore-case": "x" }],
    ["a wildcard with more than asterisks", { wildcard: "*x*" }],
  ])("concludes that a field is present from %s", (_, condition) => {
    expect(required({ detail: { group: ["y", condition] } })).toEqual(["$.detail.group"]);
  });

  it.each([
    ["an empty string", ""],
    ["an empty prefix", { prefix: "" }],
    ["a lone asterisk", { wildcard: "*" }],
    ["exists: true, which an empty string meets", { exists: true }],
    ["exists: false", { exists: false }],
    ["anything-but, which an empty string meets", { "anything-but": "x" }],
    ["a number", 1],
  ])("concludes nothing if one alternative is %s", (_, condition) => {
    expect(required({ detail: { group: ["y", condition] } })).toEqual([]);
  });

  it("needs a field in every branch of $or", () => {
    const both = { a: ["x"], b: ["x"] };
    expect(required({ detail: { $or: [both, { b: ["y"], c: ["x"] }] } })).toEqual(["$.detail.b"]);
    expect(required({ $or: [{ source: ["x"] }, { detail: both }] })).toEqual([]);
  });

  it("reads paths with dots, and leaves lists to the caller: a pattern does not show them", () => {
    expect(required({ "detail.group": ["x"] })).toEqual(["$.detail.group"]);
    expect(required({ detail: { containers: { reason: ["x"] } } })).toEqual(["$.detail.containers.reason"]);
  });
});
