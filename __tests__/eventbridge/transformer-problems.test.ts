import { describe, expect, it } from "vitest";
import { transformerProblems } from "../../lib/eventbridge/input-transformer";

const inputPaths = { name: "$.detail.name", count: "$.detail.count", box: "$.detail.box", gone: "$.detail.gone" };

function problems(inputTemplate: string, paths: Readonly<Record<string, string>> = inputPaths): string[] {
  return transformerProblems({ inputPaths: paths, inputTemplate });
}

describe("transformerProblems", () => {
  it.each([
    '{"a": <name>, "b": ["<count>", <box>]}',
    '"<name> paid"\n"<count> items"',
    "<box>",
    "[1, <gone>]",
    "null",
    '{"e": <aws.events.event>, "j": [<aws.events.event.json>], "r": "<aws.events.rule-name>"}',
    '"<aws.events.rule-arn> at <aws.events.event.ingestion-time>"',
    '{"a": "\\u003c!here\\u003e <!here> 1 < 2"}',
    '{"a": "b: <name>", "c": "<name>: d"}',
  ])("finds nothing wrong with %s", (template) => {
    expect(problems(template)).toEqual([]);
  });

  it.each([
    ["", "must be JSON"],
    ["  \n", "must be JSON"],
    ["hello <name>", "must be JSON"],
    ['{"a": <name>', "must be JSON"],
    ['{"a": <name><name>}', "must be JSON"],
    ['{"a": "<name>}', "must be JSON"],
    ['{"a": 1} {"b": 2}', "must be JSON"],
    ['"a"\nb', "must be JSON"],
    ['{"<name>": 1}', "<name>, which must not be in an object's key"],
    ['{"a <name> b" : 1}', "<name>, which must not be in an object's key"],
    ["{<name>: 1}", "<name>, which must not be in an object's key"],
    ['{"a": <nobody>}', "has <nobody>, which 'inputPaths' lacks"],
    ['"<aws.events.nothing>"', "has <aws.events.nothing>, which"],
    ['"<aws.events.event>"', "<aws.events.event>, which must be outside of quotes"],
    ['{"a": "<aws.events.event.json>"}', "<aws.events.event.json>, which must be outside of quotes"],
    ["<aws.events.event.json>", "a template that begins with '{'"],
    ["[<aws.events.event.json>]", "a template that begins with '{'"],
  ])("refuses %j", (template, reason) => {
    expect(problems(template).join("\n")).toContain(reason);
  });

  it("accepts an unknown placeholder if there are no input paths", () => {
    expect(problems('"see <nobody>"', {})).toEqual([]);
    expect(problems('{"a":<nobody>}', {})).toEqual([]);
  });

  it("names the input path that EventBridge would refuse", () => {
    expect(problems("{}", { a: "$['x']" })).toEqual([
      expect.stringMatching(/^'inputPaths\.a' is '\$\['x'\]', which must begin with '\$'/),
    ]);
  });

  it.each(["a.b", "a b", "", "é", "aws.events.rule-name"])("refuses the name %j", (name) => {
    expect(problems("{}", { [name]: "$.a" })).toEqual([
      `'inputPaths' has the name '${name}': use 1 to 256 letters, digits, '-' and '_'.`,
    ]);
  });

  it("takes a name of 256 characters and refuses 257", () => {
    const name = "n".repeat(256);
    expect(problems(`{"a":<${name}>}`, { [name]: "$.a" })).toEqual([]);
    expect(problems("{}", { [`${name}n`]: "$.a" })).toHaveLength(1);
  });

  it("takes 100 input paths and refuses 101", () => {
    const paths = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, "$.a"]));
    expect(problems("{}", paths(100))).toEqual([]);
    expect(problems("{}", paths(101))).toEqual([
      "'inputPaths' must have at most 100 entries (EventBridge's limit), got 101.",
    ]);
  });

  it("takes a template of 8192 bytes and refuses 8193, however few characters they are", () => {
    const longest = `"${"止".repeat(2730)}"`;
    expect(Buffer.byteLength(longest)).toBe(8192);
    expect(problems(longest)).toEqual([]);
    expect(problems(`${longest} `)).toEqual([
      "'inputTemplate' must be at most 8192 bytes (EventBridge's limit), got 8193: shorten it.",
    ]);
  });

  it("reports all problems together, and each once", () => {
    expect(problems('{"<nobody>": "<nobody>", "e": "<aws.events.event>"}', { a: "x" })).toHaveLength(4);
  });
});
