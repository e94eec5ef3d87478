import { type ClusterArn, LONGEST_CLUSTER } from "../aws/arns";
import { DRILL_SOURCE } from "../aws/names";
import { type CheckedPattern, checkPattern } from "../eventbridge/check-pattern";
import { escapedPlaceholders, type InputTransformer } from "../eventbridge/input-transformer";
import type { JsonObject } from "../eventbridge/json";
import { checkIncidents, incidentsPattern, type ServiceIncidents } from "../incidents/service-incidents";
import { checkMessage } from "../message/check";
import { incidentContext, type MessageContext, stopContext, stormContext } from "../message/context";
import {
  type IncidentMessage,
  isTransformer,
  messageTransformer,
  type SlackMessage,
  type StormSettings,
  stormMessage,
} from "../message/slack-message";
import type { Report } from "../problems/problem";
import { checkStops, taskStopsPattern } from "../stops/task-stops";
import { checkStorm, STORM_CHANGES, type StormChange, type StormSize, stormPattern } from "../storms/storm";
import type { AlertSettings } from "./alerts";
import type { Naming } from "./naming";
import type { ResolvedWebhook } from "./webhooks";

/** An EventBridge rule. */
export interface ResolvedRule {
  /** Name of the rule and of its target in Terraform addresses. */
  readonly address: string;
  readonly name: string;
  /**
   * What the names of its alarms begin with. It follows the key, as the alarms' addresses do: if a rule keeps its name
   * under another key, its alarms do not, so that Terraform cannot delete by name what it has just created.
   */
  readonly alarmName: string;
  /** The event pattern. @param cluster whose parts may be tokens */
  readonly pattern: (cluster: ClusterArn) => JsonObject;
  /** What is posted; undefined if the rule only counts. @param cluster whose parts may be tokens */
  readonly message: ((cluster: ClusterArn) => InputTransformer) | undefined;
}

/** The alarm that counts the events of a rule. */
export interface ResolvedStorm extends StormSize {
  /** Name of the alarm in Terraform addresses. */
  readonly address: string;
  readonly alarmName: string;
  /** Name of the rule whose events are counted. */
  readonly ruleName: string;
}

/** What alerts are resolved with. */
export interface Resolving {
  readonly report: Report;
  /** Takes note of what may not be as the settings say. */
  readonly warn: Report;
  readonly naming: Naming;
  readonly webhooks: readonly ResolvedWebhook[];
  /** Whether the values at a path can be checked at all. */
  readonly isReadable: (setting: string) => boolean;
  /** Whether the alerts take drills as well. */
  readonly drills: boolean;
}

/** The rules of an alert, and the alarm if it is for storms. */
export function resolveRules(
  resolving: Resolving,
  setting: string,
  alert: AlertSettings,
  names: Pick<ResolvedRule, "address" | "name" | "alarmName">,
): { readonly rules: readonly ResolvedRule[]; readonly storm: ResolvedStorm | undefined } {
  const described = resolving.drills ? withDrills(descriptionOf(alert)) : descriptionOf(alert);
  const rule = { ...names, pattern: described.pattern };
  const pattern = checkedPattern(resolving, setting, described);
  // A problem with the pattern is reported: then nothing is made of the message.
  const required = pattern?.required;
  if (alert.storm && alert.message !== undefined)
    resolving.report(
      `${setting}.message`,
      "is what each event says, but with 'storm' there is no message for each event: set 'storm.message', or make two alerts.",
    );
  if (!alert.storm) {
    const message = checkedMessage(resolving, setting, described, required);
    return { rules: [{ ...rule, message }], storm: undefined };
  }
  return {
    rules: stormRules(resolving, setting, rule, alert.storm, described, required),
    storm: resolveStorm(resolving, setting, alert.storm, rule),
  };
}

/** Which events an alert is for and what it says, of whichever kind the events are. */
interface Description {
  readonly setting: "stops" | "incidents";
  readonly message: SlackMessage | IncidentMessage;
  /** @returns the pattern, or undefined if there is a problem */
  readonly check: (report: Report, setting: string) => CheckedPattern | undefined;
  readonly pattern: (cluster: ClusterArn) => JsonObject;
  readonly context: (required: ReadonlySet<string> | undefined, cluster: ClusterArn) => MessageContext;
}

function descriptionOf({ stops, incidents, message }: AlertSettings): Description {
  if (isIncidents(incidents))
    return {
      setting: "incidents",
      message: message ?? { language: "en" },
      check: (report, setting) => checkIncidents(report, setting, incidents, LONGEST_CLUSTER),
      pattern: (cluster) => incidentsPattern(incidents, cluster),
      context: (required, cluster) => incidentContext(incidents, required, cluster),
    };
  const which = stops ?? {};
  return {
    setting: "stops",
    message: message ?? "original",
    check: (report, setting) => checkStops(report, setting, which, LONGEST_CLUSTER.arn),
    pattern: (cluster) => taskStopsPattern(which, cluster.arn),
    context: (required, cluster) => stopContext(which, required, cluster),
  };
}

function withDrills(description: Description): Description {
  const also = (pattern: JsonObject) => ({ ...pattern, source: ["aws.ecs", DRILL_SOURCE] });
  return {
    ...description,
    check: (report, setting) =>
      description.check(report, setting) &&
      checkPattern(report, setting, () => also(description.pattern(LONGEST_CLUSTER))),
    pattern: (cluster) => also(description.pattern(cluster)),
  };
}

function isIncidents(incidents: AlertSettings["incidents"]): incidents is ServiceIncidents {
  return incidents !== undefined;
}

/** @returns the pattern with the longest cluster, or undefined if there is a problem */
function checkedPattern(
  { report, warn, isReadable }: Resolving,
  alert: string,
  { setting, check }: Description,
): CheckedPattern | undefined {
  if (!isReadable(`${alert}.${setting}`)) return undefined;
  const pattern = check(report, `${alert}.${setting}`);
  for (const warning of pattern?.warnings ?? [])
    warn(`${alert}.${setting}`, `makes a pattern that AWS may read otherwise. ${warning}`);
  return pattern;
}

function checkedMessage(
  { report, warn, isReadable }: Resolving,
  alert: string,
  { message, context }: Description,
  required: ReadonlySet<string> | undefined,
): ResolvedRule["message"] {
  if (isReadable(`${alert}.message`)) {
    checkMessage(report, `${alert}.message`, message, context(required, LONGEST_CLUSTER));
    if (message !== "original" && isTransformer(message))
      for (const name of escapedPlaceholders(message))
        warn(
          `${alert}.message.inputTemplate`,
          `has \\u003c${name}\\u003e, which EventBridge never fills (Terraform's jsonencode writes '<' so): write <${name}>.`,
        );
  }
  return (cluster) => messageTransformer(message, context(required, cluster));
}

function resolveStorm(
  { report }: Resolving,
  setting: string,
  storm: StormSettings,
  { address, name, alarmName }: Omit<ResolvedRule, "message">,
): ResolvedStorm {
  checkStorm(report, `${setting}.storm`, storm);
  const { events, minutes } = storm;
  return { events, minutes, address: `storm_${address}`, alarmName: `${alarmName}-storm`, ruleName: name };
}

/** The rule that counts, and one for each change of the alarm. */
function stormRules(
  { report, isReadable }: Resolving,
  setting: string,
  counting: Omit<ResolvedRule, "message">,
  { message = { language: "en" }, ...storm }: StormSettings,
  { context }: Description,
  required: ReadonlySet<string> | undefined,
): readonly ResolvedRule[] {
  const alarmName = `${counting.alarmName}-storm`;
  const contextOf = (change: StormChange, cluster: ClusterArn) =>
    stormContext(change, storm, context(required, cluster), alarmName);
  const changes = STORM_CHANGES.map((change): ResolvedRule => {
    const name = `${counting.name}-${change}`;
    const longest = contextOf(change, LONGEST_CLUSTER);
    const reportChange: Report = (at, text) =>
      report(change === "over" ? at.replace(/\.title$/, ".overTitle") : at, text);
    if (isReadable(`${setting}.storm.message`))
      checkMessage(reportChange, `${setting}.storm.message`, stormMessage(change, message), longest);
    return {
      address: `${counting.address}_${change}`,
      name,
      alarmName: `${counting.alarmName}-${change}`,
      pattern: (cluster) => stormPattern(change, alarmName, cluster),
      message: (cluster) => messageTransformer(stormMessage(change, message), contextOf(change, cluster)),
    };
  });
  return [{ ...counting, message: undefined }, ...changes];
}
