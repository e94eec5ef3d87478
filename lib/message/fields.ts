import type { ClusterArn } from "../aws/arns";
import { type EventValue, event, type TextWithValues, text } from "./event-value";
import { type FieldName, type Language, TEXTS } from "./texts";

/**
 * A field of a message: one by name, the first containers of the task with name, exit code and reason, or one of one's
 * own with a fixed text or with a value of the event.
 */
export type MessageField =
  | FieldName
  | {
      /** How many containers, 1 to 10, in the order of the event, which is none that one can rely on. */
      readonly containers: number;
      readonly label?: never;
      readonly text?: never;
      readonly path?: never;
    }
  | {
      readonly label: string;
      readonly text: string;
      readonly containers?: never;
      readonly path?: never;
    }
  | {
      readonly label: string;
      /** Path of the event, such as `$.detail.overrides.taskRoleArn`; where it leads nowhere the field is empty. */
      readonly path: string;
      readonly containers?: never;
      readonly text?: never;
    };

/** A field of an attachment: Slack shows its value as it is, and takes an empty one. */
export interface AttachmentField {
  readonly title: string | TextWithValues;
  readonly value: string | TextWithValues | EventValue;
  readonly short: boolean;
}

export function attachmentFields(
  field: MessageField,
  language: Language,
  cluster: ClusterArn | undefined,
): readonly AttachmentField[] {
  const texts = TEXTS[language];
  if (typeof field === "string") {
    const { value, short } = namedField(field, cluster);
    return [{ title: texts.fields[field], value, short }];
  }
  if (field.containers !== undefined)
    return Array.from({ length: field.containers }, (_, index) => {
      const container = event.container(index + 1);
      const label = texts.container.replace("%", String(index + 1));
      return {
        title: text`${label}: ${container.name} ${container.exitCode}`,
        value: container.reason,
        short: false,
      };
    });
  if (field.path !== undefined) return [{ title: field.label, value: event.at(field.path), short: false }];
  return [{ title: field.label, value: field.text, short: false }];
}

/** The cluster's name is known where the alert is for the cluster of the variable; else the event says its ARN. */
function namedField(name: FieldName, cluster: ClusterArn | undefined): Omit<AttachmentField, "title"> {
  switch (name) {
    case "service":
      return { value: event.group, short: true };
    case "stopCode":
      return { value: text`${event.stopCode}`, short: true };
    case "stoppedReason":
      return { value: event.stoppedReason, short: false };
    case "stoppedAt":
      return { value: text`${event.stoppedAt}`, short: true };
    case "cluster":
      return cluster ? { value: cluster.clusterName, short: true } : { value: text`${event.clusterArn}`, short: false };
    case "account":
      return { value: text`${event.account}`, short: true };
    case "region":
      return { value: text`${event.region}`, short: true };
    case "availabilityZone":
      return { value: text`${event.availabilityZone}`, short: true };
    case "task":
      return { value: text`${event.taskArn}`, short: false };
    case "taskDefinition":
      return { value: text`${event.taskDefinitionArn}`, short: false };
    case "launchType":
      return { value: text`${event.launchType}`, short: true };
    case "capacityProvider":
      return { value: event.capacityProviderName, short: true };
    case "startedBy":
      return { value: event.startedBy, short: false };
  }
}
