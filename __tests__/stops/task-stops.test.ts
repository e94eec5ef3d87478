import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PATTERN_QUOTA } from "../../lib/eventbridge/check-pattern";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import { isJsonObject, type Json, type JsonObject } from "../../lib/eventbridge/json";
import { STOP_CAUSES, type StopCause } from "../../lib/stops/causes";
import { type TaskStops, taskStopsPattern } from "../../lib/stops/task-stops";
import { filled } from "../message/delivered";
import { clusterOf, SAMPLE_EVENTS, variant } from "../sample-events";
import { refusal, synthesize } from "../synthesized";
import { STOP_LABELS } from "./stop-labels";

const LABELLED = Object.entries(STOP_LABELS).map(([name, label]) => ({ name, ...label }));

const compiled = new Map<string, ReturnType<typeof compilePattern>>();

/** Whether an alert for these stops, on the event's own cluster, rings for the event. */
function rings(stops: TaskStops, event: JsonObject): boolean {
  const cluster = clusterOf(event);
  const key = JSON.stringify([stops, cluster]);
  const pattern = compiled.get(key) ?? compilePattern(filled(taskStopsPattern(stops), cluster));
  compiled.set(key, pattern);
  expect(pattern.problems).toEqual([]);
  return pattern.matches(event);
}

function sample(name: string): JsonObject {
  return SAMPLE_EVENTS[name] ?? {};
}

/**
 * The pattern for an event where `exists: false` in a list means that no element has the field, whatever stands beside
 * it: how EventBridge could read it too.
 */
function readForWholeLists(pattern: JsonObject, event: JsonObject): JsonObject | undefined {
  const fields: Record<string, Json> = {};
  for (const [field, condition] of Object.entries(pattern)) {
    if (field === "$or" && Array.isArray(condition)) {
      const branches = condition
        .filter(isJsonObject)
        .map((branch) => readForWholeLists(branch, event))
        .filter((branch) => branch !== undefined);
      if (branches.length === 0) return undefined;
      if (branches.every((branch) => Object.keys(branch).length > 0)) fields[field] = [...branches, ...branches];
    } else if (isJsonObject(condition)) {
      const inner = event[field] ?? {};
      const list: readonly Json[] = Array.isArray(inner) ? inner : [inner];
      const element: JsonObject = Object.fromEntries(list.filter(isJsonObject).flatMap((one) => Object.entries(one)));
      const read = readForWholeLists(condition, element);
      if (!read) return undefined;
      if (Object.keys(read).length > 0) fields[field] = read;
    } else if (Array.isArray(condition)) {
      const others = condition.filter((one) => !isJsonObject(one) || one.exists !== false);
      const absent = others.length < condition.length && !(field in event);
      if (!absent && others.length === 0) return undefined;
      if (!absent) fields[field] = others;
    }
  }
  return fields;
}

function ringsForWholeLists(stops: TaskStops, event: JsonObject): boolean {
  const pattern = readForWholeLists(filled(taskStopsPattern(stops), clusterOf(event)), event);
  return pattern !== undefined && compilePattern(pattern).matches(event);
}

/** Which of five alerts, one for each cause, ring. */
function ringing(event: JsonObject, ignoreContainers?: readonly string[]): StopCause[] {
  return STOP_CAUSES.filter((cause) =>
    rings({ causes: [cause], ...(cause === "crashed" && ignoreContainers && { ignoreContainers }) }, event),
  );
}

describe("the sample events", () => {
  it("are all labelled, no label is without its event, and every cause has one", () => {
    expect(Object.keys(STOP_LABELS).sort()).toEqual(Object.keys(SAMPLE_EVENTS).sort());
    expect(new Set(LABELLED.map(({ cause }) => cause))).toEqual(new Set([...STOP_CAUSES, "none", "notStopped"]));
  });

  it.each(LABELLED)("$name: $why", ({ name, cause, sidecars }) => {
    const event = sample(name);
    expect(rings({}, event)).toBe(cause !== "notStopped");
    const abnormal = STOP_CAUSES.some((known) => known === cause);
    expect(rings({ causes: "abnormal", ...(sidecars && { ignoreContainers: sidecars }) }, event)).toBe(abnormal);
    expect(ringing(event, sidecars)).toEqual(abnormal ? [cause] : []);
  });

  it.each(LABELLED)("$name rings the same if EventBridge reads `exists: false` for whole lists", (label) => {
    const { name, sidecars } = label;
    const event = sample(name);
    for (const cause of STOP_CAUSES) {
      const stops = { causes: [cause], ...(cause === "crashed" && sidecars && { ignoreContainers: sidecars }) };
      expect(ringsForWholeLists(stops, event), cause).toBe(rings(stops, event));
    }
  });

  it("ring for no alert of another cluster", () => {
    for (const event of Object.values(SAMPLE_EVENTS)) {
      const pattern = filled(taskStopsPattern({}), "arn:aws:ecs:ap-northeast-1:123456789012:cluster/other");
      expect(compilePattern(pattern).matches(event)).toBe(false);
    }
  });
});

describe("a cause", () => {
  const withoutStopCode = { stopCode: undefined };

  it.each<[string, JsonObject, StopCause[]]>([
    [
      "a crash without a stop code nor a reason",
      variant("crashed", { ...withoutStopCode, stoppedReason: undefined }),
      ["crashed"],
    ],
    [
      "a crash killed by SIGKILL, with no word of memory",
      variant("crashed", { containers: [{ name: "app", exitCode: 137 }] }),
      ["crashed"],
    ],
    [
      "a crash whose container has a reason of its own",
      variant("crashed", { containers: [{ name: "app", exitCode: 1, reason: "DockerTimeoutError: gone" }] }),
      ["crashed"],
    ],
    [
      "a crash beside a container with a reason",
      variant("crashed", {
        containers: [
          { name: "app", exitCode: 1 },
          { name: "proxy", exitCode: 0, reason: "CannotStopContainerError: timeout" },
        ],
      }),
      ["crashed"],
    ],
    [
      "an essential container that ended without an exit code",
      variant("crashed", { containers: [{ name: "app" }] }),
      ["crashed"],
    ],
    [
      "one of several containers without an exit code",
      variant("crashed", { containers: [{ name: "app", exitCode: 0 }, { name: "late" }] }),
      [],
    ],
    ["a scale-in without a stop code", variant("scale-in-killed", withoutStopCode), []],
    ["a stop by a user without a stop code", variant("stopped-by-user", withoutStopCode), []],
    [
      "failed load-balancer checks without a stop code",
      variant("load-balancer-health-check-failed", withoutStopCode),
      ["unhealthy"],
    ],
    [
      "failed container checks without a stop code",
      variant("container-health-check-failed", withoutStopCode),
      ["unhealthy"],
    ],
    ["a failed start without a stop code", variant("task-failed-to-start-ec2", withoutStopCode), ["failedToStart"]],
    [
      "a failed start without any reason",
      variant("image-pull-failed", { stoppedReason: undefined, containers: [] }),
      ["failedToStart"],
    ],
    ["out of memory without a stop code", variant("out-of-memory", withoutStopCode), ["outOfMemory"]],
    [
      "out of memory with exit code 0",
      variant("out-of-memory", {
        containers: [{ name: "app", exitCode: 0, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["outOfMemory"],
    ],
    [
      "out of memory in a task that the scheduler stopped",
      variant("deployment", {
        containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["outOfMemory"],
    ],
    [
      "out of memory before failed health checks",
      variant("container-health-check-failed", {
        containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["unhealthy"],
    ],
    [
      "an interruption after out of memory",
      variant("spot-interrupted", {
        containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["interrupted"],
    ],
    [
      "a container without an exit code that reports an error, beside one that was stopped",
      variant("crashed", {
        containers: [
          { name: "app", reason: "DockerTimeoutError: gone" },
          { name: "proxy", exitCode: 143 },
        ],
      }),
      ["crashed"],
    ],
    ["a terminated host without a stop code", variant("host-terminated", withoutStopCode), ["interrupted"]],
    [
      "a Spot interruption without a stop code, after out of memory",
      variant("spot-interrupted", {
        ...withoutStopCode,
        containers: [{ name: "app", exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["interrupted"],
    ],
    [
      "a failed pull without a stop code, after out of memory",
      variant("image-pull-failed", {
        ...withoutStopCode,
        containers: [{ name: "app", reason: "OutOfMemoryError: Container killed due to memory usage" }],
      }),
      ["failedToStart"],
    ],
    ["a stop code that AWS has not had before", variant("deployment", { stopCode: "SomethingNew" }), []],
    [
      "a container that failed beside a stop code that AWS has not had before",
      variant("crashed", { stopCode: "SomethingNew" }),
      ["crashed"],
    ],
    [
      "an unexpected EC2 error without a stop code",
      variant("image-pull-failed", {
        ...withoutStopCode,
        stoppedReason: "Unexpected EC2 error while attempting to Create Network Interface: AuthFailure",
        containers: [],
      }),
      ["failedToStart"],
    ],
    [
      "an injected container that was killed beside a job that ended well",
      variant("batch-job-finished", {
        containers: [
          { name: "job", exitCode: 0 },
          { name: "aws-guardduty-agent-x1y2", exitCode: 137 },
          { name: "ecs-service-connect-a", reason: "OutOfMemoryError: Container killed due to memory usage" },
        ],
      }),
      [],
    ],
    [
      "an injected container that could not be pulled beside a job that ended well",
      variant("batch-job-finished", {
        containers: [
          { name: "job", exitCode: 0 },
          { name: "aws-guardduty-agent-x1y2", reason: "CannotPullContainerError: denied" },
        ],
      }),
      [],
    ],
  ])("%s", (_what, event, causes) => {
    expect(ringing(event)).toEqual(causes);
    expect(rings({ causes: "abnormal" }, event)).toBe(causes.length > 0);
  });

  it("never rings twice for a task of one container, whatever its codes and reasons", () => {
    const stop = fc.record({
      stopCode: fc.constantFrom(
        undefined,
        "TaskFailedToStart",
        "EssentialContainerExited",
        "UserInitiated",
        "ServiceSchedulerInitiated",
        "SpotInterruption",
        "TerminationNotice",
        "InfrastructureHealth",
        "New",
      ),
      stoppedReason: fc.constantFrom(
        undefined,
        "Essential container in task exited",
        "Task failed to start",
        "Task failed ELB health checks in (target-group x)",
        "Task failed container health checks",
        "Scaling activity initiated by (deployment ecs-svc/1)",
        "by hand",
      ),
      containers: fc.array(
        fc.record({
          name: fc.constant("app"),
          exitCode: fc.constantFrom(undefined, 0, 1, 137, 143),
          reason: fc.constantFrom(undefined, "OutOfMemoryError: Container killed due to memory usage"),
        }),
        { maxLength: 1 },
      ),
    });
    fc.assert(
      fc.property(stop, (detail) => {
        const causes = ringing(variant("crashed", detail));
        expect(causes.length).toBeLessThanOrEqual(1);
        expect(rings({ causes: "abnormal" }, variant("crashed", detail))).toBe(causes.length === 1);
      }),
      { numRuns: 500 },
    );
  });

  it("is never missed where sidecars are named, however many containers there are", () => {
    const exitCode = fc.constantFrom(undefined, 0, 1, 137, 143);
    const reason = fc.constantFrom(
      undefined,
      "OutOfMemoryError: Container killed due to memory usage",
      "DockerTimeoutError: gone",
    );
    const containers = fc.record({ app: fc.record({ exitCode, reason }), proxy: fc.record({ exitCode, reason }) });
    fc.assert(
      fc.property(containers, ({ app, proxy }) => {
        const event = variant("crashed", {
          containers: [
            { name: "app", ...app },
            { name: "proxy", ...proxy },
          ],
        });
        const failed =
          (app.exitCode ?? 0) !== 0 || app.reason !== undefined || proxy.reason?.startsWith("OutOf") === true;
        const causes = ringing(event, ["proxy"]);
        if (failed) expect(causes).not.toEqual([]);
        else if (app.exitCode === 0) expect(causes).toEqual([]);
        expect(rings({ causes: "abnormal", ignoreContainers: ["proxy"] }, event)).toBe(causes.length > 0);
      }),
    );
  });

  it("may be joined with others in one alert, which rings for any of them", () => {
    for (const one of STOP_CAUSES)
      for (const other of STOP_CAUSES)
        for (const { name, cause } of LABELLED.filter(({ sidecars }) => !sidecars))
          expect(rings({ causes: [one, other] }, sample(name)), `${one}, ${other}: ${name}`).toBe(
            cause === one || cause === other,
          );
  });
});

describe("containers", () => {
  const event = sample("sidecars-killed-after-clean-exit");

  it("that are ignored trigger no alert, by name or by prefix", () => {
    expect(rings({ causes: ["crashed"] }, event)).toBe(true);
    expect(rings({ causes: ["crashed"], ignoreContainers: ["envoy", "otel-collector"] }, event)).toBe(false);
    expect(rings({ causes: ["crashed"], ignoreContainers: ["envoy", "otel-*"] }, event)).toBe(false);
    expect(rings({ causes: ["crashed"], ignoreContainers: ["envoy"] }, event)).toBe(true);
  });

  it("that are listed in `containers` are the only ones that count, by name or by prefix", () => {
    expect(rings({ causes: "abnormal", containers: ["report"] }, event)).toBe(false);
    expect(rings({ causes: "abnormal", containers: ["rep*"] }, event)).toBe(false);
    expect(rings({ causes: "abnormal", containers: ["report", "envoy"] }, event)).toBe(true);
  });

  it("that AWS injects never count unless they are named", () => {
    const containers = [
      { name: "job", exitCode: 0 },
      { name: "aws-guardduty-agent-x1y2", exitCode: 137 },
    ];
    const killed = variant("batch-job-finished", { containers });
    for (const stops of [{}, { ignoreContainers: ["envoy"] }, { ignoreContainers: ["*envoy", "x"] }] as const) {
      expect(rings({ ...stops, causes: ["crashed"] }, killed)).toBe(false);
      expect(rings({ ...stops, exitCodes: [137] }, killed)).toBe(false);
    }
    expect(rings({ causes: ["crashed"], containers: ["aws-guardduty-agent-*"] }, killed)).toBe(true);
    expect(rings({ exitCodes: [137], containers: ["*-x1y2"] }, killed)).toBe(true);
  });

  it("are ignored by the end of their names, and by the middle", () => {
    const containers = [
      { name: "shop_log_router", exitCode: 143 },
      { name: "shop", exitCode: 1 },
    ];
    const crash = variant("crashed", { containers });
    const routerKilled = variant("crashed", { containers: [containers[0], { name: "shop", exitCode: 0 }] });
    for (const ignored of ["*_log_router", "*_router*"]) {
      expect(rings({ causes: ["crashed"], ignoreContainers: [ignored] }, crash)).toBe(true);
      expect(rings({ causes: ["crashed"], ignoreContainers: [ignored] }, routerKilled)).toBe(false);
    }
  });

  it("are also chosen for custom exit codes", () => {
    expect(rings({ exitCodes: [143] }, event)).toBe(true);
    expect(rings({ exitCodes: [143], ignoreContainers: ["envoy"] }, event)).toBe(false);
    expect(rings({ ignoreExitCodes: [0, 137, 143] }, event)).toBe(false);
    expect(rings({ ignoreExitCodes: [0, 137] }, event)).toBe(true);
  });
});

describe("services and families", () => {
  const service = (group: string | undefined) => variant("crashed", { group });

  it("are included by name and by prefix", () => {
    const stops = { services: ["api", "web-*"], families: ["nightly"] };
    for (const group of ["service:api", "service:web-1", "family:nightly"])
      expect(rings(stops, service(group))).toBe(true);
    for (const group of ["service:api2", "service:web", "family:api", "nightly", undefined])
      expect(rings(stops, service(group))).toBe(false);
  });

  it("are included and excluded by the end of their names", () => {
    expect(rings({ services: ["*-api"] }, service("service:shop-api"))).toBe(true);
    expect(rings({ services: ["*-api"] }, service("family:shop-api"))).toBe(false);
    expect(rings({ excludeServices: ["*-api"] }, service("service:shop-api"))).toBe(false);
    expect(rings({ excludeServices: ["*-api", "web-*", "x"] }, service("service:shop-web"))).toBe(true);
  });

  it("are excluded by name, by prefix, and by both together", () => {
    for (const [excluded, other] of [
      [{ excludeServices: ["api"] }, "service:web-1"],
      [{ excludeServices: ["api*"] }, "service:web-1"],
      [{ excludeServices: ["api", "batch-*"] }, "service:web-1"],
    ] as const) {
      expect(rings(excluded, service("service:api"))).toBe(false);
      for (const group of [other, "family:api", "own text", undefined])
        expect(rings(excluded, service(group))).toBe(true);
    }
    expect(rings({ excludeServices: ["api", "batch-*"] }, service("service:batch-1"))).toBe(false);
    expect(rings({ excludeFamilies: ["nightly"] }, service("family:nightly"))).toBe(false);
  });

  it("can be all services and all families, which leaves out tasks with a custom group", () => {
    expect(rings({ services: ["*"], families: ["*"] }, service("service:x"))).toBe(true);
    expect(rings({ services: ["*"], families: ["*"] }, service("own text"))).toBe(false);
    expect(rings({ excludeServices: ["*"], excludeFamilies: ["*"] }, service("own text"))).toBe(true);
    expect(rings({ excludeServices: ["*"], excludeFamilies: ["*"] }, service("service:x"))).toBe(false);
  });
});

describe("launch types, capacity providers, stop codes, clusters and custom fields", () => {
  const event = variant("crashed", { launchType: "FARGATE", capacityProviderName: "FARGATE_SPOT" });

  it("must all match", () => {
    expect(rings({ launchTypes: ["FARGATE", "EC2"] }, event)).toBe(true);
    expect(rings({ launchTypes: ["EC2"] }, event)).toBe(false);
    expect(rings({ capacityProviders: ["FARGATE_SPOT"] }, event)).toBe(true);
    expect(rings({ capacityProviders: ["FARGATE"] }, event)).toBe(false);
    expect(rings({ stopCodes: ["EssentialContainerExited"] }, event)).toBe(true);
    expect(rings({ stopCodes: ["UserInitiated"] }, event)).toBe(false);
    expect(rings({ stopCodes: ["EssentialContainerExited"], exitCodes: [77] }, event)).toBe(false);
  });

  it("can be for any cluster of the account and Region", () => {
    expect(taskStopsPattern({ cluster: "any" }).detail).toEqual({ lastStatus: ["STOPPED"] });
  });

  it("can add fields, and an $or beside that of the causes", () => {
    const stops: TaskStops = {
      causes: ["unhealthy", "interrupted"],
      pattern: {
        account: ["123456789012"],
        detail: { cpu: ["256"], $or: [{ memory: ["512"] }, { connectivity: ["CONNECTED"] }] },
      },
    };
    const spot = { cpu: "256", memory: "512", connectivity: "DISCONNECTED" };
    expect(rings(stops, variant("spot-interrupted", spot))).toBe(true);
    expect(rings(stops, variant("spot-interrupted", { ...spot, memory: "1024" }))).toBe(false);
    expect(rings(stops, variant("spot-interrupted", { ...spot, cpu: "512" }))).toBe(false);
    expect(rings(stops, variant("deployment", spot))).toBe(false);
  });
});

describe("stops that can match nothing or that EventBridge would refuse", () => {
  const refused = (stops: object) => refusal({ alerts: { main: { stops } } });

  it.each<[string, object, string]>([
    ["empty lists", { services: [] }, "'alerts.main.stops.services' must not be empty"],
    ["no cause at all", { causes: [] }, "'alerts.main.stops.causes' must not be empty"],
    ["names that are none", { services: ["a b"] }, "'alerts.main.stops.services.0' must be 1 to 255 letters"],
    ["a star inside of a name", { families: ["a*b"] }, "with a '*' only at either end, got \"a*b\""],
    ["unknown causes", { causes: ["crash"] }, "'alerts.main.stops.causes.0' must be one of failedToStart,"],
    ["a cause that is a text", { causes: "crashed" }, "'alerts.main.stops.causes'"],
    [
      "exit codes that are no whole numbers",
      { exitCodes: [1.5] },
      "'alerts.main.stops.exitCodes.0' must be a whole number from",
    ],
    [
      "causes beside stop codes",
      { causes: "abnormal", stopCodes: ["X"] },
      "'alerts.main.stops.causes' cannot be set together with 'stopCodes'",
    ],
    [
      "inclusion beside exclusion",
      { services: ["a"], excludeFamilies: ["b"] },
      "cannot be set together with 'excludeFamilies'",
    ],
    [
      "containers where no exit code counts",
      { causes: ["unhealthy"], containers: ["app"] },
      "'alerts.main.stops.containers' says whose exit codes count, but the alert looks at none",
    ],
    [
      "a field that is set twice",
      { pattern: { detail: { lastStatus: ["RUNNING"] } } },
      "'alerts.main.stops.pattern' sets 'detail.lastStatus'",
    ],
    [
      "a field that a cause sets",
      { causes: ["crashed"], pattern: { detail: { stopCode: ["X"] } } },
      "sets 'detail.stopCode'",
    ],
    [
      "operators that EventBridge lacks",
      { pattern: { detail: { cpu: [{ contains: "2" }] } } },
      "'alerts.main.stops' makes a pattern that EventBridge refuses",
    ],
  ])("are refused: %s", (_what, stops, message) => {
    expect(refused(stops)).toContain(message);
  });

  it("include patterns over the default quota, counted with the longest cluster ARN", () => {
    const services = (count: number) =>
      Array.from({ length: count }, (_, n) => `service-${String(n).padStart(4, "0")}`);
    const length = (count: number) => JSON.stringify(taskStopsPattern({ services: services(count) })).length;
    let most = 1;
    while (length(most + 1) <= PATTERN_QUOTA) most++;
    expect(synthesize({ alerts: { main: { stops: { services: services(most) } } } })).toHaveProperty("resource");
    expect(refused({ services: services(most + 1) })).toContain(
      `makes a pattern of ${length(most + 1)} characters with the longest cluster ARN, which must be at most 2048 (EventBridge's default quota)`,
    );
  });

  it("include more than 1000 combinations of $or", () => {
    const or = (count: number) => Array.from({ length: count }, (_, n) => ({ [`f${n}`]: [n] }));
    const detail = { $or: or(11), a: { $or: or(10) }, b: { $or: or(10) } };
    expect(refused({ pattern: { detail } })).toContain("$or makes 1100 combinations, which must be at most 1000");
  });
});
