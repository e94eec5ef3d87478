import type { Json, JsonObject } from "../eventbridge/json";
import type { NotTogetherWith } from "../problems/not-together-with";
import { anyName, noName } from "./names";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export type LaunchType = "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES";

/** Which tasks an alert is for. Names are exact, or have a `*` at either end for any characters. */
export interface TaskScope {
  /**
   * The cluster of the variable `cluster_arn`, or any cluster of its account and Region.
   * @default "variable"
   */
  readonly cluster?: "variable" | "any";
  /** Only tasks of these launch types. @default - any launch type */
  readonly launchTypes?: readonly LaunchType[];
  /**
   * Only tasks placed by these capacity providers, by name. Tasks started with a launch type have none.
   * @default - any capacity provider, or none
   */
  readonly capacityProviders?: readonly string[];
  /**
   * Further fields of an event pattern that must match. A field that another setting uses cannot be set here.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
   * @default - no further fields
   */
  readonly pattern?: JsonObject;
}

interface IncludedGroups {
  /** Only tasks of these services. @default - all tasks, or only those of `families` */
  readonly services?: readonly string[];
  /**
   * Only tasks of these families that no service runs (RunTask, schedules, Step Functions).
   * @default - all tasks, or only those of `services`
   */
  readonly families?: readonly string[];
  readonly excludeServices?: NotTogetherWith<"services"> | NotTogetherWith<"families">;
  readonly excludeFamilies?: NotTogetherWith<"services"> | NotTogetherWith<"families">;
}

interface ExcludedGroups {
  readonly services?: NotTogetherWith<"excludeServices"> | NotTogetherWith<"excludeFamilies">;
  readonly families?: NotTogetherWith<"excludeServices"> | NotTogetherWith<"excludeFamilies">;
  /** Ignores tasks of these services. @default - none is ignored */
  readonly excludeServices?: readonly string[];
  /** Ignores tasks of these families that no service runs. @default - none is ignored */
  readonly excludeFamilies?: readonly string[];
}

/** Tasks by service or family: those included, or all but those excluded. */
export type TaskGroups = IncludedGroups | ExcludedGroups;

/** The same as plain lists. */
export interface PlainGroups {
  readonly services: readonly string[] | undefined;
  readonly families: readonly string[] | undefined;
  readonly excludeServices: readonly string[] | undefined;
  readonly excludeFamilies: readonly string[] | undefined;
}

/** Fields of an event's `detail` that say which task it is of. */
export function scopePattern(scope: TaskScope & PlainGroups, clusterArn: string): JsonObject {
  const detail: Record<string, Json> = {};
  if (scope.cluster !== "any") detail.clusterArn = [clusterArn];
  detail.lastStatus = ["STOPPED"];
  const group = groupCondition(scope);
  if (group) detail.group = group;
  if (scope.launchTypes) detail.launchType = scope.launchTypes;
  if (scope.capacityProviders) detail.capacityProviderName = anyName(scope.capacityProviders);
  return detail;
}

/** A task without a group belongs to no service and no family, so exclusions keep it. */
function groupCondition(scope: PlainGroups): Json[] | undefined {
  const included = groups(scope.services, scope.families);
  if (included) return anyName(included);
  const excluded = groups(scope.excludeServices, scope.excludeFamilies);
  return excluded && [noName(excluded), { exists: false }];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html: the group of a task */
function groups(services?: readonly string[], families?: readonly string[]): string[] | undefined {
  if (!services && !families) return undefined;
  return [...(services ?? []).map((name) => `service:${name}`), ...(families ?? []).map((name) => `family:${name}`)];
}
