import { CLUSTER_ARN, CLUSTER_ARN_PATTERN, TOPIC_ARN, TOPIC_ARN_PATTERN } from "../aws/arns";
import { each } from "../eventbridge/json";
import { ALL_INCIDENTS, type ServiceIncidents } from "../incidents/service-incidents";
import { MAX_CONTAINERS } from "../message/event-kinds";
import type { ContainersField, OwnField } from "../message/fields";
import type { MessageLink } from "../message/links";
import type { ObjectMessage, StormMessage, StormSettings } from "../message/slack-message";
import { STOP_CAUSES } from "../stops/causes";
import type { TaskStops } from "../stops/task-stops";
import type { AlertSettings } from "./alerts";
import type { AlarmSettings, DeadLetterQueueSettings, RoleSettings, WebhookSettings } from "./delivery";
import { NAME_RULES } from "./names";
import { type Shape, settings } from "./shape";
import type { StackSettings } from "./stack-settings";

const STRING: Shape = { type: "string" };
const BOOLEAN: Shape = { type: "boolean" };
const string = (pattern: RegExp, what: string): Shape => ({ type: "string", rule: [pattern, what] });
const number = (min: number, max: number, source: string): Shape => ({ type: "number", range: { min, max, source } });
const oneOf = (...names: readonly string[]) =>
  string(new RegExp(`^(${names.join("|")})$`), `one of ${names.join(", ")}`);
/** A string that may be a Terraform token. */
const token = (pattern: RegExp, what: string): Shape => ({ ...string(pattern, what), tokens: "text" });
/** A list that is not empty. */
const some = (each: Shape): Shape => ({ type: "list", each, isFilled: true });

const PATTERN: Shape = { type: "object", tokens: "in JSON" };
const CLUSTER = oneOf("variable", "any");
const NAMES = some(
  string(/^\*?[\w-]{1,255}\*?$|^\*$/, "1 to 255 letters, digits, '-' and '_', with a '*' only at either end"),
);
const SERVICES = some(
  string(/^[\w-]{1,255}$|^[\w-]{0,254}\*$/, "1 to 255 letters, digits, '-' and '_', with a '*' only at the end"),
);
/** Windows has exit codes of 32 bits. */
const EXIT_CODES = some(number(-(2 ** 31), 2 ** 32 - 1, "32 bits"));

const STOPS = settings<TaskStops>({
  ...each(NAMES, "services", "families", "excludeServices", "excludeFamilies"),
  ...each(NAMES, "containers", "ignoreContainers", "capacityProviders"),
  ...each(EXIT_CODES, "exitCodes", "ignoreExitCodes"),
  launchTypes: some(string(/^[A-Z0-9_]+$/, "capital letters, such as FARGATE")),
  stopCodes: some(string(/^[A-Za-z]+$/, "letters, such as UserInitiated")),
  causes: { ...some(oneOf(...STOP_CAUSES)), orString: "abnormal" },
  cluster: CLUSTER,
  pattern: PATTERN,
});
const INCIDENTS = settings<ServiceIncidents>({
  kinds: { ...some(oneOf(...ALL_INCIDENTS)), orString: "abnormal", required: true },
  services: SERVICES,
  cluster: CLUSTER,
  pattern: PATTERN,
});

const FILLED = string(/\S/, "a text that is not empty");
const WEB_PAGE = string(
  /^https?:\/\/[^\s|<>"]+$/,
  "a URL that begins with https:// or http://, with %20, %22, %7C, %3C and %3E for white space, quotes, '|', '<' and '>'",
);
const FIELD = settings<ContainersField | OwnField>({
  // Without a title, Slack accepts no empty value.
  label: FILLED,
  ...each(STRING, "text", "path"),
  containers: number(1, MAX_CONTAINERS, "Amazon ECS's limit"),
});
const LINK = settings<Exclude<MessageLink, string>>({
  ...each(string(/^[\w-]{1,255}$/, "1 to 255 letters, digits, '-' and '_'"), "service", "deployments", "events"),
  alarm: string(...NAME_RULES.alarm),
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  logGroup: string(/^[.\-_/#A-Za-z0-9]{1,512}$/, "1 to 512 letters, digits and '.-_/#'"),
  ...each(WEB_PAGE, "runbook", "url"),
  text: FILLED,
});
const COMPOSED = {
  ...each(STRING, "language", "title"),
  color: string(/^(good|warning|danger|#[0-9A-Fa-f]{6})$/, "good, warning, danger or a hex colour such as #d00000"),
  mention: {
    type: "list",
    each: string(/^(here|channel|[UWS][A-Z0-9]{2,})$/, "here, channel or an ID (U…, W… of a user, S… of a group)"),
  },
  fields: some({ ...FIELD, orString: true }),
  links: { type: "list", each: { ...LINK, orString: true } },
  // https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
  footer: string(/^(?=.*\S).{1,300}$/s, "1 to 300 characters (Slack's limit), not only spaces"),
} as const;
const MESSAGE = settings<ObjectMessage>({
  ...COMPOSED,
  payload: { type: "object" },
  inputPaths: { type: "object", each: STRING, required: "inputTemplate" },
  inputTemplate: STRING,
});
const STORM = settings<StormSettings>({
  events: { ...number(2, 1_000_000, "one event is not a storm"), required: true },
  // CloudWatch evaluates an alarm over at most a day of periods shorter than an hour:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  minutes: { ...number(1, 1440, "CloudWatch's range for an alarm's period"), required: true },
  message: settings<StormMessage>({ ...COMPOSED, overTitle: STRING }),
});

const ALERT = settings<AlertSettings>({
  stops: STOPS,
  incidents: INCIDENTS,
  message: { ...MESSAGE, orString: "original" },
  storm: STORM,
  ...each(STRING, "webhook", "name"),
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  maximumEventAgeSeconds: number(60, 86_400, "EventBridge's range"),
  maximumRetryAttempts: number(0, 185, "EventBridge's range"),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const WEBHOOK = settings<WebhookSettings>({ ratePerSecond: number(1, 300, "EventBridge's range"), name: STRING });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_PATH = /^(?=.{1,512}$)\/([\x21-\x7e]+\/)?$/;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/;
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const ROLE = settings<RoleSettings>({
  ...each(STRING, "name", "policyName"),
  path: token(ROLE_PATH, "at most 512 characters from '/' to '/', without spaces, as in '/alerts/' (IAM's rule)"),
  permissionsBoundary: token(POLICY_ARN, "the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary"),
  confineToAccount: BOOLEAN,
});

/** Every setting of a stack. */
export const STACK = settings<StackSettings>({
  clusterArn: string(new RegExp(CLUSTER_ARN_PATTERN), CLUSTER_ARN),
  namePrefix: string(...NAME_RULES.rule),
  alerts: { type: "object", each: ALERT, isFilled: true },
  webhooks: { type: "object", each: WEBHOOK, isFilled: true },
  connectionName: STRING,
  role: ROLE,
  deadLetterQueue: settings<DeadLetterQueueSettings>({ name: STRING }),
  alarms: settings<AlarmSettings>({ topicArn: token(new RegExp(TOPIC_ARN_PATTERN), TOPIC_ARN) }),
  drills: BOOLEAN,
  tags: { type: "object", each: token(TAG_VALUE, "at most 256 letters, digits, spaces and '_.:/=+-@' (IAM's rule)") },
});
