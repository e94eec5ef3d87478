import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../lib/eventbridge/event-pattern";
import type { Json, JsonObject } from "../../../lib/eventbridge/json";
import { STOP_CAUSES } from "../../../lib/stops/causes";
import { type TaskGroups, type TaskStops, taskStopsPattern } from "../../../lib/stops/task-stops";

const patternWarnings = (pattern: string | Json) => compilePattern(pattern).warnings;

/** A wildcard on the field `m`, which sorts before the fields of the branches, `z`, or behind them, `a`. */
function besideBranches(branches: number, wildcard: string, field = "z"): JsonObject {
  return { m: [{ wildcard }], $or: Array.from({ length: branches }, (_, index) => ({ [field]: [index] })) };
}

describe("wildcards beside $or", () => {
  const TOO_COMPLEX = [expect.stringMatching(/^m: EventBridge may refuse these wildcards as too complex/)];

  it.each([
    ["*x*", 4, 5],
    ["*x", 9, 10],
    ["x*y", 9, 10],
  ])("count behind the first asterisk for each branch: %s", (wildcard, most, tooMany) => {
    expect(patternWarnings(besideBranches(most, wildcard))).toEqual([]);
    expect(patternWarnings(besideBranches(tooMany, wildcard))).toEqual(TOO_COMPLEX);
  });

  it("count once if the fields of the branches sort before, since each branch then has its own", () => {
    expect(patternWarnings(besideBranches(100, "*x*", "a"))).toEqual([]);
  });

  it.each(["x*", "x", "*"])("count once if they are no more than a prefix or a name: %s", (wildcard) => {
    expect(patternWarnings(besideBranches(100, wildcard))).toEqual([]);
  });

  it("count in all branches together", () => {
    const branch = (text: string, z: number) => ({ m: [{ wildcard: `*${text}` }], z: [z] });
    const branches = (length: number) => Array.from({ length }, (_, index) => branch(index % 2 ? "b" : "ab", index));
    expect(patternWarnings({ $or: branches(8) })).toEqual([]);
    expect(patternWarnings({ $or: branches(10) })).toEqual(TOO_COMPLEX);
  });

  it.each<[field: JsonObject, isTooComplex: boolean]>([
    [{ containers: { image: [{ wildcard: "*/app:*" }] } }, true],
    [{ startedBy: [{ wildcard: "*cron*" }] }, true],
    [{ group: [{ wildcard: "service:*-api*" }] }, true],
    [{ group: [{ wildcard: "service:*-api" }] }, false],
    [{ group: [{ wildcard: "service:api-*" }] }, false],
    [{ taskDefinitionArn: [{ wildcard: "*:task-definition/team-*" }] }, false],
  ])(
    "of users get a warning if they are too complex together with the causes of this project: %j",
    (detail, isTooComplex) => {
      const pattern = taskStopsPattern({ causes: "abnormal", pattern: { detail } });
      expect(patternWarnings(pattern)).toHaveLength(isTooComplex ? 1 : 0);
    },
  );
});

describe("branches of $or", () => {
  const lost = (...values: string[]) => [expect.stringContaining(`EventBridge may never match ${values.join(", ")},`)];

  it.each<[hides: string, $or: Json, lost: string[]]>([
    ["with a value of an earlier one", [{ a: ["x"] }, { a: ["x", "y"] }], ['"y"']],
    ["with an operator of an earlier one", [{ a: [{ prefix: "x" }] }, { a: ["y", { prefix: "x" }] }], ['"y"']],
    [
      "with a value of an earlier one in every field",
      [
        { a: [1, 2], b: [3] },
        { b: [3, 4, 5], a: [2] },
      ],
      ["4", "5"],
    ],
  ])("%s may be dropped", (_, $or, values) => {
    expect(patternWarnings({ $or })).toEqual(lost(...values));
    expect(patternWarnings({ detail: { $or, group: ["g"] } })).toEqual(lost(...values));
  });

  it.each<[why: string, $or: Json]>([
    ["share no value", [{ a: ["x"] }, { a: ["y", { prefix: "x" }] }]],
    [
      "share none in one of the fields",
      [
        { a: [1, 2], b: [3] },
        { a: [2, 5], b: [4] },
      ],
    ],
    ["have not the same fields", [{ a: ["x"] }, { a: ["x", "y"], b: ["z"] }]],
    ["have nothing that an earlier one lacks", [{ a: ["x", "y"] }, { a: ["x"] }, { a: ["y"] }]],
  ])("that %s are kept", (_, $or) => {
    expect(patternWarnings({ $or })).toEqual([]);
  });

  it("are not hidden by one that is dropped itself", () => {
    const $or = [{ a: ["x"] }, { a: ["x", "y"] }, { a: ["y", "z"] }];
    expect(patternWarnings({ $or })).toEqual(lost('"y"'));
  });
});

describe("equals-ignore-case", () => {
  const ignoringCase = { "equals-ignore-case": "B" };

  it("may match too much beside a wildcard in one field, even in another branch", () => {
    const warning = [expect.stringMatching(/^a: EventBridge may match other values too/)];
    expect(patternWarnings({ a: [{ wildcard: "*a" }, ignoringCase] })).toEqual(warning);
    expect(patternWarnings({ $or: [{ a: [{ wildcard: "*a" }] }, { a: [ignoringCase], b: [1] }] })).toEqual(warning);
  });

  it("matches correctly on its own, beside other operators, and beside a wildcard in another field", () => {
    expect(patternWarnings({ a: [ignoringCase, "a", { prefix: "a" }], b: [{ wildcard: "*a" }] })).toEqual([]);
    expect(patternWarnings({ b: [{ wildcard: "*a" }], $or: [{ a: [ignoringCase] }, { c: [1] }] })).toEqual([]);
  });
});

describe("the warnings of a pattern", () => {
  it("read text, and are none for a pattern with problems", () => {
    expect(patternWarnings('{"$or": [{"a": ["x"]}, {"a": ["x", "y"]}]}')).toHaveLength(1);
    expect(patternWarnings({ $or: [{ a: ["x"] }, { a: ["x", "y"] }], b: [] })).toEqual([]);
    expect(patternWarnings("{")).toEqual([]);
  });

  it("say each thing once", () => {
    const branch = (z: number) => ({ m: [{ wildcard: "*x*" }, { "equals-ignore-case": "y" }], z: [z] });
    expect(patternWarnings({ $or: [1, 2, 3, 4, 5, 6].map(branch) })).toHaveLength(2);
  });

  const names = ["api", "batch", "web-*", "cron-*"];
  const GROUPS: TaskGroups[] = [
    {},
    { services: names, families: ["*"] },
    { excludeServices: ["*"], excludeFamilies: names },
    { excludeServices: ["web-*"] },
  ];
  const SETS_OF_CAUSES = Array.from({ length: 2 ** STOP_CAUSES.length - 1 }, (_, set) =>
    STOP_CAUSES.filter((_, index) => (set + 1) & (1 << index)),
  );

  function warned(stops: TaskStops): readonly string[] {
    const pattern = taskStopsPattern(stops);
    expect(compilePattern(pattern).problems).toEqual([]);
    return patternWarnings(pattern);
  }

  it("are none for any combination of causes", () => {
    for (const causes of SETS_OF_CAUSES) expect(warned({ causes }), causes.join()).toEqual([]);
  });

  it.each(GROUPS)("are none for other settings for the tasks %j", (groups) => {
    const scope = { ...groups, launchTypes: ["EC2"], capacityProviders: ["spot-*", "other"] } as const;
    expect(warned(scope)).toEqual([]);
    expect(warned({ ...scope, cluster: "any", causes: "abnormal", ignoreContainers: names })).toEqual([]);
    expect(warned({ ...scope, causes: ["crashed", "unhealthy"], containers: names })).toEqual([]);
    expect(warned({ ...scope, stopCodes: ["UserInitiated"], exitCodes: [1, 2], ignoreContainers: names })).toEqual([]);
  });
});
