import { allOf, checkPattern } from "../eventbridge/check-pattern";
import type { Json, JsonObject } from "../eventbridge/json";
import type { NotTogetherWith } from "../problems/not-together-with";
import type { Report } from "../problems/problem";
import { causesPattern, STOP_CAUSES, type StopCause } from "./causes";
import { anyName, INJECTED_CONTAINERS, noName } from "./names";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export type LaunchType = "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES";

/**
 * Stop codes of Amazon ECS. Others are accepted, since AWS adds to them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export type StopCode =
  | ("TaskFailedToStart" | "EssentialContainerExited" | "UserInitiated" | "ServiceSchedulerInitiated")
  | ("SpotInterruption" | "TerminationNotice" | "InfrastructureHealth")
  | (string & {});

/** Which tasks an alert is for. Names are exact, or have a `*` at either end for any characters. */
interface TaskScope {
  /** The cluster of the variable `cluster_arn`, or any cluster of its account and Region. @default "variable" */
  readonly cluster?: "variable" | "any";
  /** Only tasks of these launch types. @default - any launch type */
  readonly launchTypes?: readonly LaunchType[];
  /** Only tasks of these capacity providers; those started with a launch type have none. @default - any, or none */
  readonly capacityProviders?: readonly string[];
  /**
   * Further fields of an event pattern that must match, but none that another setting uses. @default - no further fields
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   */
  readonly pattern?: JsonObject;
}

interface IncludedGroups {
  /** Only tasks of these services. @default - all tasks, or only those of `families` */
  readonly services?: readonly string[];
  /** Only tasks of these families that no service runs, such as RunTask's. @default - all, or only those of `services` */
  readonly families?: readonly string[];
}
interface ExcludedGroups {
  /** Ignores tasks of these services. @default - none is ignored */
  readonly excludeServices?: readonly string[];
  /** Ignores tasks of these families that no service runs. @default - none is ignored */
  readonly excludeFamilies?: readonly string[];
}
/** Tasks by service or family: those included, or all but those excluded. */
export type TaskGroups = Either<IncludedGroups, ExcludedGroups>;

interface CountedContainers {
  /** Only these containers count, by name. @default - all but those that AWS injects */
  readonly containers?: readonly string[];
}
interface IgnoredContainers {
  /** Ignores these containers too, such as sidecars, by name. @default - only those that AWS injects */
  readonly ignoreContainers?: readonly string[];
}

interface ExitCodes {
  /** Only stops in which a container has one of these exit codes. @default - any exit code, or none */
  readonly exitCodes?: readonly number[];
}
interface IgnoredExitCodes {
  /** Only stops in which a container has an exit code other than these. @default - any exit code, or none */
  readonly ignoreExitCodes?: readonly number[];
}

interface StopsByCause extends Not<"causes", "stopCodes" | "exitCodes" | "ignoreExitCodes"> {
  /** Stops for these causes, or for any of them with `abnormal`. @default - every stop */
  readonly causes: "abnormal" | readonly StopCause[];
}
type StopsByCode = {
  // By this the compiler tells the two apart; it names the conflict at the other setting.
  readonly causes?: undefined;
  /** Only stops with one of these stop codes. @default - any stop code, or none */
  readonly stopCodes?: readonly StopCode[];
} & Either<ExitCodes, IgnoredExitCodes>;

/** Which stops an alert is for. Without any setting: every stop of every task of the cluster. */
export type TaskStops = TaskScope &
  TaskGroups &
  Either<CountedContainers, IgnoredContainers> &
  (StopsByCause | StopsByCode);

type Excluded<Names extends string> = Names extends string ? NotTogetherWith<Names> : never;
type Not<Names extends string, Others extends PropertyKey> = { readonly [Other in Others]?: Excluded<Names> };
/** The settings of one or of the other. */
type Either<One, Other> = (One & Not<keyof One & string, keyof Other>) | (Other & Not<keyof Other & string, keyof One>);

type ExitCodeList = "exitCodes" | "ignoreExitCodes";
type List = Exclude<keyof TaskStops, "cluster" | "pattern">;

/** The settings for readers that need not know which ones exclude each other. */
export type AnyStops = TaskScope & { readonly causes?: TaskStops["causes"] } & {
  readonly [Name in Exclude<List, "causes" | ExitCodeList>]?: Iterable<string>;
} & { readonly [Name in ExitCodeList]?: Iterable<number> };

/** Undefined if the alert does not go by causes. */
export function causesOf({ causes }: AnyStops): readonly StopCause[] | undefined {
  return causes === "abnormal" ? STOP_CAUSES : causes;
}

/**
 * The event pattern of the stops.
 * @param clusterArn ARN of the cluster, which may be a token
 * @throws FieldConflict if `pattern` sets a field that another setting uses
 */
export function taskStopsPattern(stops: TaskStops, clusterArn: string): JsonObject {
  const { cluster, launchTypes, capacityProviders, pattern = {} } = stops;
  const group = groupCondition(stops);
  const detail = {
    ...(cluster !== "any" && { clusterArn: [clusterArn] }),
    lastStatus: ["STOPPED"],
    ...(group && { group }),
    ...(launchTypes && { launchType: launchTypes }),
    ...(capacityProviders && { capacityProviderName: anyName(capacityProviders) }),
  };
  const event = { source: ["aws.ecs"], "detail-type": ["ECS Task State Change"], detail };
  return allOf(event, { detail: stopCondition(stops) }, pattern);
}

/**
 * A task without a group belongs to no service and no family, so exclusions keep it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
function groupCondition({ services, families, excludeServices, excludeFamilies }: AnyStops): Json[] | undefined {
  const groups = (ofServices: Iterable<string> = [], ofFamilies: Iterable<string> = []) => [
    ...Array.from(ofServices, (name) => `service:${name}`),
    ...Array.from(ofFamilies, (name) => `family:${name}`),
  ];
  if (services || families) return anyName(groups(services, families));
  if (!excludeServices && !excludeFamilies) return undefined;
  return [noName(groups(excludeServices, excludeFamilies)), { exists: false }];
}

function stopCondition(stops: AnyStops): JsonObject {
  const { stopCodes, exitCodes, ignoreExitCodes, containers, ignoreContainers = [] } = stops;
  const name = containers ? anyName([...containers]) : [noName([...ignoreContainers, ...INJECTED_CONTAINERS])];
  const causes = causesOf(stops);
  if (causes) return causesPattern(causes, name);
  const exitCode = exitCodes ? [...exitCodes] : ignoreExitCodes && [{ "anything-but": [...ignoreExitCodes] }];
  return { ...(stopCodes && { stopCode: [...stopCodes] }), ...(exitCode && { containers: { name, exitCode } }) };
}

/** What each value in a list must be. */
type Rule = readonly [form: RegExp, words: string];

const CAUSE: Rule = [new RegExp(`^(?:${STOP_CAUSES.join("|")})$`), `one of ${STOP_CAUSES.join(", ")}, or "abnormal"`];
const STOP_CODE: Rule = [/^[A-Za-z]+$/, "letters, such as UserInitiated"];
const LAUNCH_TYPE: Rule = [/^[A-Z0-9_]+$/, "capital letters, such as FARGATE"];
const NAME: Rule = [
  /^\*?[\w-]{1,255}\*?$|^\*$/,
  "1 to 255 letters, digits, '-' and '_', with a '*' only at either end",
];
/** Windows has exit codes of 32 bits. */
const EXIT_CODE: Rule = [/^-?\d{1,10}$/, "a whole number of at most 10 digits"];

/** The lists, their rules, and the lists that exclude them, which the types say too. */
const LISTS: readonly (readonly [List, Rule, ...List[]])[] = [
  ["causes", CAUSE, "stopCodes", "exitCodes", "ignoreExitCodes"],
  ["stopCodes", STOP_CODE],
  ["exitCodes", EXIT_CODE, "ignoreExitCodes"],
  ["ignoreExitCodes", EXIT_CODE],
  ["services", NAME, "excludeServices", "excludeFamilies"],
  ["families", NAME, "excludeServices", "excludeFamilies"],
  ["excludeServices", NAME],
  ["excludeFamilies", NAME],
  ["containers", NAME, "ignoreContainers"],
  ["ignoreContainers", NAME],
  ["capacityProviders", NAME],
  ["launchTypes", LAUNCH_TYPE],
];

/**
 * Reports everything in the setting that can match nothing or that EventBridge would refuse.
 * @param setting its path, such as `alerts.crashed.stops`
 * @param longest a cluster ARN as long as the variable accepts, for the pattern's length
 */
export function checkStops(report: Report, setting: string, stops: TaskStops, longest: string) {
  const problems: [List, string][] = [];
  const lists = { ...stops, causes: causesOf(stops) };
  for (const [name, [form, words], ...others] of LISTS) {
    const values: readonly unknown[] | undefined = lists[name] && [...lists[name]];
    if (values?.length === 0) problems.push([name, "must not be empty: name some, or omit it."]);
    for (const value of values?.filter((one) => !form.test(String(one))) ?? [])
      problems.push([name, `has ${typeof value === "string" ? `"${value}"` : value}, which must be ${words}.`]);
    for (const other of others)
      if (values && lists[other])
        problems.push([name, `cannot be set together with '${other}': keep one of them, or make two alerts.`]);
  }
  const exitCodesCount = lists.causes?.includes("crashed") || lists.exitCodes || lists.ignoreExitCodes;
  for (const name of ["containers", "ignoreContainers"] as const)
    if (lists[name] && !exitCodesCount)
      problems.push([
        name,
        "says whose exit codes count, but the alert does not look at exit codes: add the cause 'crashed' or 'exitCodes', or omit it.",
      ]);
  if ([...(lists.ignoreContainers ?? [])].includes("*"))
    problems.push(["ignoreContainers", "has '*', which ignores every container: name only those to ignore."]);
  for (const [name, text] of problems) report(`${setting}.${name}`, text);
  return problems.length > 0 ? undefined : checkPattern(report, setting, () => taskStopsPattern(stops, longest));
}
