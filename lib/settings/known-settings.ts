import type { ServiceIncidents } from "../incidents/service-incidents";
import type { ContainersField, OwnField } from "../message/fields";
import type { MessageLink } from "../message/links";
import type { ComposedMessage, ObjectMessage, StormMessage, StormSettings } from "../message/slack-message";
import type { TaskStops } from "../stops/task-stops";
import type { AlarmSettings } from "./alarms";
import type { AlertSettings } from "./alerts";
import type { DeadLetterQueueSettings } from "./dead-letter-queue";
import type { RoleSettings } from "./role";
import { type Shape, settings } from "./shape";
import type { StackSettings } from "./stack-settings";
import type { WebhookSettings } from "./webhooks";

const STRING: Shape = { type: "string" };
const NUMBER: Shape = { type: "number" };
const BOOLEAN: Shape = { type: "boolean" };
const OBJECT: Shape = { type: "object" };
const STRINGS: Shape = { type: "list", each: STRING };

const STOPS = settings<TaskStops>({
  services: STRINGS,
  families: STRINGS,
  excludeServices: STRINGS,
  excludeFamilies: STRINGS,
  cluster: STRING,
  launchTypes: STRINGS,
  capacityProviders: STRINGS,
  causes: { ...STRINGS, orString: "abnormal" },
  stopCodes: STRINGS,
  containers: STRINGS,
  ignoreContainers: STRINGS,
  exitCodes: { type: "list", each: NUMBER },
  ignoreExitCodes: { type: "list", each: NUMBER },
  pattern: OBJECT,
});

const INCIDENTS = settings<ServiceIncidents>({
  kinds: { ...STRINGS, orString: "abnormal" },
  services: STRINGS,
  cluster: STRING,
  pattern: OBJECT,
});

const FIELD = settings<ContainersField | OwnField>({ label: STRING, text: STRING, path: STRING, containers: NUMBER });
const LINK = settings<Exclude<MessageLink, string>>({
  service: STRING,
  deployments: STRING,
  events: STRING,
  alarm: STRING,
  logGroup: STRING,
  runbook: STRING,
  url: STRING,
  text: STRING,
});
const COMPOSED: Readonly<Record<keyof ComposedMessage, Shape>> = {
  language: STRING,
  title: STRING,
  color: STRING,
  mention: STRINGS,
  fields: { type: "list", each: { ...FIELD, orString: true } },
  links: { type: "list", each: { ...LINK, orString: true } },
  footer: STRING,
};

const MESSAGE = settings<ObjectMessage>({
  ...COMPOSED,
  payload: OBJECT,
  inputPaths: { type: "object", each: STRING },
  inputTemplate: STRING,
});

const STORM = settings<StormSettings>({
  events: NUMBER,
  minutes: NUMBER,
  message: settings<StormMessage>({ ...COMPOSED, overTitle: STRING }),
});

const ALERT = settings<AlertSettings>({
  stops: STOPS,
  incidents: INCIDENTS,
  message: { ...MESSAGE, orString: "original" },
  storm: STORM,
  webhook: STRING,
  maximumEventAgeSeconds: NUMBER,
  maximumRetryAttempts: NUMBER,
  name: STRING,
});

/** Every setting of a stack. */
export const STACK = settings<StackSettings>({
  clusterArn: STRING,
  namePrefix: STRING,
  alerts: { type: "object", each: ALERT },
  webhooks: { type: "object", each: settings<WebhookSettings>({ ratePerSecond: NUMBER, name: STRING }) },
  connectionName: STRING,
  role: settings<RoleSettings>({
    name: STRING,
    policyName: STRING,
    path: STRING,
    permissionsBoundary: STRING,
    confineToAccount: BOOLEAN,
  }),
  deadLetterQueue: settings<DeadLetterQueueSettings>({ name: STRING }),
  alarms: settings<AlarmSettings>({ topicArn: STRING }),
  drills: BOOLEAN,
  tags: { type: "object", each: STRING },
});
