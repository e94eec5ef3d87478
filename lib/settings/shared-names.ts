import { ruleNames } from "./alerts";
import type { ResolvedSettings } from "./stack-settings";

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
  const { alerts, webhooks, connectionName, role, deadLetterQueue } = settings;
  return {
    rules: ruleNames(alerts),
    alarms: alerts.flatMap(({ storm }) => (storm ? [storm.alarmName] : [])),
    "API destinations": webhooks.map(({ name }) => name),
    connection: [connectionName],
    queue: deadLetterQueue ? [deadLetterQueue.name] : [],
    role: [role.name],
    policy: [role.policyName],
  };
}

/** Stacks whose clusters are not known at synth time may be for one account and Region. */
function mayMeet({ clusterArn: one }: ResolvedSettings, { clusterArn: other }: ResolvedSettings, kind: string) {
  if (one === undefined || other === undefined) return true;
  const [region, account] = one.split(":").slice(3);
  const [otherRegion, otherAccount] = other.split(":").slice(3);
  return account === otherAccount && (region === otherRegion || kind === "role" || kind === "policy");
}
