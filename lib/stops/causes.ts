import { anyOf } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import { INJECTED_CONTAINERS, noName } from "./names";

/** Patterns of an event's `detail`, by the causes that the alert is for and the names of the containers that count. */
type Patterns = (asked: readonly string[], counted: Json) => readonly JsonObject[];

/** Why a task stopped, in words with `%` for the service or task, and how to recognize it. */
function cause(color: "warning" | "danger", emoji: string, en: string, ja: string, patterns: Patterns) {
  return { color, emoji, en, ja, patterns };
}

const ABSENT = { exists: false };
const SCHEDULER = "ServiceSchedulerInitiated";
const FAILED_START = "TaskFailedToStart";
const INTERRUPTIONS = ["SpotInterruption", "TerminationNotice", "InfrastructureHealth"];

/** How the reasons of a failed start, and those of an interruption, begin in events without a stop code. */
const START_FAILURES = [
  ...["Task failed to start", "CannotPull", "CannotCreate", "CannotStart", "ResourceInitializationError"],
  ...["Timeout waiting for network interface", "Unexpected EC2 error"],
];
const INTERRUPTED = ["Host EC2", "Your Spot Task"];
/** The scheduler stops tasks for many reasons; only those of failed health checks begin like this. */
const FAILED_CHECKS = "Task failed ";
const OUT_OF_MEMORY = "OutOfMemoryError";

/**
 * The causes of abnormal stops, one row each. Each pattern excludes what belongs to another cause unless the alert is
 * for both, so that alerts for different causes tell of a stop once. One thing EventBridge cannot express is that no
 * container of several ran out of memory. So if the exit codes of all containers count, a task with one container out
 * of memory and another one that failed by itself is a crash too.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const CAUSES = {
  failedToStart: cause("danger", "🚫", "% failed to start", "%の起動に失敗しました", () =>
    withOrWithoutCode([FAILED_START], START_FAILURES),
  ),
  crashed: cause("danger", "💥", "% crashed", "%が異常終了しました", crashed),
  outOfMemory: cause("danger", "🧠", "% ran out of memory", "%がメモリ不足で停止しました", outOfMemory),
  unhealthy: cause("danger", "🤒", "% failed its health checks", "%のヘルスチェックが失敗しました", unhealthy),
  interrupted: cause("warning", "⚡", "% was interrupted", "%が中断されました", () =>
    withOrWithoutCode(INTERRUPTIONS, INTERRUPTED),
  ),
} as const;

/** Why a task stopped although nobody wanted it to. */
export type StopCause = keyof typeof CAUSES;

export function isCause(text: string): text is StopCause {
  return Object.hasOwn(CAUSES, text);
}

export const STOP_CAUSES: readonly StopCause[] = Object.keys(CAUSES).filter(isCause);

/** The pattern of an event's `detail` that matches if one of the causes applies. */
export function causesPattern(causes: readonly StopCause[], countedContainers: Json): JsonObject {
  const asked = STOP_CAUSES.filter((cause) => causes.includes(cause));
  return anyOf(asked.flatMap((cause) => CAUSES[cause].patterns(asked, countedContainers)));
}

function withOrWithoutCode(stopCodes: readonly string[], reasons: readonly string[]): JsonObject[] {
  return [{ stopCode: stopCodes }, { stopCode: [ABSENT], stoppedReason: prefixes(...reasons) }];
}

/**
 * The task stopped by itself, and a container that counts has an exit code other than 0, or a reason, which ECS gives for
 * errors; or no container has an exit code, which is no clean exit either. Stop codes that AWS adds count as well.
 *
 * EventBridge reads `exists: false` beside other fields of a list's element for that element if the field's name sorts
 * after theirs (`exitCode`, `name`, `reason`), else for the whole list.
 */
function crashed(asked: readonly string[], name: Json): JsonObject[] {
  const otherReason = { "anything-but": { prefix: OUT_OF_MEMORY } };
  const failed = { exitCode: [{ "anything-but": 0 }] };
  const failedOtherwise = asked.includes("outOfMemory") ? failed : { ...failed, reason: [ABSENT, otherReason] };
  const byItself = [
    { stopCode: [{ "anything-but": [FAILED_START, "UserInitiated", SCHEDULER, ...INTERRUPTIONS] }] },
    { stopCode: [ABSENT], stoppedReason: [ABSENT, { prefix: "Essential container" }] },
  ];
  const containers = [
    { name, $or: [failedOtherwise, { reason: [otherReason] }] },
    { exitCode: [ABSENT], reason: [ABSENT] },
  ];
  return [{ $or: byItself, containers: { $or: containers } }];
}

/** Only a container's reason tells; stop codes and stopped reasons of other causes are excluded. */
function outOfMemory(asked: readonly string[]): JsonObject[] {
  const containers = { name: [noName(INJECTED_CONTAINERS)], reason: prefixes(OUT_OF_MEMORY) };
  if (asked.length === STOP_CAUSES.length) return [{ containers }];
  const reasonsBut = (...starts: readonly string[]) => [ABSENT, { "anything-but": { prefix: starts } }];
  const others = START_FAILURES.filter((start) => !start.startsWith(FAILED_CHECKS));
  return [
    { containers, stopCode: [{ "anything-but": [FAILED_START, SCHEDULER, ...INTERRUPTIONS] }] },
    { containers, stopCode: [SCHEDULER], stoppedReason: reasonsBut(FAILED_CHECKS) },
    { containers, stopCode: [ABSENT], stoppedReason: reasonsBut(FAILED_CHECKS, ...others, ...INTERRUPTED) },
  ];
}

/** Without a stop code the reason must be one of the two, since `Task failed to start` begins alike. */
function unhealthy(): JsonObject[] {
  const reasons = prefixes(`${FAILED_CHECKS}ELB health checks`, `${FAILED_CHECKS}container health checks`);
  return [
    { stopCode: [SCHEDULER], stoppedReason: prefixes(FAILED_CHECKS) },
    { stopCode: [ABSENT], stoppedReason: reasons },
  ];
}

function prefixes(...starts: readonly string[]): JsonObject[] {
  return starts.map((prefix) => ({ prefix }));
}
