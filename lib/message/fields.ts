import type { ClusterArn } from "../aws/arns";
import { inputPathProblem } from "../eventbridge/input-paths";
import type { NotTogetherWith } from "../problems/not-together-with";
import type { Report } from "../problems/problem";
import type { ALARM_ROWS } from "./alarm-event";
import { containerList, type EventKind, MAX_CONTAINERS } from "./event-kinds";
import { type FieldNames, kindAt, type ValueKind } from "./event-rows";
import { type EventValue, event, FreeText, PlainValue, TextWithValues } from "./event-value";
import type { INCIDENT_ROWS } from "./incident-event";
import type { STOP_ROWS } from "./stop-event";
import { type Language, TEXTS } from "./texts";

/** Fields that a message about stops can show, by name. */
export type FieldName = FieldNames<typeof STOP_ROWS>;

/** Fields that a message about incidents can show, by name. */
export type IncidentFieldName = FieldNames<typeof INCIDENT_ROWS>;

/** Fields that a message about a storm can show, by name. */
export type AlarmFieldName = FieldNames<typeof ALARM_ROWS>;

/** The first containers of the task, with their exit codes and reasons. */
export interface ContainersField {
  /** How many containers, 1 to 10, in event order, which is not stable. */
  readonly containers: number;
  readonly label?: NotTogetherWith<"containers">;
  readonly text?: NotTogetherWith<"containers">;
  readonly path?: NotTogetherWith<"containers">;
}

/** A label of your own with a fixed text or a value of the event. */
export type OwnField =
  | {
      readonly label: string;
      readonly text: string;
      readonly containers?: NotTogetherWith<"text">;
      readonly path?: NotTogetherWith<"text">;
    }
  | {
      readonly label: string;
      /** Path in the event, such as `$.detail.overrides.taskRoleArn`. If it finds nothing, the field is empty. */
      readonly path: string;
      readonly containers?: NotTogetherWith<"path">;
      readonly text?: NotTogetherWith<"path">;
    };

/** Any field of a message. */
export type MessageField = FieldName | IncidentFieldName | AlarmFieldName | ContainersField | OwnField;

/** A field of an attachment. Slack accepts an empty value beside a title. */
export interface AttachmentField {
  readonly title: string | TextWithValues;
  readonly value: string | TextWithValues | EventValue;
  readonly short: boolean;
}

/** Why the value of a field cannot be what a path leads to. */
const UNFIT: Partial<Readonly<Record<ValueKind, string>>> = {
  list: "leads to a list, where Slack requires a string: name one element and one of its fields, as in [0].name",
  object: "leads to an object, where Slack requires a string: name one of its fields",
  nothing: "finds nothing in the event: check its spelling, and name an element of each list on the way, as in [0]",
};

/** The names of the fields of a kind of event. */
export function fieldNames({ rows }: EventKind): string[] {
  return Object.values(rows).flatMap(({ field }) => (field ? [field.name] : []));
}

export function attachmentFields(
  field: MessageField,
  language: Language,
  { kind, cluster }: { readonly kind: EventKind; readonly cluster: ClusterArn | undefined },
): readonly AttachmentField[] {
  if (typeof field === "string") return namedField(field, language, kind, cluster);
  if (typeof field.containers === "number") return containerFields(field.containers, language);
  const { label, path, text } = field;
  const value = typeof path !== "string" ? String(text) : pathValue(path, kind);
  return [{ title: String(label), value, short: false }];
}

export function checkFields(report: Report, setting: string, fields: readonly MessageField[], kind: EventKind): void {
  const names = fieldNames(kind);
  if (fields.length === 0) report(setting, "must not be empty: name some, or omit it for the default fields.");
  for (const field of fields) {
    if (typeof field === "string") {
      if (!names.includes(field))
        report(
          setting,
          `has ${JSON.stringify(field)}, which must be one of ${names.join(", ")}: choose one, or write { label, path }.`,
        );
    } else if (typeof field.containers === "number") {
      const { containers } = field;
      if (!Number.isInteger(containers) || containers < 1 || containers > MAX_CONTAINERS)
        report(setting, `has ${containers} containers, which must be a whole number from 1 to ${MAX_CONTAINERS}.`);
    } else checkOwnField(report, setting, String(field.label), field.path, kind);
  }
}

function checkOwnField(report: Report, setting: string, label: string, path: unknown, { shape }: EventKind): void {
  if (label.trim() === "")
    report(setting, "has a field without a label, beside which Slack accepts no empty value: give it one.");
  if (typeof path !== "string") return;
  const problem = inputPathProblem(path) ?? UNFIT[kindAt(shape, path)];
  if (problem) report(setting, `has the path '${path}', which ${problem}.`);
}

/** A number or boolean stands inside a string, which Slack requires. */
function pathValue(path: string, { shape }: EventKind): TextWithValues | FreeText {
  const value = event.at(path);
  return kindAt(shape, path) === "text" ? value : new TextWithValues([new PlainValue(value.name, path)]);
}

function containerFields(count: number, language: Language): readonly AttachmentField[] {
  const { containers, containerReason } = TEXTS[language];
  const reasons = Array.from({ length: count }, (_, index) => ({
    title: containerReason.replace("%", String(index + 1)),
    value: event.container(index + 1).reason,
    short: false,
  }));
  return [{ title: containers, value: containerList(count), short: false }, ...reasons];
}

/** The cluster's name is known if the alert is for the cluster of the variable; else the event has its ARN. */
function namedField(
  name: string,
  language: Language,
  { rows }: EventKind,
  cluster: ClusterArn | undefined,
): readonly AttachmentField[] {
  for (const [valueName, { path, free, field }] of Object.entries(rows)) {
    if (field?.name !== name) continue;
    const title = field[language];
    if (name === "cluster" && cluster) return [{ title, value: cluster.clusterName, short: true }];
    const value = free ? new FreeText(valueName, path) : new TextWithValues([new PlainValue(valueName, path)]);
    return [{ title, value, short: field.short }];
  }
  return [];
}
