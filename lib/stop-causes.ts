import { allOf, anyOf } from "./eventbridge/conjunction";
import type { Json, JsonObject } from "./eventbridge/json";

/**
 * Why a task stopped though nobody wanted it to. Deployments, scale-in, stops by a user and clean exits are none of
 * these; every abnormal stop has exactly one of them.
 * - `failedToStart`: the image, a secret, the network or capacity.
 * - `crashed`: an essential container ended by itself, and not with exit code 0.
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

/** Reasons of a failed start in events that have no stop code. */
const START_FAILURES = prefixes(
  "Task failed to start",
  "CannotPull",
  "CannotCreate",
  "CannotStart",
  "ResourceInitializationError",
);
/** The scheduler stops tasks for many reasons; of these, only failed health checks begin so. */
const FAILED_CHECKS = "Task failed ";
const OUT_OF_MEMORY = "OutOfMemoryError";

/**
 * The pattern of an event's `detail` that any of the causes meets. Causes that are not among them are kept out, so that
 * alerts for different causes never tell of the same stop.
 * @param countedContainers condition on the names of the containers whose exit codes count; all of them when undefined
 */
export function causesPattern(causes: readonly StopCause[], countedContainers?: Json): JsonObject {
  const has = (cause: StopCause) => causes.includes(cause);
  const alternatives: JsonObject[] = [];
  if (has("failedToStart")) alternatives.push(...failedToStart());
  if (has("crashed")) alternatives.push(...crashed(has("outOfMemory"), countedContainers));
  if (has("outOfMemory")) alternatives.push(...outOfMemory(STOP_CAUSES.every(has)));
  if (has("unhealthy")) alternatives.push(...unhealthy());
  if (has("interrupted")) alternatives.push({ stopCode: INTERRUPTIONS });
  return anyOf(alternatives);
}

function failedToStart(): JsonObject[] {
  return [{ stopCode: ["TaskFailedToStart"] }, { stopCode: [ABSENT], stoppedReason: START_FAILURES }];
}

/**
 * A missing exit code is no clean exit, so it counts. `exists: false` beside other fields of a container is read for
 * that container or for the whole list; the last alternative keeps crashes from being lost in the second reading,
 * where another container has a reason of its own.
 */
function crashed(outOfMemoryToo: boolean, name: Json | undefined): JsonObject[] {
  const exited = [
    { stopCode: ["EssentialContainerExited"] },
    { stopCode: [ABSENT], stoppedReason: [ABSENT, { prefix: "Essential container" }] },
  ];
  const failed = { exitCode: [{ "anything-but": 0 }, ABSENT], ...(name === undefined ? {} : { name }) };
  const otherReason = { "anything-but": { prefix: OUT_OF_MEMORY } };
  const containers: JsonObject[] = outOfMemoryToo
    ? [failed]
    : [{ ...failed, reason: [ABSENT, otherReason] }, ...(name === undefined ? [{ reason: [otherReason] }] : [])];
  return exited.flatMap((stop) => containers.map((container) => allOf(stop, { containers: container })));
}

/** Only a container's reason tells; stop codes and stopped reasons that belong to other causes are kept out. */
function outOfMemory(allCauses: boolean): JsonObject[] {
  const containers = { reason: prefixes(OUT_OF_MEMORY) };
  if (allCauses) return [{ containers }];
  const scheduler = "ServiceSchedulerInitiated";
  return [
    { containers, stopCode: [{ "anything-but": ["TaskFailedToStart", scheduler, ...INTERRUPTIONS] }] },
    {
      containers,
      stopCode: [scheduler, ABSENT],
      stoppedReason: [ABSENT, { "anything-but": { prefix: FAILED_CHECKS } }],
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
