import { CLUSTER_ARN, CLUSTER_ARN_PATTERN, TOPIC_ARN, TOPIC_ARN_PATTERN } from "../aws/arns";
import { NAME_RULES } from "../aws/names";
import { INCIDENT_RULES, type ServiceIncidents } from "../incidents/service-incidents";
import type { ContainersField, OwnField } from "../message/fields";
import { LINK_RULES, type MessageLink } from "../message/links";
import { MESSAGE_RULES, type ObjectMessage, type StormMessage, type StormSettings } from "../message/slack-message";
import type { Range, TextRule } from "../problems/problem";
import { EXIT_CODES, STOP_RULES, type TaskStops } from "../stops/task-stops";
import { STORM_EVENTS, STORM_MINUTES } from "../storms/storm";
import type { AlertSettings } from "./alerts";
import type { AlarmSettings, DeadLetterQueueSettings, RoleSettings, WebhookSettings } from "./delivery";
import { each, type Shape, settings } from "./shape";
import type { StackSettings } from "./stack-settings";

const STRING: Shape = { type: "string" };
const NUMBER: Shape = { type: "number" };
const BOOLEAN: Shape = { type: "boolean" };
const string = (rule: TextRule): Shape => ({ type: "string", rule });
const number = (range: Range): Shape => ({ type: "number", range });
const numberFrom = (min: number, max: number) => number({ min, max, source: "EventBridge's range" });
/** A string that may be a Terraform token. */
const token = (pattern: RegExp, what: string): Shape => ({ ...string([pattern, what]), tokens: "text" });
/** A list that is not empty. */
const some = (each: Shape): Shape => ({ type: "list", each, isFilled: true });
const PATTERN: Shape = { type: "object", tokens: "in JSON" };

const STOPS = settings<TaskStops>({
  ...each(some(string(STOP_RULES.name)), "services", "families", "excludeServices", "excludeFamilies"),
  ...each(some(string(STOP_RULES.name)), "containers", "ignoreContainers", "capacityProviders"),
  launchTypes: some(string(STOP_RULES.launchType)),
  stopCodes: some(string(STOP_RULES.stopCode)),
  ...each(some(number(EXIT_CODES)), "exitCodes", "ignoreExitCodes"),
  cluster: STRING,
  causes: { ...some(string(STOP_RULES.cause)), orString: "abnormal" },
  pattern: PATTERN,
});
const INCIDENTS = settings<ServiceIncidents>({
  kinds: { ...some(string(INCIDENT_RULES.kind)), orString: "abnormal" },
  services: some(string(INCIDENT_RULES.service)),
  cluster: STRING,
  pattern: PATTERN,
});

const FIELD = settings<ContainersField | OwnField>({
  ...each(STRING, "text", "path"),
  label: string(MESSAGE_RULES.label),
  containers: NUMBER,
});
const LINK = settings<Exclude<MessageLink, string>>({
  ...each(string(LINK_RULES.service), "service", "deployments", "events"),
  alarm: string(LINK_RULES.alarm),
  logGroup: string(LINK_RULES.logGroup),
  ...each(string(LINK_RULES.url), "runbook", "url"),
  text: string(LINK_RULES.text),
});
const COMPOSED = {
  ...each(STRING, "language", "title"),
  color: string(MESSAGE_RULES.color),
  mention: { type: "list", each: string(MESSAGE_RULES.mention) },
  fields: some({ ...FIELD, orString: true }),
  links: { type: "list", each: { ...LINK, orString: true } },
  footer: string(MESSAGE_RULES.footer),
} as const;
const MESSAGE = settings<ObjectMessage>({
  ...COMPOSED,
  payload: { type: "object" },
  inputPaths: { type: "object", each: STRING },
  inputTemplate: STRING,
});
const STORM = settings<StormSettings>({
  events: number(STORM_EVENTS),
  minutes: number(STORM_MINUTES),
  message: settings<StormMessage>({ ...COMPOSED, overTitle: STRING }),
});

const ALERT = settings<AlertSettings>({
  stops: STOPS,
  incidents: INCIDENTS,
  message: { ...MESSAGE, orString: "original" },
  storm: STORM,
  ...each(STRING, "webhook", "name"),
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
  maximumEventAgeSeconds: numberFrom(60, 86_400),
  maximumRetryAttempts: numberFrom(0, 185),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const WEBHOOK = settings<WebhookSettings>({ ratePerSecond: numberFrom(1, 300), name: STRING });

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
  clusterArn: string([new RegExp(CLUSTER_ARN_PATTERN), CLUSTER_ARN]),
  namePrefix: string(NAME_RULES.rule),
  alerts: { type: "object", each: ALERT },
  webhooks: { type: "object", each: WEBHOOK },
  connectionName: STRING,
  role: ROLE,
  deadLetterQueue: settings<DeadLetterQueueSettings>({ name: STRING }),
  alarms: settings<AlarmSettings>({ topicArn: token(new RegExp(TOPIC_ARN_PATTERN), TOPIC_ARN) }),
  drills: BOOLEAN,
  tags: { type: "object", each: token(TAG_VALUE, "at most 256 letters, digits, spaces and '_.:/=+-@' (IAM's rule)") },
});
