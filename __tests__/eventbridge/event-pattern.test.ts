import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import { isJsonObject, type Json, type JsonObject } from "../../lib/eventbridge/json";

const matches = (pattern: Json, event: JsonObject) => compilePattern(pattern).matches(event);
const problemsOf = (pattern: string | Json) => compilePattern(pattern).problems;
const mismatch = (pattern: Json, event: JsonObject) => compilePattern(pattern).firstMismatch(event);

const CLUSTER = "arn:aws:ecs:eu-west-1:111122223333:cluster/production";
const TOO_COMPLEX =
  "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character";

const crash: JsonObject = {
  source: "aws.ecs",
  "detail-type": "ECS Task State Change",
  resources: ["arn:aws:ecs:eu-west-1:111122223333:task/production/0123abcd"],
  detail: {
    clusterArn: CLUSTER,
    lastStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    group: "service:checkout",
    version: 7,
    enableExecuteCommand: false,
    containers: [
      { name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" },
      { name: "envoy", exitCode: 0, networkInterfaces: [{ privateIpv4Address: "10.0.3.7" }] },
    ],
    attachments: [
      {
        type: "eni",
        details: [
          { name: "subnetId", value: "subnet-1" },
          { name: "macAddress", value: "0a:1b" },
        ],
      },
      { type: "sdi", details: [{ name: "subnetId", value: "subnet-2" }] },
    ],
    overrides: { containerOverrides: [] },
  },
};

const withDetail = (detail: JsonObject) => ({ detail });
const matchesCrash = (detail: JsonObject) => matches(withDetail(detail), crash);

describe("the alternatives of a field", () => {
  it.each<[operator: string, alternative: Json, accepted: readonly Json[], rejected: readonly Json[]]>([
    ["a text", "STOPPED", ["STOPPED"], ["stopped", "STOPPED ", "", null]],
    ["an empty text", "", [""], [" ", null]],
    ["a number", 137, [137, 137.0], ["137", 138, null]],
    ["a number beyond numeric matching", 123456789012, [123456789012], [123456789013]],
    ["a boolean", false, [false], [true, "false", 0, null]],
    ["null", null, [null], ["null", 0, false, ""]],
    ["prefix", { prefix: "Task failed " }, ["Task failed to start", "Task failed "], ["Task failed", "A Task failed "]],
    ["an empty prefix", { prefix: "" }, ["", "x"], [1, null]],
    ["prefix in any case", { prefix: { "equals-ignore-case": "oom" } }, ["OOM", "Oom-killed"], ["x oom", 1]],
    ["suffix", { suffix: "/production" }, [CLUSTER, "/production"], [`${CLUSTER}-2`, 1]],
    ["suffix in any case", { suffix: { "equals-ignore-case": "Ab" } }, ["cAB", "ab"], ["abc"]],
    ["equals-ignore-case", { "equals-ignore-case": "a.b*(ß)" }, ["A.B*(ß)"], ["aXb*(ß)", "a.b*(ß) "]],
    [
      "wildcard",
      { wildcard: "service:*-api" },
      ["service:-api", "service:a-api-api"],
      ["service:api", "xservice:-api"],
    ],
    ["several asterisks", { wildcard: "*ab*ba*" }, ["abba", "xabxbax"], ["aba", "baab"]],
    ["an escaped wildcard", { wildcard: "\\*\\\\*" }, ["*\\", "*\\x"], ["x\\", "*x"]],
    ["a wildcard without asterisk", { wildcard: "a" }, ["a"], ["ab", "", null]],
    ["anything-but", { "anything-but": "x" }, ["y", "", 1, null, true], ["x"]],
    ["anything-but of texts", { "anything-but": ["x", "y"] }, ["z", null], ["x", "y"]],
    ["anything-but of a number", { "anything-but": 0 }, [1, "0", null], [0, 0.0]],
    ["anything-but of numbers", { "anything-but": [0, 143] }, [137], [0, 143]],
    ["anything-but prefix", { "anything-but": { prefix: "ecs-svc/" } }, ["x", 1, null], ["ecs-svc/1"]],
    ["anything-but prefixes", { "anything-but": { prefix: ["a", "b"] } }, ["cab", ""], ["ax", "b"]],
    ["anything-but suffixes", { "anything-but": { suffix: ["a", "b"] } }, ["abc", null], ["xa", "b"]],
    ["anything-but in any case", { "anything-but": { "equals-ignore-case": ["Ab", "c"] } }, ["a", null], ["aB", "C"]],
    ["anything-but wildcards", { "anything-but": { wildcard: ["*/a/*", "b*"] } }, ["a", 1], ["x/a/y", "b"]],
    ["numeric =", { numeric: ["=", 300] }, [300, 3e2], [301, "300", null]],
    ["numeric <", { numeric: ["<", 5] }, [4.9, -5e9], [5, -5.1e9, null]],
    ["numeric <=", { numeric: ["<=", 5] }, [5], [5.000001]],
    ["numeric >", { numeric: [">", 0] }, [0.000001, 5e9], [0, 5.1e9, "1"]],
    ["numeric >=", { numeric: [">=", 0] }, [0], [-1]],
    ["a numeric range", { numeric: [">", 0, "<=", 5] }, [1, 5], [0, 6]],
    ["cidr", { cidr: "10.0.3.9/24" }, ["10.0.3.0", "10.0.3.255"], ["10.0.2.255", "10.0.4.0", "10.0.3.256", "x", 10]],
    ["cidr of IPv6", { cidr: "2001:db8::/34" }, ["2001:0DB8:3fff::1"], ["2001:db8:4000::", "10.0.0.1", "::x"]],
    ["cidr of all IPv4", { cidr: "0.0.0.0/0" }, ["255.255.255.255", "::ffff:a00:1"], ["::1"]],
    ["exists", { exists: true }, ["", 0, false, null], []],
    ["exists: false", { exists: false }, [], ["", 0, false, null]],
  ])("%s: %j", (_, alternative, accepted, rejected) => {
    const pattern = withDetail({ field: [alternative] });
    const isAccepted = (field: Json) => matches(pattern, withDetail({ field }));
    expect(problemsOf(pattern)).toEqual([]);
    expect(accepted.filter((value) => !isAccepted(value))).toEqual([]);
    expect(rejected.filter(isAccepted)).toEqual([]);
  });

  it("match if any of them does", () => {
    expect(matchesCrash({ stopCode: ["UserInitiated", { prefix: "Essential" }] })).toBe(true);
    expect(matchesCrash({ stopCode: ["UserInitiated", { prefix: "Task" }] })).toBe(false);
    expect(matchesCrash({ version: [{ numeric: [">", 9] }, { "anything-but": "7" }] })).toBe(true);
  });

  it("do not match a missing field, except for exists: false", () => {
    expect(matchesCrash({ startedBy: [{ "anything-but": "x" }] })).toBe(false);
    expect(matchesCrash({ startedBy: [{ "anything-but": { prefix: "x" } }] })).toBe(false);
    expect(matchesCrash({ startedBy: [null] })).toBe(false);
    expect(matchesCrash({ startedBy: [{ exists: false }] })).toBe(true);
    expect(matchesCrash({ startedBy: [{ "anything-but": "x" }, { exists: false }] })).toBe(true);
  });

  it("require a value, so that an object or an empty list does not count as existing", () => {
    expect(matchesCrash({ containers: [{ exists: true }] })).toBe(false);
    expect(matchesCrash({ overrides: [{ exists: false }] })).toBe(true);
    expect(matchesCrash({ overrides: { containerOverrides: [{ exists: true }] } })).toBe(false);
  });
});

describe("fields", () => {
  it("must all match", () => {
    expect(matches({ source: ["aws.ecs"], detail: { lastStatus: ["STOPPED"] } }, crash)).toBe(true);
    expect(matches({ source: ["aws.ecs"], detail: { lastStatus: ["RUNNING"] } }, crash)).toBe(false);
  });

  it("can be written as a dotted path, in the pattern and in the event", () => {
    expect(matches({ "detail.group": ["service:checkout"] }, crash)).toBe(true);
    expect(matches({ a: { b: ["x"] } }, { "a.b": "x" })).toBe(true);
    expect(matches({ "a.b": { c: ["x"] } }, { a: { b: "x" } })).toBe(false);
  });

  it("that are set twice have the last value", () => {
    expect(matches({ "a.b": ["x"], a: { b: ["y"] } }, { a: { b: "y" } })).toBe(true);
    expect(matches({ "a.b": ["x"], a: { b: ["y"] } }, { a: { b: "x" } })).toBe(false);
  });
});

describe("a list in the event", () => {
  it("matches a field by any of its elements, even in nested lists", () => {
    expect(matches({ resources: [{ suffix: "/0123abcd" }] }, crash)).toBe(true);
    expect(matchesCrash({ containers: { exitCode: [0] } })).toBe(true);
    expect(matchesCrash({ attachments: { details: { value: ["subnet-2"] } } })).toBe(true);
    expect(matches({ a: { b: [1] } }, { a: [[{ b: 2 }], [[{ b: 1 }]]] })).toBe(true);
    expect(matchesCrash({ containers: { networkInterfaces: { privateIpv4Address: [{ cidr: "10.0.0.0/8" }] } } })).toBe(
      true,
    );
  });

  it("needs one element that matches all of its fields", () => {
    expect(matchesCrash({ containers: { name: ["app"], exitCode: [{ "anything-but": 0 }] } })).toBe(true);
    expect(matchesCrash({ containers: { name: ["envoy"], exitCode: [{ "anything-but": 0 }] } })).toBe(false);
    expect(
      matchesCrash({ containers: { name: ["app"], "networkInterfaces.privateIpv4Address": [{ exists: true }] } }),
    ).toBe(false);
  });

  it("needs one element of each enclosing list that matches all fields", () => {
    const attachments = (type: string, name: string, value: string) =>
      matchesCrash({ attachments: { type: [type], details: { name: [name], value: [value] } } });
    expect(attachments("eni", "subnetId", "subnet-1")).toBe(true);
    expect(attachments("sdi", "subnetId", "subnet-1")).toBe(false);
    expect(attachments("eni", "macAddress", "subnet-1")).toBe(false);
  });

  it("does not combine elements of different lists", () => {
    expect(matchesCrash({ containers: { name: ["envoy"] }, attachments: { type: ["eni"] } })).toBe(true);
  });

  it("lacks a field only if no element has it, or none that matches the fields before it in the alphabet", () => {
    expect(matchesCrash({ containers: { reason: [{ exists: false }] } })).toBe(false);
    expect(matchesCrash({ containers: { name: ["envoy"], reason: [{ exists: false }] } })).toBe(true);
    expect(matchesCrash({ containers: { name: ["app"], reason: [{ exists: false }] } })).toBe(false);
    expect(matchesCrash({ containers: { reason: [{ exists: false }], zone: [{ exists: false }] } })).toBe(false);
    const alphabetical = { containers: [{ exitCode: 1 }, { name: "app" }] };
    const pattern = withDetail({ containers: { name: ["app"], exitCode: [{ exists: false }] } });
    expect(matches(pattern, withDetail(alphabetical))).toBe(false);
  });
});

describe("$or", () => {
  const oom = { containers: { reason: [{ wildcard: "OutOfMemory*" }] } };
  const failedStart = { stopCode: ["TaskFailedToStart"] };

  it("matches by any branch, together with the fields beside it", () => {
    expect(matchesCrash({ $or: [failedStart, oom] })).toBe(true);
    expect(matchesCrash({ $or: [failedStart, { stopCode: ["UserInitiated"] }] })).toBe(false);
    expect(matchesCrash({ group: ["service:other"], $or: [failedStart, oom] })).toBe(false);
    expect(matches({ $or: [{ source: ["x"] }, withDetail(oom)] }, crash)).toBe(true);
  });

  it("works inside branches and inside lists of objects", () => {
    const name = ["app"];
    expect(matchesCrash({ $or: [failedStart, { group: [{ exists: true }], $or: [{ version: [1] }, oom] }] })).toBe(
      true,
    );
    expect(matchesCrash({ containers: { name, $or: [{ exitCode: [0] }, { exitCode: [137] }] } })).toBe(true);
    expect(matchesCrash({ containers: { name, $or: [{ exitCode: [0] }, { exitCode: [1] }] } })).toBe(false);
  });

  it("has its last value if it is set twice, as has a field beside it", () => {
    const stopped = (status: string) => ({ status });
    const before = { status: ["a"], $or: [{ status: ["b"] }, { other: ["c"] }] };
    expect(matches(before, stopped("b"))).toBe(true);
    expect(matches(before, stopped("a"))).toBe(false);
    const after = { $or: [{ status: ["b"] }, { other: ["c"] }], status: ["a"] };
    expect(matches(after, stopped("a"))).toBe(true);
    expect(matches(after, stopped("b"))).toBe(false);
  });
});

describe("the check of a pattern", () => {
  it.each<[operator: string, operands: readonly Json[]]>([
    ["prefix", [["a"], {}, { suffix: "a" }, { "equals-ignore-case": 1 }]],
    ["suffix", [null, { wildcard: "a" }]],
    ["equals-ignore-case", [["a"]]],
    ["wildcard", [["a*"], "é**", "a\\b", "\\"]],
    [
      "anything-but",
      [
        null,
        { prefix: true },
        ["a", false],
        ["a", 1],
        [],
        5.1e9,
        {},
        { numeric: ["=", 1] },
        { prefix: "a", suffix: "b" },
        { prefix: "" },
        { suffix: ["a", ""] },
        { suffix: [1] },
        { prefix: [] },
        { "equals-ignore-case": [1] },
        { prefix: [{ "equals-ignore-case": "a" }] },
        { wildcard: 1 },
        { wildcard: ["a", "**"] },
      ],
    ],
    [
      "numeric",
      [
        1,
        [],
        [1, ">"],
        ["!=", 1],
        ["="],
        [">", 0, "<", "5"],
        [">", -5.1e9],
        ["<", 1, ">", 0],
        [">", 0, 5],
        [">", 0, "=", 5],
        [">", 0, "<", 5, "<", 6],
        [">=", 5, "<=", 5],
      ],
    ],
    [
      "cidr",
      [
        10,
        "10.0.0.0",
        "10.0.0.0/8/8",
        "10.0.0.0/x",
        "10.0.0.0/-1",
        "localhost/8",
        "10.0.0.256/8",
        "10.0.0.0/32",
        "::/128",
      ],
    ],
    ["exists", ["true"]],
  ])("says what %s takes, and what was given: %j", (operator, operands) => {
    for (const operand of operands)
      expect(problemsOf(withDetail({ group: ["fine", { [operator]: operand }] }))).toEqual([
        expect.stringMatching(new RegExp(`^detail\\.group: ${operator} must be .*, got .`)),
      ]);
  });

  it.each<[alternative: Json]>([[["x"]], [{}], [{ prefix: "a", suffix: "b" }], [{ Prefix: "a" }], [{ toString: "a" }]])(
    "names the operators instead of %j",
    (alternative) => {
      expect(problemsOf(withDetail({ group: ["fine", alternative] }))).toEqual([
        `detail.group: ${JSON.stringify(alternative)} must be a value, or have one of the operators prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists`,
      ]);
    },
  );

  it.each<[problem: string, pattern: Json]>([
    ["must not be empty", {}],
    ["detail: must not be empty", { detail: {} }],
    ["detail.group: must not be empty", { detail: { group: [] } }],
    ["detail.group: must be a list or an object, got a string", { detail: { group: "service:app" } }],
    ["must be a JSON object", ["a"]],
    ["detail.$or: must be a list of two or more objects", { detail: { $or: [{ a: ["x"] }] } }],
    ["$or: must be a list of two or more objects", { $or: [{ a: ["x"] }, "y"] }],
    ["$or: must be a list of two or more objects", { $or: "x" }],
    ["prefix: no field inside $or can have the name of an operator", { $or: [{ a: [1] }, { prefix: [1] }] }],
  ])("reports '%s' for %j", (problem, pattern) => {
    expect(problemsOf(pattern)).toEqual([problem]);
  });

  it("names the fields of all problems", () => {
    expect(problemsOf({ source: [], detail: { $or: [{ group: 1 }, { version: [{ exists: 1 }] }] } })).toEqual([
      "source: must not be empty",
      "detail.group: must be a list or an object, got a number",
      "detail.version: exists must be true or false, got 1",
    ]);
  });

  it("reads a text as JSON", () => {
    expect(problemsOf('{"source": ["aws.ecs"]}')).toEqual([]);
    expect(problemsOf("{'source': ['aws.ecs']}")).toEqual(["must be a JSON object"]);
    expect(problemsOf('"source"')).toEqual(["must be a JSON object"]);
  });

  it("takes 4096 characters and refuses 4097", () => {
    const ofLength = (length: number) => ({ a: ["x".repeat(length - '{"a":[""]}'.length)] });
    expect(problemsOf(ofLength(4096))).toEqual([]);
    expect(problemsOf(ofLength(4097))).toEqual([expect.stringContaining("4096")]);
    expect(problemsOf(JSON.stringify(ofLength(4097)))).toEqual([expect.stringContaining("4096")]);
  });

  it("takes 1000 combinations of $or and refuses more", () => {
    const branches = (length: number) => Array.from({ length }, (_, index) => ({ f: [index] }));
    const nested = (first: number) => ({ a: { $or: branches(first) }, b: { $or: branches(50) } });
    expect(problemsOf(nested(20))).toEqual([]);
    expect(problemsOf(nested(21))).toEqual([expect.stringContaining("1050 combinations")]);
    const inBranch = (last: number) => ({
      $or: [{ f: [0] }, { a: { $or: branches(50) } }],
      b: { $or: branches(last) },
    });
    expect(problemsOf(inBranch(10))).toEqual([]);
    expect(problemsOf(inBranch(11))).toEqual([expect.stringContaining("1100 combinations")]);
  });

  it.each<[wildcards: readonly string[]]>([
    [["web-*", "worker-*", "cron-*"]],
    [["*/a/*", "*/b/*", "*/c/*"]],
    [["*-api", "*-worker", "*-cron", "*-web", "*-db"]],
    [["service:team-*-api", "family:*"]],
  ])("takes the wildcards %j", (wildcards) => {
    expect(problemsOf({ group: wildcards.map((wildcard) => ({ wildcard })) })).toEqual([]);
    expect(problemsOf({ group: [{ "anything-but": { wildcard: wildcards } }] })).toEqual([]);
  });

  it.each<[wildcards: readonly string[]]>([
    [["*/a/*", "*/b/*", "*/c/*", "*/d/*"]],
    [["*-api", "*-worker", "*-cron", "*-web", "*-db", "*-test"]],
    [["*a*a*a*a*a*"]],
  ])("finds the wildcards %j too complex together", (wildcards) => {
    expect(problemsOf({ group: wildcards.map((wildcard) => ({ wildcard })) })).toEqual([`group: ${TOO_COMPLEX}`]);
  });

  it("counts the wildcards of one field in branches of $or together, and each field for itself", () => {
    const contains = (text: string) => ({ wildcard: `*/${text}/*` });
    const branches = ["a", "b", "c", "d"].map((text) => ({ group: [contains(text)] }));
    expect(problemsOf({ $or: branches })).toEqual([`group: ${TOO_COMPLEX}`]);
    expect(problemsOf({ group: [contains("a"), contains("b")], version: [contains("c"), contains("d")] })).toEqual([]);
  });
});

describe("the first mismatch", () => {
  it("is undefined for an event that matches", () => {
    expect(mismatch({ source: ["aws.ecs"] }, crash)).toBeUndefined();
  });

  it("is the first field in the order of the pattern, with both values", () => {
    const expected = [{ prefix: "family:" }];
    expect(mismatch({ source: ["aws.ecs"], detail: { group: expected, clusterArn: ["x"] } }, crash)).toEqual({
      path: "detail.group",
      expected,
      actual: "service:checkout",
    });
  });

  it("has no actual value where the field is missing", () => {
    expect(mismatch({ detail: { startedBy: [{ exists: true }] } }, crash)).toEqual({
      path: "detail.startedBy",
      expected: [{ exists: true }],
      actual: undefined,
    });
  });

  it("shows the values of all elements, and no list or object", () => {
    expect(mismatch({ detail: { containers: { exitCode: [1] } } }, crash)?.actual).toEqual([137, 0]);
    expect(mismatch({ detail: { overrides: [1] } }, crash)?.actual).toBeUndefined();
  });

  it("has only the values of elements that match the fields before it", () => {
    const exitCode = [{ "anything-but": 0 }];
    expect(mismatch({ detail: { containers: { name: ["envoy"], exitCode } } }, crash)).toEqual({
      path: "detail.containers.exitCode",
      expected: exitCode,
      actual: 0,
    });
    const details = { name: ["macAddress"], value: ["subnet-1"] };
    expect(mismatch({ detail: { attachments: { type: ["eni"], details } } }, crash)).toMatchObject({
      path: "detail.attachments.details.value",
      actual: "0a:1b",
    });
    const sdi = { type: ["sdi"], details: { value: ["subnet-1"] } };
    expect(mismatch({ detail: { attachments: sdi } }, crash)?.actual).toBe("subnet-2");
  });

  it("does not blame a field that an element is meant to lack", () => {
    const containers = { name: ["envoy"], reason: [{ exists: false }] };
    expect(mismatch({ detail: { containers, group: ["x"] } }, crash)?.path).toBe("detail.group");
    const ofApp = { name: ["app"], reason: [{ exists: false }] };
    expect(mismatch({ detail: { containers: ofApp } }, crash)?.path).toBe("detail.containers.reason");
  });

  it("comes from the first branch of $or that gets furthest", () => {
    const $or: Json = [
      { stopCode: ["UserInitiated"] },
      { stopCode: ["EssentialContainerExited"], containers: { exitCode: [1] } },
      { lastStatus: ["STOPPED"], group: ["x"] },
    ];
    expect(mismatch({ detail: { $or } }, crash)?.path).toBe("detail.containers.exitCode");
  });
});

function matchesDetail(detail: JsonObject, containers: Json): boolean {
  return matches(withDetail(detail), withDetail({ containers }));
}

describe("size", () => {
  const nested = (open: string, depth: number, inside: string, close: string): Json =>
    JSON.parse(open.repeat(depth) + inside + close.repeat(depth));

  it("does not matter for an event that is nested deeper than the pattern", () => {
    const deep = { a: nested('{"a":', 100_000, "1", "}"), b: 1 };
    expect(matches({ b: [1] }, deep)).toBe(true);
    expect(mismatch({ a: { a: { x: [1] } } }, deep)).toEqual({ path: "a.a.x", expected: [1], actual: undefined });
  });

  it("does not matter for nested lists", () => {
    expect(matches({ a: [1] }, { a: nested("[", 1000, "1", "]") })).toBe(true);
  });

  it("does not matter for a pattern, which is too long before it is too deep", () => {
    expect(problemsOf(nested('{"a":', 600, "[1]", "}"))).toEqual([]);
    expect(problemsOf('{"a":'.repeat(100_000))).toEqual([expect.stringMatching(/^must be at most 4096/)]);
    expect(problemsOf(`{"a":[{"numeric":${"[".repeat(2000)}${"]".repeat(2000)}}]}`)).toHaveLength(1);
  });

  it("takes little time for a list whose elements each match all fields but one", () => {
    const containers = Array.from({ length: 1_000 }, (_, index) => ({ name: `c${index}`, exitCode: 1, reason: "x" }));
    const expected = { name: [{ prefix: "c" }], exitCode: [1], reason: [{ exists: false }] };
    expect(matchesDetail({ containers: expected }, containers)).toBe(false);
    expect(matchesDetail({ containers: { ...expected, reason: ["x"] } }, containers)).toBe(true);
  });

  it.each<[alternative: Json]>([
    [{ cidr: "::/8" }],
    [{ wildcard: "*ab*ba*" }],
    [{ suffix: { "equals-ignore-case": "ab" } }],
    [{ "anything-but": { wildcard: ["*b*", "b*"] } }],
  ])("takes time in proportion to a string that is compared with %j", (alternative) => {
    for (const character of ["a", ":", "1"])
      expect(matches({ a: [alternative] }, { a: `${character.repeat(500_000)}x` })).toBe(
        JSON.stringify(alternative).includes("anything-but"),
      );
  });

  it("takes no time for a pattern that is too long", () => {
    expect(problemsOf({ a: ["x".repeat(2_000_000)] })).toEqual([expect.stringMatching(/^must be at most 4096/)]);
    expect(problemsOf("[".repeat(2_000_000))).toEqual([expect.stringMatching(/^must be at most 4096/)]);
  });

  it("takes little time for wildcards as long as a pattern can be", () => {
    const counted = (separator: string) => `*${Array.from({ length: 100 }, (_, index) => index).join(separator)}*`;
    const wildcards = [",", ";", "-"].map((separator) => ({ wildcard: counted(separator) }));
    expect(problemsOf({ a: wildcards })).toEqual([]);
  });
});

const key = fc.constantFrom("a", "b", "c", "d");
const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const event = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
  object: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
})).object;
const field = fc.array(
  fc.oneof(
    leaf,
    fc.constantFrom<Json>(
      { exists: true },
      { exists: false },
      { "anything-but": "" },
      { prefix: "" },
      { numeric: [">", 0] },
    ),
  ),
  { minLength: 1, maxLength: 3 },
);
const fields = fc.letrec<{ object: JsonObject }>((tie) => ({
  object: fc.dictionary(key, fc.oneof({ maxDepth: 3 }, field, tie("object")), { minKeys: 1, maxKeys: 3 }),
})).object;
const branches = fc.array(fields, { minLength: 2, maxLength: 3 });
const pattern = fc.oneof(
  fields,
  fc.tuple(fields, branches).map(([object, $or]): JsonObject => ({ ...object, $or })),
);

/** The pattern that asks for the exact values of one way down the event: of each list, one element. */
function exactPattern(node: Json, choose: (length: number) => number): Json | undefined {
  if (Array.isArray(node)) return node.length > 0 ? exactPattern(node[choose(node.length)], choose) : undefined;
  if (!isJsonObject(node)) return [node];
  const found = Object.entries(node).flatMap(([name, value]) => {
    const field = exactPattern(value, choose);
    return field === undefined ? [] : [[name, field] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function replaceOneLeaf(node: JsonObject, value: Json): JsonObject {
  const [first, ...others] = Object.entries(node);
  if (first === undefined) return node;
  const [name, child] = first;
  return { ...Object.fromEntries(others), [name]: isJsonObject(child) ? replaceOneLeaf(child, value) : [value] };
}

describe("any event", () => {
  it("matches the exact values of its own fields, but not if one of them differs", () => {
    fc.assert(
      fc.property(event, fc.infiniteStream(fc.nat()), (anEvent, numbers) => {
        const exact = exactPattern(anEvent, (length) => numbers.next().value % length);
        if (!isJsonObject(exact)) return fc.pre(false);
        expect(matches(exact, anEvent)).toBe(true);
        expect(matches(replaceOneLeaf(exact, "\u0000 in no event"), anEvent)).toBe(false);
      }),
    );
  });

  it("has a first mismatch exactly when it does not match", () => {
    fc.assert(
      fc.property(pattern, event, (aPattern, anEvent) => {
        expect(mismatch(aPattern, anEvent) === undefined).toBe(matches(aPattern, anEvent));
      }),
    );
  });

  it("matches $or exactly when it matches a branch merged into the rest", () => {
    fc.assert(
      fc.property(fields, fc.array(pattern, { minLength: 2, maxLength: 3 }), event, (rest, $or, anEvent) => {
        const beside = { rest };
        const also = { ...anEvent, rest: anEvent };
        expect(matches({ ...beside, $or }, also)).toBe($or.some((branch) => matches({ ...beside, ...branch }, also)));
      }),
    );
  });

  it("matches a wildcard exactly as the equivalent regular expression", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(text, fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 }), (wildcard, value) => {
        fc.pre(!wildcard.includes("**"));
        const expected = new RegExp(`^${wildcard.replaceAll("*", ".*")}$`).test(value);
        expect(matches({ a: [{ wildcard }] }, { a: value })).toBe(expected);
      }),
    );
  });
});
