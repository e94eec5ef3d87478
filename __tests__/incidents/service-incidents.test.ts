import { describe, expect, it } from "vitest";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import type { JsonObject } from "../../lib/eventbridge/json";
import {
  ALL_INCIDENTS,
  INCIDENTS,
  type Incident,
  incidentsPattern,
  type ServiceIncidents,
} from "../../lib/incidents/service-incidents";
import { taskStopsPattern } from "../../lib/stops/task-stops";
import { filled } from "../message/delivered";
import { clusterOf, INCIDENT_SAMPLES, SAMPLE_EVENTS, variant } from "../sample-events";
import { refusal, synthesize } from "../synthesized";
import { INCIDENT_LABELS } from "./incident-labels";

/** Whether an alert for these incidents, of the cluster `demo`, rings for the event. */
function rings(incidents: ServiceIncidents, event: JsonObject): boolean {
  const { problems, matches } = compilePattern(filled(incidentsPattern(incidents)));
  expect(problems).toEqual([]);
  return matches(event);
}

const sample = (name: string) => INCIDENT_SAMPLES[name] ?? {};
const inCluster = (event: JsonObject, cluster: string): JsonObject =>
  JSON.parse(JSON.stringify(event).replaceAll("/demo", `/${cluster}`));

describe("the sample events about services and deployments", () => {
  it("are all labelled, and every incident has one", () => {
    expect(Object.keys(INCIDENT_LABELS).sort()).toEqual(Object.keys(INCIDENT_SAMPLES).sort());
    expect(new Set(Object.values(INCIDENT_LABELS))).toEqual(new Set([...ALL_INCIDENTS, "none"]));
  });

  it.each(Object.entries(INCIDENT_LABELS))("%s rings only the alert for '%s'", (name, label) => {
    const ringing = ALL_INCIDENTS.filter((kind) => rings({ kinds: [kind] }, sample(name)));
    expect(ringing).toEqual(label === "none" ? [] : [label]);
    const isAbnormal = label !== "none" && INCIDENTS[label].color !== "good";
    expect(rings({ kinds: "abnormal" }, sample(name))).toBe(isAbnormal);
  });

  it("ring the same under both detail types", () => {
    for (const [name, event] of Object.entries(INCIDENT_SAMPLES))
      for (const type of ["ECS Service Action", "ECS Deployment State Change"])
        expect(rings({ kinds: ALL_INCIDENTS }, { ...event, "detail-type": type }), name).toBe(
          INCIDENT_LABELS[name] !== "none",
        );
  });

  it("trigger no alert for stops, just as stops trigger none for incidents", () => {
    for (const event of Object.values(INCIDENT_SAMPLES))
      expect(compilePattern(filled(taskStopsPattern({}), clusterOf(event))).matches(event)).toBe(false);
    for (const event of Object.values(SAMPLE_EVENTS)) expect(rings({ kinds: ALL_INCIDENTS }, event)).toBe(false);
  });
});

describe("a deployment in progress", () => {
  it("is a rollback if its reason says so, and otherwise a start, even without a reason", () => {
    const both: readonly Incident[] = ["deploymentStarted", "deploymentRolledBack"];
    const kinds = (reason: string | undefined) =>
      both.filter((kind) => rings({ kinds: [kind] }, variant("service-deployment-started", { reason })));
    expect(kinds(undefined)).toEqual(["deploymentStarted"]);
    expect(kinds("ECS deployment ecs-svc/1 in progress.")).toEqual(["deploymentStarted"]);
    for (const rolling of ["rolling", "Rolling"])
      expect(kinds(`ECS deployment circuit breaker: ${rolling} back to deploymentId ecs-svc/1.`)).toEqual([
        "deploymentRolledBack",
      ]);
    expect(rings({ kinds: both }, variant("service-deployment-started", { reason: undefined }))).toBe(true);
  });
});

describe("the scope", () => {
  const event = sample("service-deployment-failed-without-cluster-arn");
  const kinds = "abnormal";

  it("is the cluster of the variable, by the service's ARN, or any cluster", () => {
    expect(rings({ kinds }, event)).toBe(true);
    expect(rings({ kinds }, inCluster(event, "demo2"))).toBe(false);
    expect(rings({ kinds, cluster: "any" }, inCluster(event, "other"))).toBe(true);
  });

  it("names services exactly or by prefix", () => {
    for (const cluster of ["variable", "any"] as const) {
      expect(rings({ kinds, cluster, services: ["checkout-api"] }, event)).toBe(true);
      expect(rings({ kinds, cluster, services: ["checkout"] }, event)).toBe(false);
      expect(rings({ kinds, cluster, services: ["api"] }, event)).toBe(false);
      expect(rings({ kinds, cluster, services: ["x", "checkout-*"] }, event)).toBe(true);
      expect(rings({ kinds, cluster, services: ["api*"] }, event)).toBe(false);
    }
    expect(rings({ kinds, services: ["checkout-api"] }, inCluster(event, "other"))).toBe(false);
  });

  it("can be narrowed by further fields", () => {
    expect(rings({ kinds, pattern: { detail: { eventType: ["ERROR"] } } }, event)).toBe(true);
    expect(rings({ kinds, pattern: { detail: { eventType: ["WARN"] } } }, event)).toBe(false);
  });
});

describe("incidents that can match nothing or that EventBridge would refuse", () => {
  it.each<[string, object, string]>([
    ["no kinds at all", {}, "'alerts.main.incidents.kinds' is missing: set it."],
    ["no kind", { kinds: [] }, "'alerts.main.incidents.kinds' must not be empty"],
    [
      "the steady state",
      { kinds: ["steadyState"] },
      "'alerts.main.incidents.kinds.0' must be one of deploymentFailed,",
    ],
    ["no service", { kinds: "abnormal", services: [] }, "'alerts.main.incidents.services' must not be empty"],
    ["a name that is none", { kinds: "abnormal", services: ["*-api"] }, "with a '*' only at the end"],
    [
      "a field that is set twice",
      { kinds: "abnormal", pattern: { detail: { eventName: ["X"] } } },
      "'alerts.main.incidents.pattern' sets 'detail.eventName'",
    ],
    [
      "prefixes that are too complex for any cluster",
      { kinds: "abnormal", cluster: "any", services: ["api*", "web*", "x*"] },
      "Change 'pattern', use fewer names with '*', or split the alert.",
    ],
    [
      "a pattern over the quota",
      { kinds: "abnormal", services: Array.from({ length: 40 }, (_, n) => `service-${n}`) },
      "'alerts.main.incidents' makes a pattern of",
    ],
  ])("are refused: %s", (_what, incidents, message) => {
    expect(refusal({ alerts: { main: { incidents } } } as never)).toContain(message);
  });
});

describe("an alert for incidents", () => {
  it("is a rule and a target like others, with queue, retries and alarms", () => {
    const { resource, locals } = synthesize({
      alerts: { main: {}, deployments: { incidents: { kinds: ["deploymentFailed"] }, maximumRetryAttempts: 3 } },
      deadLetterQueue: {},
      alarms: {},
    });
    const pattern = JSON.parse(resource.aws_cloudwatch_event_rule.deployments.event_pattern);
    expect(pattern.resources).toEqual([
      { prefix: "arn:${local.partition}:ecs:${local.region}:${local.account}:service/${local.cluster_name}/" },
    ]);
    expect(Object.keys(locals)).toEqual(expect.arrayContaining(["partition", "region", "account", "cluster_name"]));
    expect(resource.aws_cloudwatch_event_target.deployments).toMatchObject({
      dead_letter_config: { arn: "${aws_sqs_queue.dead_letter.arn}" },
      retry_policy: { maximum_retry_attempts: 3 },
    });
    expect(resource.aws_cloudwatch_metric_alarm).toHaveProperty("failed_invocations_deployments");
  });
});
