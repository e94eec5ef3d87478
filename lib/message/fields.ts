import { THE_CLUSTER } from "../aws/arns";
import { inputPathProblem } from "../eventbridge/input-paths";
import { kindOf, sameFor } from "../eventbridge/json";
import type { Only } from "../problems/not-together-with";
import type { Report } from "../problems/problem";
import { number, STRING, shapeOf, string } from "../problems/shape";
import type { MessageContext } from "./context";
import {
  CONTAINERS,
  containerList,
  type EventKind,
  exampleAt,
  FINDS_NOTHING,
  MAX_CONTAINERS,
  TASK_CONTAINERS,
} from "./event-kinds";
import { type alarm, type EventValue, event, type FieldNames, type incident, text, Value } from "./event-value";
import type { WithValues } from "./payload";
import type { Language, Words } from "./texts";

/** Fields that a message about stops, incidents or a storm can show, by name. */
export type FieldName = FieldNames<typeof event>;
export type IncidentFieldName = FieldNames<typeof incident>;
export type AlarmFieldName = FieldNames<typeof alarm>;

type FieldKey = "containers" | "label" | "text" | "path";

/** The first 1 to 10 containers, with their exit codes and reasons, in event order, which is not stable. */
export type ContainersField = Only<{ readonly containers: number }, "containers", FieldKey>;

/** A label of your own with a fixed text, or with what is at a path such as `$.detail.overrides.taskRoleArn`. */
export type OwnField =
  | Only<{ readonly label: string; readonly text: string }, "text", FieldKey>
  | Only<{ readonly label: string; readonly path: string }, "path", FieldKey>;

export type MessageField = FieldName | IncidentFieldName | AlarmFieldName | ContainersField | OwnField;

/** Without a title, Slack accepts no empty value. */
export const FIELD_SHAPE = shapeOf<ContainersField | OwnField>({
  label: string(/\S/, "a text that is not empty"),
  ...sameFor(STRING, "text", "path"),
  containers: number(1, MAX_CONTAINERS, "Amazon ECS's limit"),
});

type AttachmentField = WithValues<{ readonly title: string; readonly value: string; readonly short: boolean }>;

const CONTAINER_REASON: Words = { en: "Reason of container %", ja: "コンテナ % の理由" };
/** Values that may be longer, such as ARNs and reasons, take a line of their own. */
const SHORT = 300;

/** Why the value of a field cannot be what a path leads to. */
const UNFIT: Readonly<Record<string, string>> = {
  "a list": "leads to a list, where Slack requires a string: name one element and one of its fields, as in [0].name",
  "an object": "leads to an object, where Slack requires a string: name one of its fields",
  nothing: FINDS_NOTHING,
};

export function fieldNames({ values }: EventKind): string[] {
  return values.flatMap(({ field }) => field ?? []);
}

/** Fields of an attachment. Slack accepts an empty value beside a title. */
export function attachmentFields(field: MessageField, language: Language, context: MessageContext): AttachmentField[] {
  const { kind, anyCluster } = context;
  if (typeof field === "string") {
    const value = kind.values.find((one) => one.field === field);
    if (!value) return [];
    const title = value.label[language];
    // The name is known if the alert is for the cluster of the variable; else the event has the ARN.
    if (field === "cluster" && !anyCluster) return [{ title, value: THE_CLUSTER.clusterName, short: true }];
    return [{ title, value: shown(value), short: value.longest < SHORT }];
  }
  if (typeof field.containers === "number") return containerFields(field.containers, language);
  const { label, path, text: fixed } = field;
  if (typeof path !== "string") return [{ title: String(label), value: String(fixed), short: false }];
  // A number or boolean is shown inside a string, which Slack requires.
  const value = exampleAt(kind, path) === "" ? event.at(path) : shown(new Value("plain", path));
  return [{ title: String(label), value, short: false }];
}

function containerFields(count: number, language: Language) {
  const containers = TASK_CONTAINERS.slice(0, count);
  const reasons = containers.map(({ reason }, index) => {
    return { title: CONTAINER_REASON[language].replace("%", String(index + 1)), value: reason, short: false };
  });
  return [{ title: CONTAINERS[language], value: containerList(containers), short: false }, ...reasons];
}

function shown(value: EventValue) {
  return value.kind === "plain" ? text`${value}` : value;
}

export function checkFields(report: Report, setting: string, fields: readonly MessageField[], kind: EventKind): void {
  const names = fieldNames(kind);
  for (const field of fields) {
    if (typeof field === "string") {
      if (!names.includes(field))
        report(setting, `has "${field}", which must be one of ${names.join(", ")}, or write { label, path }.`);
      continue;
    }
    const keys = Object.entries(field).flatMap(([key, value]) => (value === undefined ? [] : key));
    if (!["containers", "label,text", "label,path"].includes(keys.sort().join()))
      report(setting, `has ${JSON.stringify(field)}: write 'label' with 'text' or 'path', or 'containers' alone.`);
    if (typeof field.path === "string") {
      const problem = inputPathProblem(field.path) ?? UNFIT[kindOf(exampleAt(kind, field.path))];
      if (problem) report(setting, `has the path '${field.path}', which ${problem}.`);
    }
  }
}
