import { NAME_RULES } from "../aws/names";
import type { ServiceIncidents } from "../incidents/service-incidents";
import type { IncidentMessage, SlackMessage, StormSettings } from "../message/slack-message";
import type { NotTogetherWith } from "../problems/not-together-with";
import { checkRange, quotedList, type Report } from "../problems/problem";
import type { TaskStops } from "../stops/task-stops";
import { STORM_CHANGES } from "../storms/storm";
import { type ResolvedRule, type ResolvedStorm, type Resolving, resolveRules } from "./alert-rules";
import { byKey, MAIN } from "./naming";

/**
 * An alert for stops or for incidents: an EventBridge rule and its target. For storms, a rule that counts, an alarm, and
 * two rules with targets for the alarm's changes.
 */
export type AlertSettings = DeliverySettings & (StopAlert | IncidentAlert);

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
  /**
   * One message when many events came in a short time, and one when that is over, instead of a message for each event.
   * @default - a message for each event
   */
  readonly storm?: StormSettings;
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
  readonly rules: readonly ResolvedRule[];
  /** Undefined if there is a message for each event. */
  readonly storm: ResolvedStorm | undefined;
  readonly webhook: string;
  /** Undefined for EventBridge's own. */
  readonly retryPolicy: RetryPolicy | undefined;
}

/** What the name of the alert `main` ends with. */
export const MAIN_SUFFIX = "ecs-alert";
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES = 300;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
const EVENT_AGE_SECONDS = { min: 60, max: 86_400, source: "EventBridge's range" };
const RETRY_ATTEMPTS = { min: 0, max: 185, source: "EventBridge's range" };

export function resolveAlerts(
  resolving: Resolving,
  alerts: Readonly<Record<string, AlertSettings>> = { [MAIN]: {} },
): readonly ResolvedAlert[] {
  const { report, naming, webhooks } = resolving;
  const names = naming.names(NAME_RULES.rule, "alerts", alerts, MAIN_SUFFIX);
  if (names.size === 0) report("alerts", "must not be empty: name one, or omit it for the alert 'main'.");
  if (ruleCount(alerts) > MAX_RULES)
    report(
      "alerts",
      `must make at most ${MAX_RULES} rules (EventBridge's default quota for an event bus), got ${ruleCount(alerts)}: merge some.`,
    );
  const all = byKey(alerts).map(([key, alert]): ResolvedAlert => {
    const { webhook = MAIN } = alert;
    const setting = `alerts.${key}`;
    const counting = {
      address: key,
      name: names.get(key) ?? key,
      alarmName: naming.prefixed(key === MAIN ? MAIN_SUFFIX : key),
    };
    const { rules, storm } = resolveRules(resolving, setting, alert, counting);
    if (!webhooks.some(({ key }) => key === webhook))
      report(
        `${setting}.webhook`,
        `is '${webhook}', which is not in 'webhooks': define it, or choose one of ${quotedList(webhooks.map((one) => one.key))}.`,
      );
    return { key, rules, storm, webhook, retryPolicy: resolveRetryPolicy(report, setting, alert) };
  });
  for (const { key } of webhooks)
    if (!all.some(({ webhook }) => webhook === key))
      report(`webhooks.${key}`, "is used by no alert: name it in the 'webhook' of an alert, or remove it.");
  return all;
}

/** The rules with a target: all but those that only count. */
export function deliveringRules(alerts: readonly ResolvedAlert[]): readonly ResolvedRule[] {
  return alerts.flatMap(({ rules }) => rules.filter(({ message }) => message));
}

function ruleCount(alerts: Readonly<Record<string, AlertSettings>>): number {
  return Object.values(alerts).reduce((count, { storm }) => count + (storm ? 1 + STORM_CHANGES.length : 1), 0);
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
