import { DRILL_SOURCE } from "../aws/arns";
import { checkPattern } from "../eventbridge/check-pattern";
import { escapedPlaceholders, type InputTransformer } from "../eventbridge/input-transformer";
import { type JsonObject, sameFor } from "../eventbridge/json";
import { INCIDENT_SHAPE, incidentsPattern, type ServiceIncidents } from "../incidents/service-incidents";
import { checkMessage } from "../message/check";
import { incidentContext, stopContext, stormContext } from "../message/context";
import {
  type IncidentMessage,
  MESSAGE_SHAPE,
  type SlackMessage,
  STORM_SHAPE,
  type StormSettings,
  stormMessage,
} from "../message/slack-message";
import type { NotTogetherWith } from "../problems/not-together-with";
import { quotedList, type Report } from "../problems/problem";
import { number, STRING, shapeOf } from "../problems/shape";
import { checkStops, STOP_SHAPE, type TaskStops, taskStopsPattern } from "../stops/task-stops";
import { STORM_CHANGES, type StormChange, stormPattern } from "../storms/storm";
import { byKey, LIKE_MAIN, MAIN, MAIN_SUFFIX, ONLY_MAIN } from "./names";
import type { Resolving } from "./stack-settings";

/** An alert for stops or incidents: a rule and its target; with `storm`, a rule that counts, an alarm, and two more. */
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
  /** One message when many events came in a short time, and one when that is over. @default - one for each event */
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

export const ALERT_SHAPE = shapeOf<AlertSettings>({
  stops: STOP_SHAPE,
  incidents: INCIDENT_SHAPE,
  message: { ...MESSAGE_SHAPE, orString: "original" },
  storm: STORM_SHAPE,
  ...sameFor(STRING, "webhook", "name"),
  maximumEventAgeSeconds: number(60, 86_400, "EventBridge's range"),
  maximumRetryAttempts: number(0, 185, "EventBridge's range"),
});

type ResolvedAlert = ReturnType<typeof resolveAlert>;
/** An EventBridge rule. Pattern and message have `THE_CLUSTER` in place of the cluster. */
export type ResolvedRule = ResolvedAlert["rules"][number];
/** The alarm that counts the events of a rule. */
export type ResolvedStorm = NonNullable<ResolvedAlert["storm"]>;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES = 300;
/** What a problem leaves in place of a message. */
const NO_MESSAGE: InputTransformer = { inputPaths: {}, inputTemplate: "" };

export function resolveAlerts(resolving: Resolving) {
  const { report, settings } = resolving;
  const resolved = byKey(settings.alerts ?? ONLY_MAIN).map(([key, alert]) => resolveAlert(resolving, key, alert));
  const rules = resolved.flatMap(({ rules }) => rules);
  if (rules.length > MAX_RULES)
    report("alerts", `must make at most ${MAX_RULES} rules (EventBridge's quota), got ${rules.length}: merge some.`);
  for (const key of Object.keys(settings.webhooks ?? ONLY_MAIN))
    if (!rules.some(({ delivery }) => delivery?.webhook === key))
      report(`webhooks.${key}`, "is used by no alert: name it in the 'webhook' of an alert, or remove it.");
  return { rules, storms: resolved.flatMap(({ storm }) => storm ?? []) };
}

/** The rules of an alert, and the alarm if it is for storms. */
function resolveAlert({ settings, names, report, warn }: Resolving, key: string, alert: AlertSettings) {
  const at = `alerts.${key}`;
  const { drills = false, alarms, webhooks = ONLY_MAIN } = settings;
  const { storm, webhook = MAIN, maximumEventAgeSeconds: age, maximumRetryAttempts: attempts } = alert;
  // The provider reads a missing one of the two as 0, which would end all retries.
  const both = { maximumEventAgeInSeconds: age ?? 86_400, maximumRetryAttempts: attempts ?? 185 };
  const retryPolicy = age === undefined && attempts === undefined ? undefined : both;
  const suffix = key === MAIN ? MAIN_SUFFIX.alerts : key;
  const name = names.resolve("rule", `${at}.name`, alert.name, suffix, key === MAIN ? undefined : at);
  // Alarms follow the key, as their addresses do: if a rule keeps its name under another key, its alarms do not, so that
  // Terraform cannot delete by name what it has just created.
  const alarmPrefix = names.prefixed(suffix);
  if (key === MAIN_SUFFIX.alerts && (alarms || storm)) report(at, `${LIKE_MAIN}, which alarms follow.`);
  else if (key === MAIN_SUFFIX.alerts && alert.name === undefined) report(at, `${LIKE_MAIN}, or set 'name'.`);
  const choice = quotedList(Object.keys(webhooks));
  if (!Object.hasOwn(webhooks, webhook))
    report(`${at}.webhook`, `is '${webhook}', which is not in 'webhooks': define it, or choose one of ${choice}.`);

  const { setting, pattern, context } = eventsOf(report, at, alert, drills);
  for (const warning of pattern?.warnings ?? [])
    warn(setting, `makes a pattern that AWS may read otherwise. ${warning}`);

  const rule = (change: "" | `-${StormChange}`, pattern: JsonObject = {}, message?: InputTransformer) => {
    const alarmName = `${alarmPrefix}${change}-failed-invocations`;
    if (alarms && message) names.add("alarm", at, alarmName);
    return {
      /** Name of the rule and of its target in Terraform addresses. */
      address: names.add("Terraform resource", at, key + change.replace("-", "_")),
      name: change === "" ? name : names.add("rule", `${at}.storm`, name + change),
      pattern,
      /** What is posted and how; undefined if the rule only counts. */
      delivery: message && { message, webhook, retryPolicy, alarmName },
    };
  };
  if (!storm) {
    const { message = alert.incidents ? ({ language: "en" } as const) : "original" } = alert;
    const transformer = checkMessage(report, `${at}.message`, message, context) ?? NO_MESSAGE;
    if (message !== "original" && message.inputTemplate !== undefined)
      for (const placeholder of escapedPlaceholders(transformer))
        warn(
          `${at}.message.inputTemplate`,
          `has \\u003c${placeholder}\\u003e, which EventBridge never fills (Terraform's jsonencode writes '<' so): write <${placeholder}>.`,
        );
    return { rules: [rule("", pattern?.json, transformer)] };
  }

  const instead = "set 'storm.message', or make two alerts.";
  if (alert.message !== undefined)
    report(`${at}.message`, `is for single events, and an alert with 'storm' posts none: ${instead}`);
  const alarmName = names.add("alarm", at, `${alarmPrefix}-storm`);
  const changes = STORM_CHANGES.map((change) => {
    const reportChange: Report = (setting, text) =>
      report(change === "over" ? setting.replace(/\.title$/, ".overTitle") : setting, text);
    const changed = stormContext(change, storm, context, alarmName);
    const message = stormMessage(change, storm.message ?? { language: "en" });
    const transformer = checkMessage(reportChange, `${at}.storm.message`, message, changed) ?? NO_MESSAGE;
    return rule(`-${change}`, stormPattern(change, alarmName), transformer);
  });
  const { events, minutes } = storm;
  return {
    rules: [rule("", pattern?.json), ...changes],
    storm: { address: `storm_${key}`, alarmName, ruleName: name, events, minutes },
  };
}

/** Which events an alert is for, of whichever kind they are. Without a pattern if there is a problem. */
function eventsOf(report: Report, at: string, { stops, incidents }: AlertSettings, drills: boolean) {
  if (stops && incidents) report(`${at}.stops`, "cannot be set together with 'incidents': make two alerts.");
  const setting = isIncidents(incidents) ? `${at}.incidents` : `${at}.stops`;
  if (!isIncidents(incidents)) checkStops(report, setting, stops ?? {});
  const pattern = checkPattern(report, setting, () => ({
    ...(isIncidents(incidents) ? incidentsPattern(incidents) : taskStopsPattern(stops ?? {})),
    ...(drills && { source: ["aws.ecs", DRILL_SOURCE] }),
  }));
  const required = pattern?.required;
  const context = isIncidents(incidents) ? incidentContext(incidents, required) : stopContext(stops ?? {}, required);
  return { setting, pattern, context };
}

function isIncidents(incidents: AlertSettings["incidents"]): incidents is ServiceIncidents {
  return incidents !== undefined;
}
