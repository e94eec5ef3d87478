import { type ClusterArn, LONGEST_CLUSTER } from "../aws/arns";
import { NAME_RULES } from "../aws/names";
import { escapedPlaceholders, type InputTransformer } from "../eventbridge/input-transformer";
import type { JsonObject } from "../eventbridge/json";
import { patternWarnings } from "../eventbridge/pattern/warnings";
import { requiredFields } from "../eventbridge/required-fields";
import { checkIncidents } from "../incidents/check-incidents";
import { incidentsPattern, type ServiceIncidents } from "../incidents/service-incidents";
import { checkMessage } from "../message/check";
import { incidentContext, type MessageContext, stopContext } from "../message/context";
import { STOP } from "../message/event-kinds";
import { type IncidentMessage, isTransformer, messageTransformer, type SlackMessage } from "../message/slack-message";
import type { NotTogetherWith } from "../problems/not-together-with";
import { checkRange, quotedList, type Report } from "../problems/problem";
import { checkStops } from "../stops/check-stops";
import { type TaskStops, taskStopsPattern } from "../stops/task-stops";
import { byKey, MAIN, type Naming } from "./naming";
import type { ResolvedWebhook } from "./webhooks";

/** An alert for stops or for incidents: an EventBridge rule and its target. */
export type AlertSettings = DeliverySettings & (IncidentAlert | StopAlert);

interface StopAlert {
  /** Which stops of tasks the alert is for. @default - every stop of every task of the cluster */
  readonly stops?: TaskStops;
  readonly incidents?: NotTogetherWith<"stops">;
  /** What the alert says. @default "original" */
  readonly message?: SlackMessage;
}

interface IncidentAlert {
  /** Which events about services and deployments the alert is for. */
  readonly incidents: ServiceIncidents;
  readonly stops?: undefined;
  /** What the alert says. @default - `{ language: "en" }` */
  readonly message?: IncidentMessage;
}

interface DeliverySettings {
  /** Key of the webhook to which the alert is posted. @default "main" */
  readonly webhook?: string;
  /**
   * How long EventBridge keeps trying to deliver a message, in seconds, 60 to 86,400.
   * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   * @default 86400
   */
  readonly maximumEventAgeSeconds?: number;
  /** How many times EventBridge retries within that time, 0 to 185. @default 185 */
  readonly maximumRetryAttempts?: number;
  /**
   * Name of the rule. If it stays the same while the key changes, tell Terraform with a `moved` block that it is the same
   * rule. https://developer.hashicorp.com/terraform/language/moved
   * @default - `<namePrefix>-<key>`; `<namePrefix>-ecs-alert` for the alert `main`
   */
  readonly name?: string;
}

/** How long and how often EventBridge retries. */
export interface RetryPolicy {
  readonly maximumEventAgeInSeconds: number;
  readonly maximumRetryAttempts: number;
}

export interface ResolvedAlert {
  readonly key: string;
  readonly ruleName: string;
  /**
   * What the names of its alarms begin with. It follows the key, as the alarms' addresses do: if a rule keeps its name
   * under another key, its alarms do not, so that Terraform cannot delete by name what it has just created.
   */
  readonly alarmName: string;
  /** The event pattern. @param cluster whose parts may be tokens */
  readonly pattern: (cluster: ClusterArn) => JsonObject;
  /** What is posted. @param cluster whose parts may be tokens */
  readonly message: (cluster: ClusterArn) => InputTransformer;
  readonly webhook: string;
  /** Undefined for EventBridge's own. */
  readonly retryPolicy: RetryPolicy | undefined;
}

const MAIN_SUFFIX = "ecs-alert";
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES = 300;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
const EVENT_AGE_SECONDS = { min: 60, max: 86_400, source: "EventBridge's range" };
const RETRY_ATTEMPTS = { min: 0, max: 185, source: "EventBridge's range" };

/** What alerts are resolved with. */
interface Resolving {
  readonly report: Report;
  /** Takes note of what may not be as the settings say. */
  readonly warn: Report;
  readonly naming: Naming;
  readonly webhooks: readonly ResolvedWebhook[];
  /** Whether the values at a path can be checked at all. */
  readonly isReadable: (setting: string) => boolean;
}

export function resolveAlerts(
  resolving: Resolving,
  alerts: Readonly<Record<string, AlertSettings>> = { [MAIN]: {} },
): readonly ResolvedAlert[] {
  const { report, naming, webhooks } = resolving;
  const names = naming.names(NAME_RULES.rule, "alerts", alerts, MAIN_SUFFIX);
  if (names.size === 0) report("alerts", "must not be empty: name one, or omit it for the alert 'main'.");
  if (names.size > MAX_RULES)
    report(
      "alerts",
      `must be at most ${MAX_RULES} (EventBridge's default quota of rules for an event bus), got ${names.size}: merge some.`,
    );
  const all = byKey(alerts).map(([key, alert]): ResolvedAlert => {
    const { webhook = MAIN } = alert;
    const setting = `alerts.${key}`;
    const described = descriptionOf(alert);
    checkDescription(resolving, setting, described);
    if (!webhooks.some((one) => one.key === webhook))
      report(
        `${setting}.webhook`,
        `is '${webhook}', which is not in 'webhooks': define it, or choose one of ${quotedList(webhooks.map((one) => one.key))}.`,
      );
    const retryPolicy = resolveRetryPolicy(report, setting, alert);
    const alarmName = naming.prefixed(key === MAIN ? MAIN_SUFFIX : key);
    return { key, ruleName: names.get(key) ?? key, alarmName, ...resolved(described), webhook, retryPolicy };
  });
  for (const { key } of webhooks)
    if (!all.some(({ webhook }) => webhook === key))
      report(`webhooks.${key}`, "is used by no alert: name it in the 'webhook' of an alert, or remove it.");
  return all;
}

/** Which events an alert is for and what it says, of whichever kind the events are. */
interface Description {
  readonly setting: "stops" | "incidents";
  readonly message: SlackMessage | IncidentMessage;
  /** @returns the pattern, or undefined if there is a problem */
  readonly check: (report: Report, setting: string) => JsonObject | undefined;
  readonly pattern: (cluster: ClusterArn) => JsonObject;
  readonly context: (required: ReadonlySet<string>, cluster: ClusterArn) => MessageContext;
}

function descriptionOf(alert: AlertSettings): Description {
  if (isIncidentAlert(alert)) {
    const { incidents, message = { language: "en" } } = alert;
    return {
      setting: "incidents",
      message,
      check: (report, setting) => checkIncidents(report, setting, incidents, LONGEST_CLUSTER),
      pattern: (cluster) => incidentsPattern(incidents, cluster),
      context: (required, cluster) => incidentContext(incidents, required, cluster),
    };
  }
  const { stops = {}, message = "original" } = alert;
  return {
    setting: "stops",
    message,
    check: (report, setting) => checkStops(report, setting, stops, LONGEST_CLUSTER.arn),
    pattern: (cluster) => taskStopsPattern(stops, cluster.arn),
    context: (required, cluster) => stopContext(stops, required, cluster),
  };
}

function isIncidentAlert(alert: AlertSettings): alert is DeliverySettings & IncidentAlert {
  return alert.incidents !== undefined;
}

function checkDescription(
  { report, warn, isReadable }: Resolving,
  alert: string,
  { setting, message, check, context }: Description,
): void {
  const pattern = isReadable(`${alert}.${setting}`) ? check(report, `${alert}.${setting}`) : undefined;
  for (const warning of pattern ? patternWarnings(pattern) : [])
    warn(`${alert}.${setting}`, `makes a pattern that AWS may read otherwise. ${warning}`);
  if (!isReadable(`${alert}.message`)) return;
  const required = pattern && requiredFields(pattern);
  const described = context(required ?? new Set([STOP.service.path]), LONGEST_CLUSTER);
  checkMessage(report, `${alert}.message`, message, described, required);
  if (message !== "original" && isTransformer(message))
    for (const name of escapedPlaceholders(message))
      warn(
        `${alert}.message.inputTemplate`,
        `has \\u003c${name}\\u003e, which EventBridge never fills (Terraform's jsonencode writes '<' so): write <${name}>.`,
      );
}

function resolved({ message, pattern, context }: Description): Pick<ResolvedAlert, "pattern" | "message"> {
  return {
    pattern,
    message: (cluster) => messageTransformer(message, context(requiredFields(pattern(cluster)), cluster)),
  };
}

/** The provider reads a missing one of the two as 0, which would end all retries, so both are set. */
function resolveRetryPolicy(
  report: Report,
  setting: string,
  { maximumEventAgeSeconds: age, maximumRetryAttempts: attempts }: AlertSettings,
): RetryPolicy | undefined {
  if (age === undefined && attempts === undefined) return undefined;
  const policy = {
    maximumEventAgeInSeconds: age ?? EVENT_AGE_SECONDS.max,
    maximumRetryAttempts: attempts ?? RETRY_ATTEMPTS.max,
  };
  checkRange(report, `${setting}.maximumEventAgeSeconds`, policy.maximumEventAgeInSeconds, EVENT_AGE_SECONDS);
  checkRange(report, `${setting}.maximumRetryAttempts`, policy.maximumRetryAttempts, RETRY_ATTEMPTS);
  return policy;
}
