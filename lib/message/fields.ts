import type { ClusterArn } from "../aws/arns";
import { inputPathProblem } from "../eventbridge/input-paths";
import type { NotTogetherWith } from "../problems/not-together-with";
import type { Report } from "../problems/problem";
import { type EventValue, event, FreeText, PlainValue, TextWithValues } from "./event-value";
import { STOP_EVENT_VALUES, type StopEventValue, type StopEventValueName } from "./stop-event";
import { type Kind, kindAt } from "./stop-event-shape";
import { type Language, TEXTS } from "./texts";

type Rows = typeof STOP_EVENT_VALUES;

type ValueNameByField = {
  [Name in StopEventValueName as Rows[Name] extends { readonly field: { readonly name: infer Field extends string } }
    ? Field
    : never]: Name;
};

/** Fields that a message can show, by name. */
export type FieldName = keyof ValueNameByField;

/**
 * A field that has no name: the first containers of the task with their exit codes and reasons, or a label of your own
 * with a fixed text or a value of the event.
 */
export type OwnField =
  | {
      /** How many containers, 1 to 10, in event order, which is not stable. */
      readonly containers: number;
      readonly label?: NotTogetherWith<"containers">;
      readonly text?: NotTogetherWith<"containers">;
      readonly path?: NotTogetherWith<"containers">;
    }
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

/** A field of a message. */
export type MessageField = FieldName | OwnField;

/** A field of an attachment. Slack accepts an empty value beside a title. */
export interface AttachmentField {
  readonly title: string | TextWithValues;
  readonly value: string | TextWithValues | EventValue;
  readonly short: boolean;
}

type Field = NonNullable<StopEventValue["field"]> & Pick<AttachmentField, "value">;

/** A task definition has at most 10 containers: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_CONTAINERS = 10;
/** Why the value of a field cannot be what a path leads to. */
const UNFIT: Partial<Readonly<Record<Kind, string>>> = {
  list: "leads to a list, where Slack requires a string: name one element and one of its fields, as in [0].name",
  object: "leads to an object, where Slack requires a string: name one of its fields",
  nothing: "finds nothing in a stop event: name an element of the list on the way, as in [0]",
};
const ROWS: Readonly<Record<string, StopEventValue>> = STOP_EVENT_VALUES;
const FIELDS = new Map<string, Field>(
  Object.entries(ROWS).flatMap(([valueName, { path, free, field }]) =>
    field ? [[field.name, { ...field, value: shown(valueName, path, free) }] as const] : [],
  ),
);

/** The names of all fields. */
export const FIELD_NAMES: readonly FieldName[] = [...FIELDS.keys()].filter(isFieldName);

export function attachmentFields(
  field: MessageField,
  language: Language,
  cluster: ClusterArn | undefined,
): readonly AttachmentField[] {
  if (typeof field === "string") return namedField(field, language, cluster);
  if (typeof field.containers === "number") {
    const { containers, containerReason } = TEXTS[language];
    const reasons = Array.from({ length: field.containers }, (_, index) => ({
      title: containerReason.replace("%", String(index + 1)),
      value: event.container(index + 1).reason,
      short: false,
    }));
    return [{ title: containers, value: containerList(field.containers), short: false }, ...reasons];
  }
  const { label, path, text: fixed } = field;
  if (typeof path === "string") return [{ title: String(label), value: event.at(path), short: false }];
  return [{ title: String(label), value: String(fixed), short: false }];
}

/** The names of the first containers, each with its exit code. Missing ones leave only spaces. */
export function containerList(count: number, before = ""): TextWithValues {
  const containers = Array.from({ length: count }, (_, index) => event.container(index + 1));
  return new TextWithValues([before, ...containers.flatMap(({ name, exitCode }) => [name, " ", exitCode, "  "])]);
}

export function checkFields(report: Report, setting: string, fields: readonly MessageField[]): void {
  if (fields.length === 0) report(setting, "must not be empty: name some, or omit it for the default fields.");
  for (const field of fields) {
    if (typeof field === "string") {
      if (!FIELDS.has(field))
        report(
          setting,
          `has ${JSON.stringify(field)}, which must be one of ${FIELD_NAMES.join(", ")}: choose one, or write { label, path }.`,
        );
    } else if (typeof field.containers === "number") {
      const { containers } = field;
      if (!Number.isInteger(containers) || containers < 1 || containers > MAX_CONTAINERS)
        report(setting, `has ${containers} containers, which must be a whole number from 1 to ${MAX_CONTAINERS}.`);
    } else checkOwnField(report, setting, String(field.label), field.path);
  }
}

function checkOwnField(report: Report, setting: string, label: string, path: unknown): void {
  if (label.trim() === "")
    report(setting, "has a field without a label, beside which Slack accepts no empty value: give it one.");
  if (typeof path !== "string") return;
  const problem = inputPathProblem(path) ?? UNFIT[kindAt(path)];
  if (problem) report(setting, `has the path '${path}', which ${problem}.`);
}

/** The cluster's name is known if the alert is for the cluster of the variable; else the event has its ARN. */
function namedField(name: FieldName, language: Language, cluster: ClusterArn | undefined): readonly AttachmentField[] {
  const row = FIELDS.get(name);
  if (row === undefined) return [];
  const title = row[language];
  if (name === "cluster" && cluster) return [{ title, value: cluster.clusterName, short: true }];
  return [{ title, value: row.value, short: row.short }];
}

function isFieldName(name: string): name is FieldName {
  return FIELDS.has(name);
}

function shown(name: string, path: string, free: true | undefined): TextWithValues | FreeText {
  return free ? new FreeText(name, path) : new TextWithValues([new PlainValue(name, path)]);
}
