import type { Words } from "./texts";

/** The longest reason that AWS gives, and the most that is assumed of values that are in no table. */
export const LONGEST_REASON = 1024;

/**
 * Stands for a value of the event. A plain one may stand inside a string: its characters need no escapes in JSON. Free
 * text may hold quotes, backslashes and newlines, and whether EventBridge escapes them inside a string is disputed, so it
 * stands alone, as a whole value.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export class Value<Kind extends "plain" | "free", Field extends string = never> {
  /** @param longest the most characters that it has @param field the field of a message that shows it, with a label */
  constructor(
    readonly kind: Kind,
    readonly path: string,
    readonly name = path.replace(/^\$\.?/, "").replace(/[^A-Za-z0-9_-]+/g, "-") || "event",
    readonly longest = LONGEST_REASON,
    readonly isAlwaysPresent = false,
    readonly field?: Field,
    readonly label: Words = { en: "", ja: "" },
  ) {}

  /** @throws TypeError always: a template literal without the tag `text` would lose the value */
  toString(): never {
    throw new TypeError(
      `The value of '${this.path}' cannot be put into a string like this: write text\`…\` around values that need no escapes, and let free text stand alone as a whole value.`,
    );
  }
}

export type PlainValue = Value<"plain", string>;
type FreeText = Value<"free", string>;
export type EventValue = PlainValue | FreeText;

export function isEventValue(value: unknown): value is EventValue {
  return value instanceof Value;
}

/** A string with values of the event in it; made by `text`. */
export class TextWithValues {
  constructor(readonly parts: readonly (string | PlainValue)[]) {}
}

/** A string with values of the event: text`Stopped with ${event.stopCode}`. A missing value leaves nothing in its place. */
export function text(strings: TemplateStringsArray, ...values: readonly (string | PlainValue)[]): TextWithValues {
  for (const value of values) if (isEventValue(value) && value.kind !== "plain") String(value);
  return new TextWithValues(strings.flatMap((string, index) => [string, ...values.slice(index, index + 1)]));
}

function row<Kind extends "plain" | "free">(kind: Kind, isAlwaysPresent: boolean) {
  return <Name extends string = never>(path: string, longest: number, field?: Name, en = "", ja = "", name?: string) =>
    new Value(kind, path, name ?? path.replace(/^.*\./, ""), longest, isAlwaysPresent, field, { en, ja });
}

/** Values that every event of the kind has, values that may be missing, and anybody's text, which may be missing too. */
const always = row("plain", true);
const maybe = row("plain", false);
const free = row("free", false);

/** The names of the fields of a table; by `keyof` the compiler lists them in its errors. */
export type FieldNames<Values> = keyof {
  [Name in keyof Values as Values[Name] extends Value<"plain" | "free", infer Field> ? Field : never]: Name;
};

const PLACE = {
  account: always("$.account", 12, "account", "AWS account", "AWS アカウント"),
  region: always("$.region", 25, "region", "Region", "リージョン"),
};

/**
 * The values of an ECS stop event. All but the account, the Region, the ARNs, `time` and `createdAt` can be missing; a
 * missing value that stands alone is an empty string.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const event = {
  group: free("$.detail.group", 263, "service", "Service or task family", "サービスまたはタスクファミリー"),
  stopCode: maybe("$.detail.stopCode", 24, "stopCode", "Stop code", "停止コード"),
  stoppedReason: free("$.detail.stoppedReason", LONGEST_REASON, "stoppedReason", "Stopped reason", "停止理由"),
  stoppedAt: maybe("$.detail.stoppedAt", 24, "stoppedAt", "Stopped at (UTC)", "停止日時 (UTC)"),
  clusterArn: always("$.detail.clusterArn", 330, "cluster", "Cluster", "クラスター"),
  ...PLACE,
  availabilityZone: maybe(
    "$.detail.availabilityZone",
    30,
    "availabilityZone",
    "Availability Zone",
    "アベイラビリティーゾーン",
  ),
  taskArn: always("$.detail.taskArn", 400, "task", "Task", "タスク"),
  taskDefinitionArn: always("$.detail.taskDefinitionArn", 330, "taskDefinition", "Task definition", "タスク定義"),
  launchType: maybe("$.detail.launchType", 17, "launchType", "Launch type", "起動タイプ"),
  capacityProviderName: free(
    "$.detail.capacityProviderName",
    255,
    "capacityProvider",
    "Capacity provider",
    "キャパシティプロバイダー",
  ),
  startedBy: free("$.detail.startedBy", 1024, "startedBy", "Started by", "起動元"),
  time: always("$.time", 20),
  createdAt: always("$.detail.createdAt", 24),
  startedAt: maybe("$.detail.startedAt", 24),
  /** A container, 1 to 10, in event order, which is not stable. */
  container(number: number) {
    const path = `$.detail.containers[${number - 1}]`;
    return {
      name: new Value("plain", `${path}.name`, `container${number}Name`),
      exitCode: new Value("plain", `${path}.exitCode`, `container${number}ExitCode`),
      reason: new Value("free", `${path}.reason`, `container${number}Reason`),
    };
  },
  /** Any other value, by an input path that EventBridge accepts, such as `$.detail.overrides.taskRoleArn`. */
  at(path: string): FreeText {
    return new Value("free", path);
  },
};

/**
 * The values of an event about a service or deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const incident = {
  serviceArn: always("$.resources[0]", 600, "service", "Service", "サービス", "serviceArn"),
  eventName: always("$.detail.eventName", 64, "event", "Event", "イベント"),
  reason: free("$.detail.reason", LONGEST_REASON, "reason", "Reason", "理由"),
  deploymentId: maybe("$.detail.deploymentId", 64, "deployment", "Deployment", "デプロイ"),
  time: always("$.time", 20, "time", "Time (UTC)", "日時 (UTC)"),
  ...PLACE,
  clusterArn: maybe("$.detail.clusterArn", 330),
  createdAt: maybe("$.detail.createdAt", 24),
  at: event.at,
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export const alarm = {
  alarmName: always("$.detail.alarmName", 255, "alarm", "Alarm", "アラーム"),
  state: always("$.detail.state.value", 17, "state", "State", "状態", "state"),
  reason: free("$.detail.state.reason", LONGEST_REASON, "reason", "Reason", "理由"),
  time: always("$.time", 20, "time", "Time (UTC)", "日時 (UTC)"),
  ...PLACE,
};
