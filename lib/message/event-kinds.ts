import { readInputPath } from "../eventbridge/input-paths";
import { isJsonObject, type Json, type JsonObject, sameFor } from "../eventbridge/json";
import { alarm, type EventValue, event, incident, isEventValue, TextWithValues, text } from "./event-value";
import type { Words } from "./texts";

/** A task definition has at most 10 containers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_CONTAINERS = 10;
export const TASK_CONTAINERS = Array.from({ length: MAX_CONTAINERS }, (_, index) => event.container(index + 1));

/** What messages need to know about a kind of event. */
export interface EventKind {
  readonly values: readonly EventValue[];
  /** Everything in its events' `detail` that is not text. Whatever is not in it is text. */
  readonly example: JsonObject;
  /** Paths that are neither in a pattern nor in the table, and at which every event has a string. */
  readonly alwaysPresent: readonly string[];
  /** Whom it happened to, if no name is known. */
  readonly someone: Words;
  /** Why a title cannot show the service, with the remedy. */
  readonly serviceRemedy: string;
  /** What notifications show after the title; every event has it. */
  readonly identity: TextWithValues;
  /** Shown by default, with as few labels as possible: a value that may be missing has none. */
  readonly defaults: {
    /** Shown above the reason, unless the title shows it. */
    readonly name?: EventValue;
    readonly reason: EventValue;
    /** Every event has a value for each. */
    readonly fields: readonly (Words & { readonly value: TextWithValues })[];
    /** A line with its label, and what may follow it. */
    readonly last?: Words & { readonly value: TextWithValues; readonly text: EventValue };
  };
}

/** A number as long as an event can have it. */
const NUMBER = 4_294_967_295;
const STORAGE = { sizeInGiB: NUMBER };
const PORTS = { containerPort: NUMBER, hostPort: NUMBER };
const OVERRIDE = { ...sameFor([{}], "environment", "environmentFiles", "resourceRequirements"), command: [""] };

export const CONTAINERS: Words = { en: "Containers and exit codes", ja: "コンテナと終了コード" };

export const STOP: EventKind = {
  values: Object.values<unknown>(event).filter(isEventValue),
  /** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
  example: {
    ...sameFor([{}], "attributes", "inferenceAccelerators", "tags"),
    ...sameFor(STORAGE, "ephemeralStorage", "fargateEphemeralStorage"),
    attachments: [{ details: [{}] }],
    containers: [
      { exitCode: NUMBER, gpuIds: [""], managedAgents: [{}], networkBindings: [PORTS], networkInterfaces: [{}] },
    ],
    enableExecuteCommand: true,
    overrides: {
      containerOverrides: [{ ...OVERRIDE, ...sameFor(NUMBER, "cpu", "memory", "memoryReservation") }],
      ephemeralStorage: STORAGE,
      inferenceAcceleratorOverrides: [{}],
    },
    version: NUMBER,
  },
  alwaysPresent: ["$.id", "$.detail.desiredStatus", "$.detail.lastStatus", "$.detail.updatedAt"],
  someone: { en: "A task", ja: "タスク" },
  serviceRemedy: `which some events of the alert may lack (Slack refuses an empty text): name 'services' or 'families' in 'stops', ["*"] for all`,
  identity: text`${event.taskDefinitionArn}`,
  defaults: {
    name: event.group,
    reason: event.stoppedReason,
    // The code, which may be missing, stands last and is not in the label.
    fields: [{ en: "Stopped (UTC)", ja: "停止 (UTC)", value: text`${event.stoppedAt} ${event.stopCode}` }],
    last: { ...CONTAINERS, value: containerList(TASK_CONTAINERS), text: event.container(1).reason },
  },
};

export const INCIDENT: EventKind = {
  values: Object.values<unknown>(incident).filter(isEventValue),
  example: {
    ...sameFor([""], "capacityProviderArns", "containerInstanceArns", "ec2InstanceIds", "instanceIds"),
    ...sameFor([""], "targetGroupArns", "taskArns", "taskSetArns"),
  },
  alwaysPresent: ["$.id", "$.detail.eventType"],
  someone: { en: "a service", ja: "サービス" },
  serviceRemedy: "but the events have only the service's ARN: name one service in 'incidents.services'",
  identity: text`${incident.serviceArn}`,
  defaults: {
    reason: incident.reason,
    fields: [
      { ...incident.serviceArn.label, value: text`${incident.serviceArn}` },
      { en: "Event and time (UTC)", ja: "イベントと日時 (UTC)", value: text`${incident.eventName} ${incident.time}` },
    ],
  },
};

/** Changes of the alarm that counts a storm. */
export const ALARM: EventKind = {
  values: Object.values(alarm),
  example: {
    ...sameFor({}, "previousState", "state"),
    configuration: { metrics: [{ metricStat: { metric: { dimensions: {} }, period: NUMBER }, returnData: true }] },
  },
  alwaysPresent: ["$.id"],
  someone: { en: "", ja: "" },
  serviceRemedy: "but the events are those of an alarm: write the service's name",
  identity: text`${alarm.alarmName}`,
  defaults: {
    reason: alarm.reason,
    fields: [{ en: "Alarm and time (UTC)", ja: "アラームと日時 (UTC)", value: text`${alarm.alarmName} ${alarm.time}` }],
  },
};

/** What an input path leads to, such as `""` for text; undefined if it finds nothing in any event of the kind. */
export function exampleAt({ example }: EventKind, path: string): Json | undefined {
  const any = path.replace(/\[\d+\]/g, "[0]");
  const find = (path: string) => readInputPath(path, { resources: [""], detail: example });
  return find(any) ?? (isJsonObject(find(any.replace(/\.[^.[]+$/, ""))) ? "" : undefined);
}

export function eventValueAt({ values }: EventKind, path: string): EventValue | undefined {
  return values.find((value) => value.path === path);
}

export const FINDS_NOTHING =
  "finds nothing in the events of this alert: check it, and name an element of each list on the way, as in [0]";

/** Whether a path never finds anything: no event can have a value there, or only events of other kinds have one. */
export function findsNothing(kind: EventKind, path: string): boolean {
  if (exampleAt(kind, path) === undefined) return true;
  const [isContainer, index] = /^\$\.detail\.containers(?:\[(\d+))?/.exec(path) ?? [];
  if (isContainer) return kind !== STOP || Number(index) >= MAX_CONTAINERS;
  const isOfSome = [STOP, INCIDENT, ALARM].some((one) => eventValueAt(one, path));
  return path.startsWith("$.detail.") && isOfSome && !eventValueAt(kind, path);
}

/** The names of containers, each with its exit code. Missing ones leave only spaces. */
export function containerList(containers: typeof TASK_CONTAINERS): TextWithValues {
  return new TextWithValues(containers.flatMap(({ name, exitCode }) => [name, " ", exitCode, "  "]));
}
