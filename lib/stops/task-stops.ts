import { allOf } from "../eventbridge/conjunction";
import type { Json, JsonObject } from "../eventbridge/json";
import { causesPattern, STOP_CAUSES, type StopCause } from "./causes";
import { anyName, noName } from "./name-filter";

/**
 * Stop codes of Amazon ECS. Others are taken as they are, since AWS adds to them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export type StopCode =
  | "TaskFailedToStart"
  | "EssentialContainerExited"
  | "UserInitiated"
  | "ServiceSchedulerInitiated"
  | "SpotInterruption"
  | "TerminationNotice"
  | "InfrastructureHealth"
  | (string & {});

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export type LaunchType = "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES";

/** Which tasks an alert is about. Names are exact, or prefixes that end in `*`. */
interface Scope {
  /**
   * The cluster that the variable `cluster_arn` names, or any cluster of its account and Region.
   * @default "variable"
   */
  readonly cluster?: "variable" | "any";
  /** @default - any launch type */
  readonly launchTypes?: readonly LaunchType[];
  /** Names of capacity providers; tasks that were started with a launch type have none. @default - any, or none */
  readonly capacityProviders?: readonly string[];
  /**
   * Fields of an event pattern that must hold as well, for whatever else EventBridge can match. A field that another
   * setting uses cannot be set here.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   * @default - none
   */
  readonly pattern?: JsonObject;
}

interface IncludedGroups {
  /** Services whose tasks the alert is about. @default - all tasks, or those of `families` alone */
  readonly services?: readonly string[];
  /** Families of tasks that no service runs (RunTask, schedules, Step Functions). @default - all, or those of `services` alone */
  readonly families?: readonly string[];
  readonly excludeServices?: never;
  readonly excludeFamilies?: never;
}

interface ExcludedGroups {
  readonly services?: never;
  readonly families?: never;
  /** Services whose tasks the alert is not about. @default - none */
  readonly excludeServices?: readonly string[];
  /** Families of tasks that no service runs, which the alert is not about. @default - none */
  readonly excludeFamilies?: readonly string[];
}

type CountedContainers =
  | {
      /** Containers whose exit codes count, by name. @default - all */
      readonly containers?: readonly string[];
      readonly ignoreContainers?: never;
    }
  | {
      readonly containers?: never;
      /** Containers whose exit codes do not count, such as sidecars, by name. @default - none */
      readonly ignoreContainers?: readonly string[];
    };

interface AllContainers {
  readonly containers?: never;
  readonly ignoreContainers?: never;
}

type EveryStop = AllContainers & {
  readonly causes?: never;
  readonly stopCodes?: never;
  readonly exitCodes?: never;
  readonly ignoreExitCodes?: never;
};

type StopsByCause = CountedContainers & {
  /** What the alert is for: some causes, or `abnormal` for all of them. */
  readonly causes: "abnormal" | readonly StopCause[];
  readonly stopCodes?: never;
  readonly exitCodes?: never;
  readonly ignoreExitCodes?: never;
};

type StopsByCode = CountedContainers & {
  readonly causes?: never;
  /** Stop codes that the alert is for. @default - any, or none */
  readonly stopCodes?: readonly StopCode[];
} & (
    | {
        /** Exit codes of which a container must have one. @default - any, or none */
        readonly exitCodes?: readonly number[];
        readonly ignoreExitCodes?: never;
      }
    | {
        readonly exitCodes?: never;
        /** A container must have an exit code, and another one than these. @default - none */
        readonly ignoreExitCodes?: readonly number[];
      }
  );

/** Which stops an alert is for. Without any setting: every stop of every task of the cluster, as in the original. */
export type TaskStops = Scope & (IncludedGroups | ExcludedGroups) & (EveryStop | StopsByCause | StopsByCode);

/**
 * The event pattern of the stops.
 * @param clusterArn the ARN of the cluster, which may be a token
 * @throws FieldConflict where `pattern` sets a field that another setting uses
 */
export function taskStopsPattern(stops: TaskStops, clusterArn: string): JsonObject {
  const detail: Record<string, Json> = {};
  if (stops.cluster !== "any") detail.clusterArn = [clusterArn];
  detail.lastStatus = ["STOPPED"];
  const group = groupCondition(stops);
  if (group) detail.group = group;
  if (stops.launchTypes) detail.launchType = stops.launchTypes;
  if (stops.capacityProviders) detail.capacityProviderName = anyName(stops.capacityProviders);
  const event = { source: ["aws.ecs"], "detail-type": ["ECS Task State Change"], detail };
  return allOf(event, { detail: stopCondition(stops) }, stops.pattern ?? {});
}

/** The causes that the alert is for; undefined where it is not for causes. */
export function causesOf(stops: TaskStops): readonly StopCause[] | undefined {
  return stops.causes === "abnormal" ? STOP_CAUSES : stops.causes;
}

function stopCondition(stops: TaskStops): JsonObject {
  const name = containerCondition(stops);
  const causes = causesOf(stops);
  if (causes) return causesPattern(causes, name);
  const exitCode = stops.exitCodes ?? (stops.ignoreExitCodes && [{ "anything-but": stops.ignoreExitCodes }]);
  return {
    ...(stops.stopCodes && { stopCode: stops.stopCodes }),
    ...(exitCode && { containers: { ...(name && { name }), exitCode } }),
  };
}

function containerCondition(stops: TaskStops): Json | undefined {
  if (stops.containers) return anyName(stops.containers);
  if (stops.ignoreContainers) return [noName(stops.ignoreContainers)];
  return undefined;
}

/** A task without a group belongs to no service and no family, so excluding some keeps it. */
function groupCondition(stops: TaskStops): Json[] | undefined {
  const included = groups(stops.services, stops.families);
  if (included) return anyName(included);
  const excluded = groups(stops.excludeServices, stops.excludeFamilies);
  return excluded && [noName(excluded), { exists: false }];
}

function groups(services?: readonly string[], families?: readonly string[]): string[] | undefined {
  if (!services && !families) return undefined;
  return [...(services ?? []).map((s) => `service:${s}`), ...(families ?? []).map((f) => `family:${f}`)];
}
