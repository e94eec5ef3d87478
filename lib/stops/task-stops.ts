import { allOf } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import { listOf, type NotTogetherWith } from "../problems/not-together-with";
import { causesPattern, STOP_CAUSES, type StopCause } from "./causes";
import { anyName, INJECTED_CONTAINERS, noName } from "./names";
import { type PlainGroups, scopePattern, type TaskGroups, type TaskScope } from "./scope";

/**
 * Stop codes of Amazon ECS. Others are accepted, since AWS adds to them.
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

type CountedContainers =
  | {
      /** Only these containers count, by name. @default - all but those that AWS injects */
      readonly containers?: readonly string[];
      readonly ignoreContainers?: NotTogetherWith<"containers">;
    }
  | {
      readonly containers?: NotTogetherWith<"ignoreContainers">;
      /**
       * Ignores these containers, such as sidecars, by name. Those that AWS injects are always ignored.
       * @default - only those that AWS injects
       */
      readonly ignoreContainers?: readonly string[];
    };

type StopsByCause = CountedContainers & {
  /** Stops for these causes, or for any of them with `abnormal`. @default - every stop */
  readonly causes: "abnormal" | readonly StopCause[];
  readonly stopCodes?: NotTogetherWith<"causes">;
  readonly exitCodes?: NotTogetherWith<"causes">;
  readonly ignoreExitCodes?: NotTogetherWith<"causes">;
};

type StopsByCode = CountedContainers & {
  // By this the compiler tells the two apart; it names the conflict at the other setting.
  readonly causes?: undefined;
  /** Only stops with one of these stop codes. @default - any stop code, or none */
  readonly stopCodes?: readonly StopCode[];
} & (
    | {
        /** Only stops in which a container has one of these exit codes. @default - any exit code, or none */
        readonly exitCodes?: readonly number[];
        readonly ignoreExitCodes?: NotTogetherWith<"exitCodes">;
      }
    | {
        readonly exitCodes?: NotTogetherWith<"ignoreExitCodes">;
        /** Only stops in which a container has an exit code other than these. @default - any exit code, or none */
        readonly ignoreExitCodes?: readonly number[];
      }
  );

/** Which stops an alert is for. Without any setting: every stop of every task of the cluster. */
export type TaskStops = TaskScope & TaskGroups & (StopsByCause | StopsByCode);

/** The settings with each list as such, for readers that need not know which ones exclude each other. */
export interface PlainStops extends TaskScope, PlainGroups {
  readonly containers: readonly string[] | undefined;
  readonly ignoreContainers: readonly string[] | undefined;
  /** Undefined if the alert does not go by causes. */
  readonly causes: readonly StopCause[] | undefined;
  readonly stopCodes: readonly string[] | undefined;
  readonly exitCodes: readonly number[] | undefined;
  readonly ignoreExitCodes: readonly number[] | undefined;
}

export function plainStops(stops: TaskStops): PlainStops {
  return {
    ...stops,
    services: listOf(stops.services),
    families: listOf(stops.families),
    excludeServices: listOf(stops.excludeServices),
    excludeFamilies: listOf(stops.excludeFamilies),
    containers: listOf(stops.containers),
    ignoreContainers: listOf(stops.ignoreContainers),
    causes: stops.causes === "abnormal" ? STOP_CAUSES : listOf(stops.causes),
    stopCodes: listOf(stops.stopCodes),
    exitCodes: listOf(stops.exitCodes),
    ignoreExitCodes: listOf(stops.ignoreExitCodes),
  };
}

/**
 * The event pattern of the stops.
 * @param clusterArn ARN of the cluster, which may be a token
 * @throws FieldConflict if `pattern` sets a field that another setting uses
 */
export function taskStopsPattern(stops: TaskStops, clusterArn: string): JsonObject {
  const plain = plainStops(stops);
  const detail = scopePattern(plain, clusterArn);
  const event = { source: ["aws.ecs"], "detail-type": ["ECS Task State Change"], detail };
  return allOf(event, { detail: stopCondition(plain) }, plain.pattern ?? {});
}

function stopCondition({ causes, stopCodes, exitCodes, ignoreExitCodes, ...counted }: PlainStops): JsonObject {
  const name = containerCondition(counted);
  if (causes) return causesPattern(causes, name);
  const exitCode = exitCodes ?? (ignoreExitCodes && [{ "anything-but": ignoreExitCodes }]);
  return {
    ...(stopCodes && { stopCode: stopCodes }),
    ...(exitCode && { containers: { name, exitCode } }),
  };
}

/** Condition on the names of the containers that count. */
function containerCondition({
  containers,
  ignoreContainers = [],
}: Pick<PlainStops, "containers" | "ignoreContainers">): Json {
  return containers ? anyName(containers) : [noName([...ignoreContainers, ...INJECTED_CONTAINERS])];
}
