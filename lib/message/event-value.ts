import { isJsonObject } from "../eventbridge/json";
import { ALARM_ROWS } from "./alarm-event";
import type { EventRow, EventRows, FreeNames, PlainNames } from "./event-rows";
import { INCIDENT_ROWS } from "./incident-event";
import { STOP_ROWS } from "./stop-event";

/** A value of the event that may stand inside a string or alone: its characters need no escapes in JSON. */
export class PlainValue {
  readonly kind = "plain";
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}

  /** @throws TypeError always: a template literal without the tag `text` would lose the value */
  toString(): never {
    return untagged(this.path);
  }
}

/**
 * A value of the event that is anybody's text. It may hold quotes, backslashes and newlines, and whether EventBridge
 * escapes them inside a string is disputed, so it stands alone, as a whole value.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class FreeText {
  readonly kind = "free";
  constructor(
    readonly name: string,
    readonly path: string,
  ) {}

  /** @throws TypeError always: free text cannot stand inside another string */
  toString(): never {
    return untagged(this.path);
  }
}

export type EventValue = PlainValue | FreeText;

/** A string with values of the event in it; made by `text`. */
export class TextWithValues {
  constructor(readonly parts: readonly (string | PlainValue)[]) {}
}

/**
 * A string with values of the event: text`Stopped with ${event.stopCode}`. A missing value leaves nothing in its place.
 */
export function text(strings: TemplateStringsArray, ...values: readonly (string | PlainValue)[]): TextWithValues {
  for (const value of values) if (isEventValue(value) && value.kind !== "plain") untagged(value.path);
  return new TextWithValues(strings.flatMap((string, index) => [string, ...values.slice(index, index + 1)]));
}

/**
 * The values of an ECS stop event. All but the account, the Region, the ARNs, `time` and `createdAt` can be missing; a
 * missing value that stands alone is an empty string.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const event = {
  ...valuesOf(STOP_ROWS),
  /** A container, 1 to 10, in event order, which is not stable. */
  container(number: number) {
    const path = (field: string) => `$.detail.containers[${number - 1}].${field}`;
    return {
      name: new PlainValue(`container${number}Name`, path("name")),
      exitCode: new PlainValue(`container${number}ExitCode`, path("exitCode")),
      reason: new FreeText(`container${number}Reason`, path("reason")),
    };
  },
  /** Any other value, by an input path that EventBridge accepts, such as `$.detail.overrides.taskRoleArn`. */
  at(path: string): FreeText {
    return new FreeText(path.replace(/^\$\.?/, "").replace(/[^A-Za-z0-9_-]+/g, "-") || "event", path);
  },
} as const;

/** The values of a change of the alarm that counts a storm. */
export const alarm = valuesOf(ALARM_ROWS);

/**
 * The values of an event about a service or deployment. `reason`, `deploymentId`, `clusterArn`
 * and `createdAt` can be missing.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
export const incident = { ...valuesOf(INCIDENT_ROWS), at: event.at } as const;

export function isEventValue(value: unknown): value is EventValue {
  return value instanceof PlainValue || value instanceof FreeText;
}

/** Whether the value is an object of a payload, rather than one that stands for a value of the event. */
export function isPayloadObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isJsonObject(value) && !isEventValue(value) && !(value instanceof TextWithValues);
}

function untagged(path: string): never {
  throw new TypeError(
    `The value of '${path}' cannot be put into a string like this: write text\`…\` around values that need no escapes, and let free text stand alone as a whole value.`,
  );
}

/** The values of a table, by name. */
export function valuesOf<const Rows extends EventRows>(
  rows: Rows,
): { readonly [Name in PlainNames<Rows>]: PlainValue } & { readonly [Name in FreeNames<Rows>]: FreeText };
export function valuesOf(rows: EventRows): Readonly<Record<string, EventValue>> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, eventValue(name, row)]));
}

function eventValue(name: string, { path, free }: EventRow): EventValue {
  return free ? new FreeText(name, path) : new PlainValue(name, path);
}
