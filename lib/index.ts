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
export { InvalidSettings } from "./problems/problem";
export type { AlertSettings } from "./settings/alerts";
export type { AlarmSettings, DeadLetterQueueSettings, RoleSettings, WebhookSettings } from "./settings/delivery";
export type { StackSettings } from "./settings/stack-settings";
export type { StopCause } from "./stops/causes";
export type { LaunchType, StopCode, TaskStops } from "./stops/task-stops";
