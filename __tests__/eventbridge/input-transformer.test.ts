import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Escaping,
  escapedPlaceholders,
  placeholders,
  transform,
  transformerProblems,
} from "../../lib/eventbridge/input-transformer";
import type { Json, JsonObject } from "../../lib/eventbridge/json";

const context = {
  ruleArn: "arn:aws:events:eu-west-1:210987654321:rule/orders",
  ruleName: "orders",
  ingestionTime: "2030-02-03T04:05:06.789Z",
};
const event = {
  version: "0",
  id: "7d1c",
  "detail-type": "Order Placed",
  source: "shop",
  account: "210987654321",
  time: "2030-02-03T04:05:06Z",
  region: "eu-west-1",
  resources: ["arn:shop:order/9"],
  detail: {
    name: "Ada",
    said: 'use "C:\\tmp"\nnow',
    unicode: "停止 é 👍 <b>",
    count: 3,
    ratio: 0.5,
    gift: true,
    note: null,
    box: { size: "XL", tags: ["new", { hot: 1 }] },
    tags: ["new", "hot"],
    sizes: [1, 2],
    lines: [{ sku: "tea" }, {}],
  },
};
const inputPaths = Object.fromEntries([
  ...Object.keys(event.detail).map((key) => [key, `$.detail.${key}`]),
  ["skus", "$.detail.lines[*].sku"],
  ["gone", "$.detail.gone"],
]);

function send(inputTemplate: string, reading?: Escaping) {
  const { body, valid } = transform({ inputPaths, inputTemplate }, event, context, reading);
  return { body, valid };
}

function sent(inputTemplate: string, reading?: Escaping): Json {
  const { body, valid } = send(inputTemplate, reading);
  expect(valid).toBe(true);
  return JSON.parse(body);
}

describe("placeholders", () => {
  it("names each placeholder, in order, with its place and whether it is inside a quoted string", () => {
    expect(placeholders('{"a": <x>, "b": "n <y-1> <x>"}')).toEqual([
      { name: "x", isQuoted: false, isInKey: false },
      { name: "y-1", isQuoted: true, isInKey: false },
      { name: "x", isQuoted: true, isInKey: false },
    ]);
  });

  it("recognizes the placeholders in keys, of which one key can have several", () => {
    const template = '{"<a> \\" <b>" : "<c>: \\"", <d>: [<e> , <f>\n:]}';
    expect(
      placeholders(template)
        .filter(({ isInKey }) => isInKey)
        .map(({ name }) => name),
    ).toEqual(["a", "b", "d", "f"]);
  });

  it("stays inside a string that holds escaped quotes and backslashes", () => {
    const quoted = placeholders('{"a":"\\"<x>\\"","b":"\\\\","c":<y>}').map(({ isQuoted }) => isQuoted);
    expect(quoted).toEqual([true, false]);
  });

  it("treats a '<' that begins no name as text", () => {
    expect(placeholders('"a < b, <>, <!here>, <@U1>, <a b>, \\u003cx\\u003e, <https://x|y>"')).toEqual([]);
    expect(placeholders("<<x>").map(({ name }) => name)).toEqual(["x"]);
  });

  it("knows AWS's own names, which have dots", () => {
    expect(placeholders("<aws.events.rule-arn>").map(({ name }) => name)).toEqual(["aws.events.rule-arn"]);
  });
});

describe("a template that begins with '{'", () => {
  it("takes bare placeholders as JSON values of their own type", () => {
    const template = '{"v":[<name>,<said>,<count>,<ratio>,<gift>,<note>,<box>,<tags>,<skus>,<unicode>]}';
    const { name, said, count, ratio, gift, note, box, tags, unicode } = event.detail;
    expect(sent(template)).toEqual({ v: [name, said, count, ratio, gift, note, box, tags, ["tea"], unicode] });
  });

  it("takes a missing value as an empty string where it is bare and as nothing inside a string", () => {
    expect(send('{"a":<gone>,"b":[<gone>],"c":"x<gone>y"}').body).toBe('{"a":"","b":[""],"c":"xy"}');
  });

  it("takes strings, numbers, booleans and null as text inside a string", () => {
    expect(sent('{"a":"<name>: <count>, <ratio>, <gift>, <note>"}')).toEqual({ a: "Ada: 3, 0.5, true, null" });
  });

  it("leaves escaped quotes around a placeholder alone", () => {
    expect(sent('{"a":"say \\"<name>\\""}')).toEqual({ a: 'say "Ada"' });
  });

  it("escapes quotes, backslashes and newlines inside a string, unless it is read as raw", () => {
    expect(sent('{"a":"he said: <said>"}')).toEqual({ a: `he said: ${event.detail.said}` });
    expect(send('{"a":"he said: <said>"}', "raw")).toEqual({
      body: '{"a":"he said: use "C:\\tmp"\nnow"}',
      valid: false,
    });
  });

  it.each(['{"a":"<box>"}', '{"a":"the <tags>"}', '{"a":"<skus>"}', '{"a":"<aws.events.event.json>"}'])(
    "is not sent when an object or a list of strings ends a string early: %s",
    (template) => {
      expect(send(template).valid).toBe(false);
    },
  );

  it("takes a list of numbers inside a string, which has no quotes", () => {
    expect(sent('{"a":"<sizes>"}')).toEqual({ a: "[1,2]" });
  });

  it("is recognized by its first character that is not white space", () => {
    expect(sent('\n  {"a": <name>}\n')).toEqual({ a: "Ada" });
  });

  it("leaves anything that is not a placeholder as it is written", () => {
    expect(send('{"a":"\\u003cname\\u003e < <!here> & <nobody>"}').body).toBe(
      '{"a":"\\u003cname\\u003e < <!here> & <nobody>"}',
    );
  });

  it("does not fill placeholders that a value contains", () => {
    const nested = transform(
      { inputPaths: { a: "$.a", b: "$.b" }, inputTemplate: '{"x":<a>}' },
      { a: "<b>", b: "no" },
      context,
    );
    expect(nested.body).toBe('{"x":"<b>"}');
  });

  it("accepts AWS's own names without a path", () => {
    const template = '{"arn":<aws.events.rule-arn>,"at":"<aws.events.rule-name> <aws.events.event.ingestion-time>"}';
    expect(sent(template)).toEqual({ arn: context.ruleArn, at: "orders 2030-02-03T04:05:06.789Z" });
  });

  it("takes the event without detail, in AWS's older shape, and the whole event", () => {
    const { version, id, source, account, region, resources } = event;
    expect(sent('{"head":<aws.events.event>,"all":<aws.events.event.json>}')).toEqual({
      head: { id, account, detailType: "Order Placed", time: 1896321906000, source, region, resources, version },
      all: event,
    });
  });

  it("leaves out of the older shape what the event lacks", () => {
    const body = (of: JsonObject) =>
      transform({ inputPaths: {}, inputTemplate: '{"e":<aws.events.event>}' }, of, context).body;
    expect(body({ id: "1", time: "soon" })).toBe('{"e":{"id":"1","time":"soon"}}');
    expect(body({})).toBe('{"e":{}}');
  });
});

describe("a transformer without input paths", () => {
  it("sends an unknown placeholder as it is written", () => {
    const send = (inputTemplate: string) => transform({ inputPaths: {}, inputTemplate }, event, context);
    expect(send('"see <nobody>"')).toMatchObject({ body: '"see <nobody>"', valid: true });
    expect(send('{"a":<nobody>}')).toMatchObject({ body: '{"a":<nobody>}', valid: false });
  });
});

describe("escapedPlaceholders", () => {
  const escaped = (inputTemplate: string) => escapedPlaceholders({ inputPaths, inputTemplate });

  it("are the names that appear in escaped brackets only, as Terraform's jsonencode writes them", () => {
    expect(escaped('{"text":"Task \\u003cname\\u003e of \\u003Ccount\\u003E: \\u003cname\\u003e"}')).toEqual([
      "name",
      "count",
    ]);
    expect(escaped('{"text":"\\u003caws.events.rule-name\\u003e"}')).toEqual(["aws.events.rule-name"]);
  });

  it.each([
    ["is filled elsewhere", '{"text":"<name>, not \\u003cname\\u003e"}'],
    [
      "is not a name of the transformer",
      '{"text":"\\u003c!here\\u003e \\u003chere\\u003e \\u003chttps://x|name\\u003e"}',
    ],
    ["stands behind a backslash of the text", '{"text":"\\\\u003cname\\u003e"}'],
    ["has one escaped bracket only", '{"text":"\\u003cname> <count\\u003e"}'],
  ])("leave out what %s", (_, template) => {
    expect(escaped(template)).toEqual([]);
  });
});

describe("any other template", () => {
  it("is text: its quotes stay and objects and lists lose theirs", () => {
    expect(send('"<name>: <box>, <tags>, <skus>, <count>, <gift>, <note>, <gone>."')).toEqual({
      body: '"Ada: {size:XL,tags:[new,{hot:1}]}, [new,hot], [tea], 3, true, null, ."',
      valid: true,
    });
  });

  it("may be several quoted lines", () => {
    expect(send('"<name> paid"\n"<count> items"\n')).toEqual({ body: '"Ada paid"\n"3 items"\n', valid: true });
  });

  it("keeps the escapes of the template", () => {
    expect(send('"say \\"<name>\\" \\u003c"')).toEqual({ body: '"say \\"Ada\\" \\u003c"', valid: true });
  });

  it.each<Escaping>(["escaped", "raw"])(
    "does not escape a value, so that quotes in it lose the message (%s)",
    (reading) => {
      expect(send('"he said: <said>"', reading)).toEqual({ body: '"he said: use "C:\\tmp"\nnow"', valid: false });
    },
  );

  it.each([
    ["[1,<count>]", "[1,3]", true],
    ["[<note>]", "[null]", true],
    ["[<name>]", "[Ada]", false],
    ["[<box>]", "[{size:XL,tags:[new,{hot:1}]}]", false],
    ["[1,<gone>]", "[1,]", false],
    ['["<name>"]', '["Ada"]', true],
  ])("is text even when it begins with '[': %s", (template, body, valid) => {
    expect(send(template)).toEqual({ body, valid });
  });

  it.each([
    ["<count>", "3", true],
    ["<note>", "null", true],
    ["<name>", "Ada", false],
    ["<box>", "{size:XL,tags:[new,{hot:1}]}", false],
    ["<gone>", "", false],
  ])("may be a placeholder alone, sent only when that makes JSON: %s", (template, body, valid) => {
    expect(send(template)).toEqual({ body, valid });
  });
});

describe("size", () => {
  const send = (inputTemplate: string, a: Json) =>
    transform({ inputPaths: { a: "$.a" }, inputTemplate }, { a }, context);

  it("takes time in proportion", () => {
    const long = "x".repeat(500_000);
    expect(send('{"a":"<a>"}', long).valid).toBe(true);
    expect(send('"<a>"\n"<a>"', long).valid).toBe(true);
    expect(send(`"${"<a>".repeat(30_000)}"`, "y").valid).toBe(true);
    expect(transformerProblems({ inputPaths: { a: long, [long]: "$.a" }, inputTemplate: long })).toHaveLength(4);
  });
});

describe("whatever the event holds", () => {
  const paths = { v: "$.v" };
  const anyString = fc.string({ unit: "binary" });
  const fill = (inputTemplate: string, v: Json, reading?: Escaping) =>
    transform({ inputPaths: paths, inputTemplate }, { v }, context, reading);

  it("a bare string arrives as it was", () => {
    fc.assert(
      fc.property(anyString, fc.constantFrom<Escaping>("escaped", "raw"), (v, reading) => {
        const { body, valid } = fill('{"a":<v>}', v, reading);
        expect(valid).toBe(true);
        expect(JSON.parse(body)).toEqual({ a: v });
      }),
    );
  });

  it("any bare value arrives as it was", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { body } = fill('{"a":[<v>]}', JSON.parse(json));
        expect(body).toBe(`{"a":[${JSON.stringify(JSON.parse(json))}]}`);
      }),
    );
  });

  it("a string inside a string arrives as it was when EventBridge escapes", () => {
    fc.assert(
      fc.property(anyString, (v) => {
        expect(JSON.parse(fill('{"a":"[<v>]"}', v).body)).toEqual({ a: `[${v}]` });
      }),
    );
  });

  it("a string inside a string arrives as it was when EventBridge does not escape, if nothing in it needs escapes", () => {
    fc.assert(
      fc.property(anyString, (v) => {
        fc.pre(JSON.stringify(v) === `"${v}"`);
        expect(JSON.parse(fill('{"a":"[<v>]"}', v, "raw").body)).toEqual({ a: `[${v}]` });
      }),
    );
  });

  it("a quote, a backslash or a control character at the end loses the message when EventBridge does not escape", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z ]*$/),
        fc.constantFrom('"', "\\", "\n", "\u0000", "\u001f"),
        (text, last) => {
          expect(fill('{"a":"<v>"}', text + last, "raw").valid).toBe(false);
        },
      ),
    );
  });

  it("a template without placeholders is sent as it is", () => {
    fc.assert(
      fc.property(fc.oneof(anyString, fc.json()), (template) => {
        fc.pre(placeholders(template).length === 0);
        expect(fill(template, "x").body).toBe(template);
      }),
    );
  });

  it("neither checking nor filling any template throws", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "<v>",
      '"',
      "\\",
      "{",
      "}",
      ":",
      ",",
      "[",
      "]",
      "<aws.events.event>",
      "\n",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece), fc.jsonValue(), (pieces, value) => {
        const inputTemplate = pieces.join("");
        expect(() => transformerProblems({ inputPaths: paths, inputTemplate })).not.toThrow();
        expect(() => fill(inputTemplate, JSON.parse(JSON.stringify(value)))).not.toThrow();
      }),
    );
  });
});
