import { checkPattern } from "../eventbridge/check-pattern";
import type { CompiledPattern } from "../eventbridge/event-pattern";
import type { Report } from "../problems/problem";
import { isCause, STOP_CAUSES } from "./causes";
import { checkNames } from "./names";
import { type PlainStops, plainStops, type TaskStops, taskStopsPattern } from "./task-stops";

/** Exit codes of Windows containers have 32 bits. */
const MAX_EXIT_CODE = 2 ** 32 - 1;
const STOP_CODE = /^[A-Za-z]+$/;
const NAME_LISTS = [
  ...(["services", "families", "excludeServices", "excludeFamilies"] as const),
  ...(["containers", "ignoreContainers", "capacityProviders"] as const),
] as const;
const LISTS = [...NAME_LISTS, "launchTypes", "causes", "stopCodes", "exitCodes", "ignoreExitCodes"] as const;
/** Mutually exclusive; also enforced by the types. */
const EXCLUSIVE = [
  [["causes"], ["stopCodes", "exitCodes", "ignoreExitCodes"]],
  [["exitCodes"], ["ignoreExitCodes"]],
  [["containers"], ["ignoreContainers"]],
  [
    ["services", "families"],
    ["excludeServices", "excludeFamilies"],
  ],
] as const;

/**
 * Reports everything in the setting that can match nothing or that EventBridge would refuse.
 * @param setting its path, such as `alerts.crashed.stops`
 * @param longestClusterArn an ARN as long as the variable accepts, for the pattern's length
 * @returns the pattern, or undefined if there is a problem
 */
export function checkStops(
  report: Report,
  setting: string,
  stops: TaskStops,
  longestClusterArn: string,
): CompiledPattern | undefined {
  let problems = 0;
  const counted: Report = (name, text) => {
    problems++;
    report(`${setting}.${name}`, text);
  };
  const plain = plainStops(stops);
  for (const list of LISTS)
    if (plain[list]?.length === 0)
      counted(list, "must not be empty (EventBridge refuses empty lists): name some, or omit it.");
  for (const [ones, others] of EXCLUSIVE) {
    const one = ones.find((name) => plain[name]);
    const other = others.find((name) => plain[name]);
    if (one && other) counted(one, `cannot be set together with '${other}': keep one of them, or make two alerts.`);
  }
  for (const list of NAME_LISTS) checkNames(counted, list, plain[list] ?? []);
  checkContainers(counted, plain);
  checkCauses(counted, stops);
  checkCodes(counted, plain);
  return problems > 0 ? undefined : checkPattern(report, setting, () => taskStopsPattern(stops, longestClusterArn));
}

function checkContainers(report: Report, { causes, exitCodes, ignoreExitCodes, ...lists }: PlainStops): void {
  const exitCodesCount = causes?.includes("crashed") || exitCodes || ignoreExitCodes;
  for (const list of ["containers", "ignoreContainers"] as const)
    if (lists[list] && !exitCodesCount)
      report(
        list,
        "says whose exit codes count, but the alert does not look at exit codes: add the cause 'crashed' or 'exitCodes', or omit it.",
      );
  if (lists.ignoreContainers?.includes("*"))
    report("ignoreContainers", "has '*', which ignores every container: name only those to ignore.");
}

function checkCauses(report: Report, { causes = [] }: TaskStops): void {
  if (causes === "abnormal") return;
  for (const cause of causes)
    if (!isCause(cause))
      report(
        "causes",
        `has ${JSON.stringify(cause)}: list some of ${STOP_CAUSES.join(", ")}, or write "abnormal" for all.`,
      );
}

function checkCodes(report: Report, stops: PlainStops): void {
  for (const list of ["exitCodes", "ignoreExitCodes"] as const)
    for (const code of stops[list] ?? [])
      if (!Number.isInteger(code) || Math.abs(code) > MAX_EXIT_CODE)
        report(list, `has ${code}, which must be a whole number of at most 32 bits.`);
  for (const code of stops.stopCodes ?? [])
    if (!STOP_CODE.test(code))
      report(
        "stopCodes",
        `has ${JSON.stringify(code)}, which must consist of letters: write a stop code such as UserInitiated.`,
      );
}
