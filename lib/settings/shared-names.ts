import { checkName, NAME_RULES } from "../aws/names";
import type { Report } from "../problems/problem";
import { failedInvocationsAlarm, messagesAlarm } from "./alarms";
import { MAIN_SUFFIX } from "./alerts";
import { MAIN, type Named, reportShared } from "./naming";
import type { ResolvedSettings } from "./stack-settings";

type AlertNames = Pick<ResolvedSettings, "alerts" | "alarms">;

/** Reports names that two alerts share or that are too long. A storm makes several, so all must be known. */
export function checkAlertNames(report: Report, settings: AlertNames): void {
  const { alerts } = settings;
  const alarms = alarmNames(settings);
  // As for rules, a key that makes the alarms of `main` is refused even if there is no `main`.
  const ofMain = alarms.flatMap(([key, name]): Named[] => (key === MAIN_SUFFIX ? [[MAIN, name]] : []));
  const addresses = alerts.flatMap(({ key, rules }) => rules.map(({ address }): Named => [key, address]));
  reportShared(report, "alerts", "Terraform address", addresses);
  reportShared(report, "alerts", "rule name", ruleNames(settings));
  reportShared(report, "alerts", "alarm name", [...alarms, ...ofMain]);
  for (const [key, name] of alarms) checkName(report, `alerts.${key}`, name, NAME_RULES.alarm);
  for (const { key, rules } of alerts)
    for (const { name } of rules.slice(1))
      checkName(report, `alerts.${key}`, name, NAME_RULES.rule, "has a 'storm' and ");
}

/**
 * The names that two stacks share and that may meet on AWS, as in "rules 'demo-ecs-alert'". IAM's are global to an
 * account; the others are per Region.
 */
export function sharedNames(one: ResolvedSettings, other: ResolvedSettings): string[] {
  const here = namesOf(one);
  const there = namesOf(other);
  return Object.entries(here).flatMap(([kind, names]) => {
    const shared = mayMeet(one, other, kind) ? names.filter((name) => there[kind]?.includes(name)) : [];
    return shared.length > 0 ? [`${kind} ${shared.map((name) => `'${name}'`).join(", ")}`] : [];
  });
}

function namesOf(settings: ResolvedSettings): Readonly<Record<string, readonly string[]>> {
  const { webhooks, connectionName, role, deadLetterQueue, alarms } = settings;
  return {
    rules: ruleNames(settings).map(([, name]) => name),
    alarms: [
      ...alarmNames(settings).map(([, name]) => name),
      ...(alarms && deadLetterQueue ? [messagesAlarm(deadLetterQueue)] : []),
    ],
    "API destinations": webhooks.map(({ name }) => name),
    connection: [connectionName],
    queue: deadLetterQueue ? [deadLetterQueue.name] : [],
    role: [role.name],
    policy: [role.policyName],
  };
}

function ruleNames({ alerts }: AlertNames): readonly Named[] {
  return alerts.flatMap(({ key, rules }) => rules.map(({ name }): Named => [key, name]));
}

function alarmNames({ alerts, alarms }: AlertNames): readonly Named[] {
  return alerts.flatMap(({ key, rules, storm }) => {
    const failed = alarms ? rules.filter(({ message }) => message).map(failedInvocationsAlarm) : [];
    return [...(storm ? [storm.alarmName] : []), ...failed].map((name): Named => [key, name]);
  });
}

/** Stacks whose clusters are not known at synth time may be for one account and Region. */
function mayMeet({ clusterArn: one }: ResolvedSettings, { clusterArn: other }: ResolvedSettings, kind: string) {
  if (one === undefined || other === undefined) return true;
  const [region, account] = one.split(":").slice(3);
  const [otherRegion, otherAccount] = other.split(":").slice(3);
  return account === otherAccount && (region === otherRegion || kind === "role" || kind === "policy");
}
