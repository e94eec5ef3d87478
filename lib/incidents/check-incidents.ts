import type { ClusterArn } from "../aws/arns";
import { type CheckedPattern, checkPattern } from "../eventbridge/check-pattern";
import type { Report } from "../problems/problem";
import { ALL_INCIDENTS, isIncident } from "./kinds";
import { incidentsPattern, plainIncidents, type ServiceIncidents } from "./service-incidents";

/** A service's name, or the beginning of one and `*`. */
const NAME = /^[A-Za-z0-9_-]{1,255}$|^[A-Za-z0-9_-]{0,254}\*$/;

/**
 * Reports everything in the setting that can match nothing or that EventBridge would refuse.
 * @param longestCluster with parts as long as they can be, for the pattern's length
 * @returns the pattern, or undefined if there is a problem
 */
export function checkIncidents(
  report: Report,
  setting: string,
  incidents: ServiceIncidents,
  longestCluster: ClusterArn,
): CheckedPattern | undefined {
  const { kinds, services } = plainIncidents(incidents);
  let problems = 0;
  const counted: Report = (name, text) => {
    problems++;
    report(`${setting}.${name}`, text);
  };
  if (kinds.length === 0) counted("kinds", 'must not be empty: name some, or write "abnormal".');
  if (services?.length === 0) counted("services", "must not be empty: name some, or omit it.");
  for (const kind of kinds)
    if (!isIncident(kind))
      counted("kinds", `has ${JSON.stringify(kind)}: list some of ${ALL_INCIDENTS.join(", ")}, or write "abnormal".`);
  for (const service of services ?? [])
    if (!NAME.test(service))
      counted(
        "services",
        `has ${JSON.stringify(service)}, which must be 1 to 255 letters, digits, '-' and '_' (Amazon ECS's limit), with a '*' only at the end: write a name, or the beginning of one and '*'.`,
      );
  if (problems > 0) return undefined;
  return checkPattern(report, setting, () => incidentsPattern(incidents, longestCluster));
}
