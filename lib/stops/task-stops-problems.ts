import { FieldConflict } from "../eventbridge/conjunction";
import { patternProblems } from "../eventbridge/event-pattern";
import { isJsonObject, type JsonObject } from "../eventbridge/json";
import { STOP_CAUSES } from "./causes";
import { nameFilterProblem } from "./name-filter";
import { causesOf, type TaskStops, taskStopsPattern } from "./task-stops";

/**
 * The default quota for a rule's pattern, in characters; AWS raises it on request.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const PATTERN_QUOTA = 2048;

/** Exit codes of Windows containers take 32 bits. */
const MAX_EXIT_CODE = 2 ** 32 - 1;
const STOP_CODE = /^[A-Za-z]+$/;
const NAME_LISTS = [
  "services",
  "families",
  "excludeServices",
  "excludeFamilies",
  "containers",
  "ignoreContainers",
  "capacityProviders",
] as const;
const VALUE_LISTS = ["stopCodes", "exitCodes", "ignoreExitCodes", "launchTypes"] as const;
/** Settings that exclude each other; the types say so too, and this says it to who has no types. */
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
 * Everything in the setting that can match nothing or that EventBridge would refuse, each with its remedy.
 * @param setting its name, such as `alerts.crashes.stops`
 * @param longestClusterArn an ARN as long as the variable can take, for the pattern's length
 */
export function taskStopsProblems(setting: string, stops: TaskStops, longestClusterArn: string): string[] {
  const problems = [...listProblems(setting, stops), ...combinationProblems(setting, stops)];
  return problems.length > 0 ? problems : builtPatternProblems(setting, stops, longestClusterArn);
}

function listProblems(setting: string, stops: TaskStops): string[] {
  const problems: string[] = [];
  for (const list of [...NAME_LISTS, ...VALUE_LISTS, "causes"] as const) {
    const values = stops[list];
    if (Array.isArray(values) && values.length === 0)
      problems.push(
        `'${setting}.${list}' must not be empty (EventBridge refuses empty lists): name some, or leave it out.`,
      );
  }
  for (const list of NAME_LISTS)
    for (const name of stops[list] ?? []) {
      const problem = nameFilterProblem(`${setting}.${list}`, name);
      if (problem) problems.push(problem);
    }
  for (const list of ["exitCodes", "ignoreExitCodes"] as const)
    for (const code of stops[list] ?? [])
      if (!Number.isInteger(code) || Math.abs(code) > MAX_EXIT_CODE)
        problems.push(`'${setting}.${list}' has ${code}, which must be a whole number of 32 bits: correct it.`);
  for (const code of stops.stopCodes ?? [])
    if (!STOP_CODE.test(code))
      problems.push(
        `'${setting}.stopCodes' has ${JSON.stringify(code)}, which must be a stop code such as UserInitiated, of letters alone and known before Terraform runs: correct it.`,
      );
  if (stops.ignoreContainers?.includes("*"))
    problems.push(`'${setting}.ignoreContainers' has '*', which ignores every container: name those to ignore.`);
  for (const cause of [causesOf(stops) ?? []].flat())
    if (typeof stops.causes === "string" ? stops.causes !== "abnormal" : !STOP_CAUSES.includes(cause))
      problems.push(
        `'${setting}.causes' has ${JSON.stringify(cause)}, which must be a list of ${STOP_CAUSES.join(", ")}, or "abnormal": correct it.`,
      );
  return problems;
}

function combinationProblems(setting: string, stops: TaskStops): string[] {
  const problems: string[] = [];
  for (const [ones, others] of EXCLUSIVE) {
    const one = ones.find((name) => stops[name] !== undefined);
    const other = others.find((name) => stops[name] !== undefined);
    if (one && other)
      problems.push(
        `'${setting}.${one}' and '${setting}.${other}' cannot both be set: keep one, or make two alerts of it.`,
      );
  }
  const counted = (["containers", "ignoreContainers"] as const).find((name) => stops[name] !== undefined);
  const exitCodesCount = causesOf(stops)?.includes("crashed") || stops.exitCodes || stops.ignoreExitCodes;
  if (counted && !exitCodesCount)
    problems.push(
      `'${setting}.${counted}' says whose exit codes count, but no exit code does: add the cause 'crashed' or 'exitCodes', or leave it out.`,
    );
  return problems;
}

function builtPatternProblems(setting: string, stops: TaskStops, longestClusterArn: string): string[] {
  let pattern: JsonObject;
  try {
    if (stops.pattern !== undefined && !isJsonObject(stops.pattern))
      return [`'${setting}.pattern' must be an object: correct it.`];
    pattern = taskStopsPattern(stops, longestClusterArn);
  } catch (error) {
    if (!(error instanceof FieldConflict)) throw error;
    return [
      `'${setting}.pattern' sets '${error.path}', which another setting or another part of it sets too (EventBridge takes a field once): say it in one place.`,
    ];
  }
  const problems = patternProblems(pattern).map(
    (problem) =>
      `'${setting}' makes a pattern that EventBridge refuses: ${problem}. Correct 'pattern', take only names or only prefixes, or split it into several alerts.`,
  );
  const length = JSON.stringify(pattern).length;
  if (length > PATTERN_QUOTA)
    problems.push(
      `'${setting}' makes a pattern of ${length} characters with the longest cluster ARN, which must be at most ${PATTERN_QUOTA} (EventBridge's default quota): name fewer, use prefixes, or split it into several alerts.`,
    );
  return problems;
}
