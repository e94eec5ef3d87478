import { THE_CLUSTER } from "../aws/arns";
import { allOf, PATTERN_SHAPE } from "../eventbridge/check-pattern";
import { type Json, type JsonObject, sameFor } from "../eventbridge/json";
import type { NotTogetherWith } from "../problems/not-together-with";
import type { Report } from "../problems/problem";
import { number, shapeOf, some, someOrAbnormal, string } from "../problems/shape";
import { causesPattern, STOP_CAUSES, type StopCause } from "./causes";
import { anyName, INJECTED_CONTAINERS, noName } from "./names";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export type LaunchType = "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html, or others, since AWS adds to them */
export type StopCode =
  | ("TaskFailedToStart" | "EssentialContainerExited" | "UserInitiated" | "ServiceSchedulerInitiated")
  | ("SpotInterruption" | "TerminationNotice" | "InfrastructureHealth")
  | (string & {});

/** Every setting for stops. Names are exact, or have a `*` at either end for any characters. */
interface StopSettings {
  /** The cluster of the variable `cluster_arn`, or any cluster of its account and Region. @default "variable" */
  readonly cluster?: "variable" | "any";
  /** Only tasks of these launch types. @default - any launch type */
  readonly launchTypes?: readonly LaunchType[];
  /** Only tasks of these capacity providers; those started with a launch type have none. @default - any, or none */
  readonly capacityProviders?: readonly string[];
  /** Further fields of an event pattern that must match, but none that another setting uses. @default - none */
  readonly pattern?: JsonObject;
  /** Only tasks of these services. @default - all tasks, or only those of `families` */
  readonly services?: readonly string[];
  /** Only tasks of these families that no service runs, such as RunTask's. @default - all, or only those of `services` */
  readonly families?: readonly string[];
  /** Ignores tasks of these services. @default - none is ignored */
  readonly excludeServices?: readonly string[];
  /** Ignores tasks of these families that no service runs. @default - none is ignored */
  readonly excludeFamilies?: readonly string[];
  /** Only these containers count, by name. @default - all but those that AWS injects */
  readonly containers?: readonly string[];
  /** Ignores these containers too, such as sidecars, by name. @default - only those that AWS injects */
  readonly ignoreContainers?: readonly string[];
  /** Stops for these causes, or for any of them with `abnormal`. @default - every stop */
  readonly causes?: "abnormal" | readonly StopCause[];
  /** Only stops with one of these stop codes. @default - any stop code, or none */
  readonly stopCodes?: readonly StopCode[];
  /** Only stops in which a container has one of these exit codes. @default - any exit code, or none */
  readonly exitCodes?: readonly number[];
  /** Only stops in which a container has an exit code other than these. @default - any exit code, or none */
  readonly ignoreExitCodes?: readonly number[];
}
type Name = keyof StopSettings;

type Excluded<By extends string> = By extends string ? NotTogetherWith<By> : never;
type Without<Others extends Name, By extends Name> = { readonly [Other in Others]?: Excluded<By> };
/** The settings of one or of the other. */
type Either<One extends Name, Other extends Name> =
  | (Pick<StopSettings, One> & Without<Other, One>)
  | (Pick<StopSettings, Other> & Without<One, Other>);

/** Tasks by service or family: those included, or all but those excluded. */
export type TaskGroups = Either<"services" | "families", "excludeServices" | "excludeFamilies">;

type StopsByCause = Required<Pick<StopSettings, "causes">> &
  Without<"stopCodes" | "exitCodes" | "ignoreExitCodes", "causes">;
/** By `causes` the compiler tells the two apart; it names the conflict at the other setting. */
type StopsByCode = { readonly causes?: undefined } & Pick<StopSettings, "stopCodes"> &
  Either<"exitCodes", "ignoreExitCodes">;

/** Which stops an alert is for. Without any setting: every stop of every task of the cluster. */
export type TaskStops = Pick<StopSettings, "cluster" | "launchTypes" | "capacityProviders" | "pattern"> &
  TaskGroups &
  Either<"containers", "ignoreContainers"> &
  (StopsByCause | StopsByCode);

const NAMES = some(
  string(/^\*?[\w-]{1,255}\*?$|^\*$/, "1 to 255 letters, digits, '-' and '_', with a '*' only at either end"),
);
/** Windows has exit codes of 32 bits. */
const EXIT_CODES = some(number(-(2 ** 31), 2 ** 32 - 1, "32 bits"));

export const STOP_SHAPE = shapeOf<TaskStops>({
  ...sameFor(NAMES, "services", "families", "excludeServices", "excludeFamilies"),
  ...sameFor(NAMES, "containers", "ignoreContainers", "capacityProviders"),
  ...sameFor(EXIT_CODES, "exitCodes", "ignoreExitCodes"),
  launchTypes: some(string(/^[A-Z0-9_]+$/, "capital letters, such as FARGATE")),
  stopCodes: some(string(/^[A-Za-z]+$/, "letters, such as UserInitiated")),
  causes: someOrAbnormal(STOP_CAUSES),
  ...PATTERN_SHAPE,
});

/** The settings for readers that need not know which ones exclude each other. */
export type AnyStops = {
  readonly [One in Name]?: StopSettings[One] extends readonly (infer Item)[] | undefined
    ? Iterable<Item> | undefined
    : StopSettings[One] | undefined;
};

/** Undefined if the alert does not go by causes. */
export function causesOf({ causes }: AnyStops): readonly StopCause[] | undefined {
  return causes === "abnormal" ? STOP_CAUSES : causes;
}

/** The event pattern of the stops. @throws FieldConflict if `pattern` sets a field that another setting uses */
export function taskStopsPattern(stops: TaskStops): JsonObject {
  const { cluster, launchTypes, capacityProviders, pattern = {} } = stops;
  const group = groupCondition(stops);
  const detail = {
    ...(cluster !== "any" && { clusterArn: [THE_CLUSTER.arn] }),
    lastStatus: ["STOPPED"],
    ...(group && { group }),
    ...(launchTypes && { launchType: launchTypes }),
    ...(capacityProviders && { capacityProviderName: anyName(capacityProviders) }),
  };
  const event = { source: ["aws.ecs"], "detail-type": ["ECS Task State Change"], detail };
  return allOf(event, { detail: stopCondition(stops) }, pattern);
}

/** A task without a group belongs to no service and no family, so exclusions keep it. */
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

/** What excludes each other, which the types say too. */
const CONFLICTS: readonly (readonly [Name, ...Name[]])[] = [
  ["causes", "stopCodes", "exitCodes", "ignoreExitCodes"],
  ["exitCodes", "ignoreExitCodes"],
  ["services", "excludeServices", "excludeFamilies"],
  ["families", "excludeServices", "excludeFamilies"],
  ["containers", "ignoreContainers"],
];

/** Reports settings that exclude each other, or do nothing. */
export function checkStops(report: Report, setting: string, stops: AnyStops): void {
  for (const [name, ...others] of CONFLICTS)
    for (const other of others)
      if (stops[name] && stops[other])
        report(`${setting}.${name}`, `cannot be set together with '${other}': keep one of them, or make two alerts.`);
  const { containers, ignoreContainers, exitCodes, ignoreExitCodes } = stops;
  const exitCodesCount = causesOf(stops)?.includes("crashed") || exitCodes || ignoreExitCodes;
  const unused = "says whose exit codes count, but the alert looks at none: add 'exitCodes' or the cause 'crashed'.";
  if (containers && !exitCodesCount) report(`${setting}.containers`, unused);
  if (ignoreContainers && !exitCodesCount) report(`${setting}.ignoreContainers`, unused);
  if ([...(ignoreContainers ?? [])].includes("*"))
    report(`${setting}.ignoreContainers`, "has '*', which ignores every container: name only those to ignore.");
}
