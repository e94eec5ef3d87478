import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Failure } from "../../../lib/cli/failure";
import { readEvents, readSamples } from "../../../lib/preview/read/events";
import { file, folder, problemOf } from "../files";

const ONE = { source: "aws.ecs", "detail-type": "ECS Task State Change", detail: { group: "service:a" } };
const TWO = { source: "aws.ecs", detail: { stoppedReason: 'exit "1" } {' } };
const MESSAGE = { blocks: [{ type: "divider" }] };
const text = JSON.stringify;

function events(content: unknown, name = "stopped.json") {
  return readEvents([file(name, content)], "");
}

function read(content: unknown) {
  return events(content).map(({ event, body }) => event ?? { body });
}

describe("the name of an event", () => {
  it("is its file's without .json, and #2 and on for the further ones of a list", () => {
    expect(events([ONE, TWO, ONE]).map(({ name }) => name)).toEqual(["stopped", "stopped#2", "stopped#3"]);
    expect(events(ONE, "a.b.jsonl").map(({ name }) => name)).toEqual(["a.b.jsonl"]);
  });

  it("stays unique if two files have the same", () => {
    const path = folder({ "a/x.json": ONE, "b/x.json": [TWO, ONE] });
    const names = readEvents([`${path}/a/x.json`, `${path}/b/x.json`], "").map(({ name }) => name);
    expect(names).toEqual(["x", "x#2", "x#3"]);
  });

  it("is stdin for standard input", () => {
    expect(readEvents(["-"], text(ONE))).toEqual([{ name: "stdin", event: ONE, body: undefined }]);
  });
});

describe("events", () => {
  it("are read as they are, with a detail-type or a source", () => {
    expect(read(ONE)).toEqual([ONE]);
    expect(read({ source: "my.app" })).toEqual([{ source: "my.app" }]);
    expect(read({ "detail-type": "x", events: [1] })).toEqual([{ "detail-type": "x", events: [1] }]);
  });

  it("are read from lists in lists", () => {
    expect(read([ONE, [TWO]])).toEqual([ONE, TWO]);
  });

  it("are read from JSON Lines", () => {
    expect(read(`${text(ONE)}\n\n${text(TWO)}\r\n`)).toEqual([ONE, TWO]);
  });

  it("are read from what `aws logs filter-log-events` prints, and from a subscription", () => {
    const logged = [
      { timestamp: 1, message: text(ONE) },
      { timestamp: 2, message: `${text(TWO)}\n` },
    ];
    expect(read({ events: logged, searchedLogStreams: [] })).toEqual([ONE, TWO]);
    expect(read({ messageType: "DATA_MESSAGE", logEvents: logged })).toEqual([ONE, TWO]);
  });

  it("are read from the messages of a queue", () => {
    expect(read({ Messages: [{ MessageId: "1", Body: text(ONE) }, { Body: text(TWO) }] })).toEqual([ONE, TWO]);
    expect(read({ Body: text(ONE) })).toEqual([ONE]);
  });

  it("are read with a byte order mark", () => {
    expect(read(`\ufeff${text(ONE)}`)).toEqual([ONE]);
  });

  it("survive JSON Lines, whatever is in them", () => {
    const event = fc.record({ source: fc.string(), detail: fc.dictionary(fc.string(), fc.json()) });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (list) => {
        const lines = list.map((one) => JSON.stringify(one)).join("\n");
        expect(readEvents(["-"], lines).map((one) => one.event)).toEqual(JSON.parse(text(list)));
      }),
    );
  });
});

describe("a body that was already made from an event", () => {
  it("is kept as a body", () => {
    expect(read({ Messages: [{ Body: text(MESSAGE) }] })).toEqual([{ body: MESSAGE }]);
  });

  it("may be anything in a queue, where EventBridge also puts what is not JSON", () => {
    expect(read({ Messages: [{ Body: '{"a": "b" c"}' }] })).toEqual([{ body: '{"a": "b" c"}' }]);
    expect(read({ Messages: [{ Body: "[1]" }] })).toEqual([{ body: [1] }]);
  });
});

describe("why EventBridge gave up", () => {
  const attributes = {
    ERROR_CODE: { StringValue: "NO_PERMISSIONS", DataType: "String" },
    ERROR_MESSAGE: { StringValue: "The endpoint answered 403", DataType: "String" },
    RULE_ARN: { StringValue: "arn:aws:events:us-east-1:123456789012:rule/demo-crashed", DataType: "String" },
    RETRY_ATTEMPTS: { StringValue: "3", DataType: "String" },
  };
  const why = (message: object) => events({ Messages: [message] })[0]?.undelivered;

  it("is read from the attributes of a dead-letter queue's message", () => {
    const said =
      "EventBridge gave up for the rule demo-crashed after 3 retries: NO_PERMISSIONS, The endpoint answered 403";
    expect(why({ Body: text(ONE), MessageAttributes: attributes })).toBe(said);
    expect(why({ Body: "no JSON", MessageAttributes: attributes })).toBe(said);
    expect(why({ Body: text(ONE), MessageAttributes: { ERROR_CODE: attributes.ERROR_CODE } })).toBe(
      "EventBridge gave up: NO_PERMISSIONS",
    );
  });

  it("is left out if the queue was not asked for attributes, or has others", () => {
    for (const message of [{ Body: text(ONE) }, { Body: text(ONE), MessageAttributes: { ERROR_CODE: "x", a: null } }])
      expect(why(message)).toBeUndefined();
  });
});

describe("what is not an event", () => {
  const expected = "stopped.json: expected an event, which is an object with 'source' and 'detail-type'.";

  it.each([
    [{}, expected],
    [{ a: 1, source: 2 }, expected],
    [[ONE, 1], expected],
    ["null", expected],
    [[], "stopped.json: has no event in it."],
    [{ events: [] }, "stopped.json: has no event in it."],
    [" \n", "stopped.json: has no event in it."],
    [`${text(ONE)} and more`, "stopped.json: is neither JSON nor JSON Lines: line 1 is not JSON."],
    [`START\n${text(ONE)}`, "stopped.json: is neither JSON nor JSON Lines: line 1 is not JSON."],
    [`${text(ONE)}\n{"a" 1}`, "stopped.json: is neither JSON nor JSON Lines: line 2 is not JSON."],
    [
      { events: [{ message: "START" }] },
      "stopped.json: 'message': is neither JSON nor JSON Lines: line 1 is not JSON.",
    ],
  ])("is refused in one line: %j", (content, problem) => {
    expect(problemOf(() => events(content))).toBe(problem);
  });

  it("is not quoted, for it may hold a secret", () => {
    expect(problemOf(() => events("https://hooks.slack.com/services/T0/B0/Secret"))).toBe(
      "stopped.json: is neither JSON nor JSON Lines: line 1 is not JSON.",
    );
  });

  it("includes missing files and folders", () => {
    const path = folder({ "a.json": ONE });
    expect(problemOf(() => readEvents([`${path}/b.json`], ""))).toBe("b.json: does not exist.");
    expect(() => readEvents([path], "")).toThrow(new Failure(`${path}: is a folder: name a file.`, 2));
  });
});

describe("sample events", () => {
  it("are the JSON files of a folder in the order of their names", () => {
    const path = folder({ "b.json": ONE, "a.json": TWO, "c.md": "no", "B.json": ONE });
    expect(readSamples(path).map(({ name }) => name)).toEqual(["B", "a", "b"]);
    expect(readSamples("events").length).toBeGreaterThan(20);
  });

  it("are refused if there is no folder", () => {
    expect(() => readSamples("nowhere")).toThrow(new Failure("nowhere: does not exist.", 2));
  });
});
