import { isJsonObject } from "../eventbridge/json";

/**
 * A value of the event whose characters need no escape in JSON (an ARN, a time, a code, the name of a container): it may
 * stand inside a text, or alone as a value.
 */
export class PlainValue {
  readonly kind = "plain";
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}

  /** @throws TypeError always: a template without the tag `text` would lose the value */
  toString(): never {
    return untagged(this.path);
  }
}

/**
 * A value of the event that is anybody's text, with quotes, backslashes and newlines. Whether EventBridge escapes it
 * inside a string is disputed, so it stands alone: as the whole value of a field.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class FreeText {
  readonly kind = "free";
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}

  /** @throws TypeError always: free text cannot stand inside another text */
  toString(): never {
    return untagged(this.path);
  }
}

export type EventValue = PlainValue | FreeText;

/** A text with values of the event in it; made by `text`. */
export class TextWithValues {
  constructor(readonly parts: readonly (string | PlainValue)[]) {}
}

/**
 * A text with values of the event: text`Stopped with ${event.stopCode}`. A value that is missing leaves nothing there.
 */
export function text(strings: TemplateStringsArray, ...values: readonly (string | PlainValue)[]): TextWithValues {
  for (const value of values) if (isEventValue(value) && value.kind !== "plain") untagged(value.path);
  return new TextWithValues(strings.flatMap((string, index) => [string, ...values.slice(index, index + 1)]));
}

/**
 * The values of an ECS stop event. All but the account, the Region, the times of the event and the ARNs can be missing;
 * then a value that stands alone is an empty text.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const event = {
  account: new PlainValue("account", "$.account"),
  region: new PlainValue("region", "$.region"),
  time: new PlainValue("time", "$.time"),
  availabilityZone: detail("availabilityZone"),
  clusterArn: detail("clusterArn"),
  createdAt: detail("createdAt"),
  launchType: detail("launchType"),
  startedAt: detail("startedAt"),
  stopCode: detail("stopCode"),
  stoppedAt: detail("stoppedAt"),
  taskArn: detail("taskArn"),
  taskDefinitionArn: detail("taskDefinitionArn"),
  capacityProviderName: freeDetail("capacityProviderName"),
  /** `service:NAME`, `family:NAME`, or the text of who ran the task. */
  group: freeDetail("group"),
  startedBy: freeDetail("startedBy"),
  stoppedReason: freeDetail("stoppedReason"),
  /** A container, counted from 1 in the order of the event, which is none that one can rely on. */
  container(number: number) {
    const path = (field: string) => `$.detail.containers[${number - 1}].${field}`;
    return {
      name: new PlainValue(`container${number}Name`, path("name")),
      exitCode: new PlainValue(`container${number}ExitCode`, path("exitCode")),
      reason: new FreeText(`container${number}Reason`, path("reason")),
    };
  },
  /** Any other value: `path` is a path that EventBridge takes, such as `$.detail.overrides.taskRoleArn`. */
  at(path: string): FreeText {
    return new FreeText(path.replace(/^\$\.?/, "").replace(/[^A-Za-z0-9_-]+/g, "-") || "event", path);
  },
} as const;

/** Paths at which every stop event has a text that is not empty. */
export const ALWAYS_PRESENT: ReadonlySet<string> = new Set([
  "$.account",
  "$.detail-type",
  "$.id",
  "$.region",
  "$.source",
  "$.time",
  ...["clusterArn", "createdAt", "desiredStatus", "lastStatus", "taskArn", "taskDefinitionArn", "updatedAt"].map(
    (field) => `$.detail.${field}`,
  ),
]);

export function isEventValue(value: unknown): value is EventValue {
  return value instanceof PlainValue || value instanceof FreeText;
}

/** Whether the value is an object of a payload, rather than one that stands for a value of the event. */
export function isPayloadObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isJsonObject(value) && !isEventValue(value) && !(value instanceof TextWithValues);
}

function untagged(path: string): never {
  throw new TypeError(
    `The value of '${path}' cannot stand in a text like this: write text\`…\` (from lib/message/event-value) around values that need no escape, and let free text stand alone.`,
  );
}

function detail(field: string): PlainValue {
  return new PlainValue(field, `$.detail.${field}`);
}

function freeDetail(field: string): FreeText {
  return new FreeText(field, `$.detail.${field}`);
}
