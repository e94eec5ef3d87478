import { CLUSTER_ARN, CLUSTER_ARN_PATTERN, TOPIC_ARN, TOPIC_ARN_PATTERN } from "../aws/arns";
import { NAME_RULES } from "../aws/names";
import type { ServiceIncidents } from "../incidents/service-incidents";
import type { ContainersField, OwnField } from "../message/fields";
import type { MessageLink } from "../message/links";
import type { ObjectMessage, StormMessage, StormSettings } from "../message/slack-message";
import type { TaskStops } from "../stops/task-stops";
import type { AlertSettings } from "./alerts";
import type { AlarmSettings, DeadLetterQueueSettings, RoleSettings, WebhookSettings } from "./delivery";
import { each, type Shape, settings } from "./shape";
import type { StackSettings } from "./stack-settings";

const STRING: Shape = { type: "string" };
const NUMBER: Shape = { type: "number" };
const BOOLEAN: Shape = { type: "boolean" };
const STRINGS: Shape = { type: "list", each: STRING };
const NUMBERS: Shape = { type: "list", each: NUMBER };
const PATTERN: Shape = { type: "object", tokens: "in JSON" };

const STOPS = settings<TaskStops>({
  ...each(STRINGS, "services", "families", "excludeServices", "excludeFamilies", "launchTypes", "capacityProviders"),
  ...each(STRINGS, "stopCodes", "containers", "ignoreContainers"),
  ...each(NUMBERS, "exitCodes", "ignoreExitCodes"),
  cluster: STRING,
  causes: { ...STRINGS, orString: "abnormal" },
  pattern: PATTERN,
});
const INCIDENTS = settings<ServiceIncidents>({
  kinds: { ...STRINGS, orString: "abnormal" },
  services: STRINGS,
  cluster: STRING,
  pattern: PATTERN,
});

const FIELD = settings<ContainersField | OwnField>({ ...each(STRING, "label", "text", "path"), containers: NUMBER });
const LINK = settings<Exclude<MessageLink, string>>(
  each(STRING, "service", "deployments", "events", "alarm", "logGroup", "runbook", "url", "text"),
);
const COMPOSED = {
  ...each(STRING, "language", "title", "color", "footer"),
  mention: STRINGS,
  fields: { type: "list", each: { ...FIELD, orString: true } },
  links: { type: "list", each: { ...LINK, orString: true } },
} as const;
const MESSAGE = settings<ObjectMessage>({
  ...COMPOSED,
  payload: { type: "object" },
  inputPaths: { type: "object", each: STRING },
  inputTemplate: STRING,
});
const STORM = settings<StormSettings>({
  ...each(NUMBER, "events", "minutes"),
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
  clusterArn: { type: "string", rule: [new RegExp(CLUSTER_ARN_PATTERN), CLUSTER_ARN] },
  namePrefix: { type: "string", rule: NAME_RULES.rule },
  alerts: { type: "object", each: ALERT },
  webhooks: { type: "object", each: WEBHOOK },
  connectionName: STRING,
  role: ROLE,
  deadLetterQueue: settings<DeadLetterQueueSettings>({ name: STRING }),
  alarms: settings<AlarmSettings>({ topicArn: token(new RegExp(TOPIC_ARN_PATTERN), TOPIC_ARN) }),
  drills: BOOLEAN,
  tags: { type: "object", each: token(TAG_VALUE, "at most 256 letters, digits, spaces and '_.:/=+-@' (IAM's rule)") },
});

function numberFrom(min: number, max: number): Shape {
  return { type: "number", range: { min, max, source: "EventBridge's range" } };
}

/** A string, or a Terraform token. */
function token(pattern: RegExp, what: string): Shape {
  return { type: "string", tokens: "text", rule: [pattern, what] };
}
