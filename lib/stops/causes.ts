import { anyOf } from "../eventbridge/conjunction";
import type { Json, JsonObject } from "../eventbridge/json";

/**
 * Why a task stopped though nobody wanted it to. Deployments, scale-in, stops by a user and clean exits are none of
 * these.
 * - `failedToStart`: the image, a secret, the network or capacity.
 * - `crashed`: an essential container ended by itself, and not with exit code 0, or a container reports an error.
 * - `outOfMemory`: a container was killed for its use of memory, whatever its exit code.
 * - `unhealthy`: load-balancer or container health checks failed, and the scheduler stopped the task.
 * - `interrupted`: Spot, the host or the infrastructure took the task away.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export type StopCause = "failedToStart" | "crashed" | "outOfMemory" | "unhealthy" | "interrupted";

export const STOP_CAUSES: readonly StopCause[] = [
  "failedToStart",
  "crashed",
  "outOfMemory",
  "unhealthy",
  "interrupted",
];

const INTERRUPTIONS = ["SpotInterruption", "TerminationNotice", "InfrastructureHealth"];
const ABSENT = { exists: false };

/** How the reasons of a failed start begin, for events that have no stop code. */
const START_FAILURES = [
  "Task failed to start",
  "CannotPull",
  "CannotCreate",
  "CannotStart",
  "ResourceInitializationError",
  "Timeout waiting for network interface",
];
/** How the reasons of an interruption begin, for events that have no stop code. */
const INTERRUPTED = ["Host EC2", "Your Spot Task was interrupted"];
/** The scheduler stops tasks for many reasons; of these, only failed health checks begin so. */
const FAILED_CHECKS = "Task failed ";
const OUT_OF_MEMORY = "OutOfMemoryError";

/**
 * The pattern of an event's `detail` that any of the causes meets. Each cause keeps out what belongs to another, unless
 * both are asked for, so that alerts for different causes tell of a stop once. One thing EventBridge cannot say: that no
 * container of several is out of memory. So where the exit codes of all containers count, a task with one container out
 * of memory and another that ended with an error of its own is a crash too.
 * @param countedContainers condition on the names of the containers that count for `crashed`; all count when undefined
 */
export function causesPattern(causes: readonly StopCause[], countedContainers?: Json): JsonObject {
  const has = (cause: StopCause) => causes.includes(cause);
  const alternatives: JsonObject[] = [];
  if (has("failedToStart")) alternatives.push(...withOrWithoutCode(["TaskFailedToStart"], START_FAILURES));
  if (has("crashed")) alternatives.push(crashed(has("outOfMemory"), countedContainers));
  if (has("outOfMemory")) alternatives.push(...outOfMemory(STOP_CAUSES.every(has)));
  if (has("unhealthy")) alternatives.push(...unhealthy());
  if (has("interrupted")) alternatives.push(...withOrWithoutCode(INTERRUPTIONS, INTERRUPTED));
  return anyOf(alternatives);
}

function withOrWithoutCode(stopCodes: readonly string[], reasons: readonly string[]): JsonObject[] {
  return [{ stopCode: stopCodes }, { stopCode: [ABSENT], stoppedReason: prefixes(...reasons) }];
}

/**
 * An essential container ended, and a container that counts has an exit code other than 0, or a reason, which ECS gives
 * for errors alone; or no container has an exit code, which is no clean exit either.
 *
 * EventBridge reads `exists: false` beside other fields of a list's element for that element where the field's name
 * sorts behind theirs (`exitCode`, `name`, `reason`), and else for the whole list.
 */
function crashed(outOfMemoryToo: boolean, name: Json | undefined): JsonObject {
  const counted = name === undefined ? {} : { name };
  const otherReason = { "anything-but": { prefix: OUT_OF_MEMORY } };
  const failed = { ...counted, exitCode: [{ "anything-but": 0 }] };
  return {
    $or: [
      { stopCode: ["EssentialContainerExited"] },
      { stopCode: [ABSENT], stoppedReason: [ABSENT, { prefix: "Essential container" }] },
    ],
    containers: {
      $or: [
        outOfMemoryToo ? failed : { ...failed, reason: [ABSENT, otherReason] },
        { ...counted, reason: [otherReason] },
        { exitCode: [ABSENT], reason: [ABSENT] },
      ],
    },
  };
}

/** Only a container's reason tells; stop codes and stopped reasons that belong to other causes are kept out. */
function outOfMemory(allCauses: boolean): JsonObject[] {
  const containers = { reason: prefixes(OUT_OF_MEMORY) };
  if (allCauses) return [{ containers }];
  const scheduler = "ServiceSchedulerInitiated";
  const reasonsBut = (...starts: readonly string[]) => [ABSENT, { "anything-but": { prefix: starts } }];
  return [
    { containers, stopCode: [{ "anything-but": ["TaskFailedToStart", scheduler, ...INTERRUPTIONS] }] },
    { containers, stopCode: [scheduler], stoppedReason: reasonsBut(FAILED_CHECKS) },
    {
      containers,
      stopCode: [ABSENT],
      stoppedReason: reasonsBut(
        FAILED_CHECKS,
        ...START_FAILURES.filter((start) => !start.startsWith(FAILED_CHECKS)),
        ...INTERRUPTED,
      ),
    },
  ];
}

/** Without a stop code the reason must be one of the two, since `Task failed to start` begins alike. */
function unhealthy(): JsonObject[] {
  return [
    { stopCode: ["ServiceSchedulerInitiated"], stoppedReason: prefixes(FAILED_CHECKS) },
    {
      stopCode: [ABSENT],
      stoppedReason: prefixes(`${FAILED_CHECKS}ELB health checks`, `${FAILED_CHECKS}container health checks`),
    },
  ];
}

function prefixes(...starts: readonly string[]): JsonObject[] {
  return starts.map((prefix) => ({ prefix }));
}
