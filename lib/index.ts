export { EcsTaskAlertStack } from "./ecs-task-alert-stack";
export type { Incident, ServiceIncidents } from "./incidents/service-incidents";
export { event, incident, text } from "./message/event-value";
export type { AlarmFieldName, FieldName, IncidentFieldName, MessageField } from "./message/fields";
export type { MessageLink } from "./message/links";
export type { SlackPayload } from "./message/payload";
export type {
  ComposedMessage,
  IncidentMessage,
  Mention,
  SlackMessage,
  StormMessage,
  StormSettings,
} from "./message/slack-message";
export type { Language } from "./message/texts";
export { InvalidSettings } from "./problems/invalid-settings";
export type { AlarmSettings } from "./settings/alarms";
export type { AlertSettings } from "./settings/alerts";
export type { DeadLetterQueueSettings } from "./settings/dead-letter-queue";
export type { RoleSettings } from "./settings/role";
export type { StackSettings } from "./settings/stack-settings";
export type { WebhookSettings } from "./settings/webhooks";
export type { StopCause } from "./stops/causes";
export type { LaunchType, StopCode, TaskStops } from "./stops/task-stops";
