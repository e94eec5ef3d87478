import { ALARM_ALWAYS_PRESENT, ALARM_ROWS, ALARM_SHAPE } from "./alarm-event";
import { type EventRows, kindAt, type Shape } from "./event-rows";
import {
  alarm,
  type EventValue,
  event,
  type FreeText,
  incident,
  type PlainValue,
  TextWithValues,
  text,
} from "./event-value";
import { INCIDENT_ALWAYS_PRESENT, INCIDENT_ROWS, INCIDENT_SHAPE } from "./incident-event";
import { STOP_ALWAYS_PRESENT, STOP_ROWS, STOP_SHAPE } from "./stop-event";
import type { Words } from "./texts";

/** A task definition has at most 10 containers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_CONTAINERS = 10;

/** A field that messages show by default; every event of the kind has a value for it. */
interface DefaultField {
  readonly label: Words;
  readonly value: TextWithValues;
}

/** What messages need to know about a kind of event. */
export interface EventKind {
  readonly rows: EventRows;
  readonly shape: Shape;
  /** Further paths at which every event has a string. */
  readonly alwaysPresent: readonly string[];
  /** Whom it happened to, if no name is known. */
  readonly someone: Words;
  /** What `{service}` shows in a title, if every event has it. */
  readonly service: EventValue;
  /** What notifications show after the title; every event has it. */
  readonly identity: PlainValue;
  /** Shown by default, with as few labels as possible: a value that may be missing has none. */
  readonly defaults: {
    /** Shown above the reason, unless the title shows it. */
    readonly name: EventValue | undefined;
    readonly reason: FreeText;
    readonly fields: readonly DefaultField[];
    /** A line with its label, and what may follow it. */
    readonly last: { readonly label: Words; readonly values: TextWithValues; readonly text: FreeText } | undefined;
  };
}

const KINDS = {
  STOP: {
    rows: STOP_ROWS,
    shape: STOP_SHAPE,
    alwaysPresent: STOP_ALWAYS_PRESENT,
    someone: { en: "A task", ja: "タスク" },
    service: event.group,
    identity: event.taskDefinitionArn,
    defaults: {
      name: event.group,
      reason: event.stoppedReason,
      // The code, which may be missing, stands last and is not in the label.
      fields: [{ label: { en: "Stopped (UTC)", ja: "停止 (UTC)" }, value: text`${event.stoppedAt} ${event.stopCode}` }],
      last: {
        label: { en: "Containers and exit codes", ja: "コンテナと終了コード" },
        values: containerList(MAX_CONTAINERS),
        text: event.container(1).reason,
      },
    },
  },
  INCIDENT: {
    rows: INCIDENT_ROWS,
    shape: INCIDENT_SHAPE,
    alwaysPresent: INCIDENT_ALWAYS_PRESENT,
    someone: { en: "a service", ja: "サービス" },
    service: incident.serviceArn,
    identity: incident.serviceArn,
    defaults: {
      name: undefined,
      reason: incident.reason,
      fields: [
        { label: INCIDENT_ROWS.serviceArn.field, value: text`${incident.serviceArn}` },
        {
          label: { en: "Event and time (UTC)", ja: "イベントと日時 (UTC)" },
          value: text`${incident.eventName} ${incident.time}`,
        },
      ],
      last: undefined,
    },
  },
  /** Changes of the alarm that counts a storm. */
  ALARM: {
    rows: ALARM_ROWS,
    shape: ALARM_SHAPE,
    alwaysPresent: ALARM_ALWAYS_PRESENT,
    someone: { en: "", ja: "" },
    service: alarm.alarmName,
    identity: alarm.alarmName,
    defaults: {
      name: undefined,
      reason: alarm.reason,
      fields: [
        {
          label: { en: "Alarm and time (UTC)", ja: "アラームと日時 (UTC)" },
          value: text`${alarm.alarmName} ${alarm.time}`,
        },
      ],
      last: undefined,
    },
  },
} satisfies Readonly<Record<string, EventKind>>;
export const { STOP, INCIDENT, ALARM } = KINDS;

/** Whether a path never finds anything: no event can have a value there, or only events of other kinds have one. */
export function findsNothing(kind: EventKind, path: string): boolean {
  if (kindAt(kind.shape, path) === "nothing") return true;
  const [isContainer, index] = /^\$\.detail\.containers(?:\[(\d+))?/.exec(path) ?? [];
  if (isContainer) return kind !== STOP || Number(index) >= MAX_CONTAINERS;
  const isOf = ({ rows }: EventKind) => Object.values(rows).some((row) => row.path === path);
  return path.startsWith("$.detail.") && Object.values(KINDS).some(isOf) && !isOf(kind);
}

/** The names of the first containers, each with its exit code. Missing ones leave only spaces. */
export function containerList(count: number): TextWithValues {
  const containers = Array.from({ length: count }, (_, index) => event.container(index + 1));
  return new TextWithValues(containers.flatMap(({ name, exitCode }) => [name, " ", exitCode, "  "]));
}
