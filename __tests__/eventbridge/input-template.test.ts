import { describe, expect, it } from "vitest";
import { fillTemplate, placeholders } from "../../lib/eventbridge/input-template";

describe("placeholders", () => {
  it("names each placeholder, in order, with its place and whether it is inside a quoted string", () => {
    expect(placeholders('{"a": <x>, "b": "n <y-1> <x>"}')).toEqual([
      { name: "x", position: "bare", isInKey: false },
      { name: "y-1", position: "quoted", isInKey: false },
      { name: "x", position: "quoted", isInKey: false },
    ]);
  });

  it("tells the placeholders of a key, of which several can be in one", () => {
    const template = '{"<a> \\" <b>" : "<c>: \\"", <d>: [<e> , <f>\n:]}';
    expect(
      placeholders(template)
        .filter(({ isInKey }) => isInKey)
        .map(({ name }) => name),
    ).toEqual(["a", "b", "d", "f"]);
  });

  it("stays inside a string that holds escaped quotes and backslashes", () => {
    const positions = placeholders('{"a":"\\"<x>\\"","b":"\\\\","c":<y>}').map(({ position }) => position);
    expect(positions).toEqual(["quoted", "bare"]);
  });

  it("takes a '<' that forms no name as text", () => {
    expect(placeholders('"a < b, <>, <!here>, <@U1>, <a b>, \\u003cx\\u003e, <https://x|y>"')).toEqual([]);
    expect(fillTemplate("<<x>", () => "y")).toEqual("<y");
  });

  it("knows AWS's own names, which have dots", () => {
    expect(placeholders("<aws.events.rule-arn>").map(({ name }) => name)).toEqual(["aws.events.rule-arn"]);
  });
});
