import { DRILL_SOURCE } from "../aws/names";
import { Failure } from "../cli/failure";
import { type CompiledPattern, compilePattern } from "../eventbridge/event-pattern";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../eventbridge/json";
import { inCluster } from "../preview/cluster";
import { type Alert, nameOf, type SampleEvent } from "../preview/model";
import { sentBy } from "../preview/run";
import type { DeployedStack } from "./deployed-stack";

/** Texts that a message may show. Patterns look at the beginnings. */
const TEXTS = ["detail.group", "detail.stoppedReason", "detail.reason", "detail.containers.reason", "detail.startedBy"];
const ARNS = ["resources", "detail.taskArn", "detail.taskDefinitionArn"];
const MARKS = [...TEXTS.map((path) => [path, " (drill)"] as const), ...ARNS.map((path) => [path, "-drill"] as const)];

/** An event to send, and the alerts that take it. */
export interface Drill {
  readonly name: string;
  /** The event's source, detail type, resources and detail: the rest is EventBridge's. */
  readonly event: JsonObject;
  readonly alerts: readonly Alert[];
  /** Names of the alerts whose message shows none of the marks. */
  readonly unmarked: readonly string[];
}

/** @throws Failure if no alert takes it */
export function drillOf(stack: DeployedStack, { name, event }: SampleEvent): Drill {
  if (event?.source !== "aws.ecs")
    throw new Failure(`${name}: must be an event with the source aws.ecs, which is what drills stand for.`, 2);
  const patterns = stack.alerts.map(({ pattern }) => compilePattern(pattern ?? {}));
  const moved = inCluster(event, stack.clusterArn);
  const marked = markedAsDrill(moved, patterns);
  const alerts = stack.alerts.filter((_, index) => patterns[index]?.matches(marked));
  if (alerts.length === 0)
    throw new Failure(
      patterns.some(({ matches }) => matches(moved))
        ? `The stack ${stack.name} takes no drills: set 'drills: true' and deploy it.`
        : `${name}: no alert of the stack ${stack.name} matches it. npm run preview -- --event FILE says why.`,
      2,
    );
  const unmarked = alerts.filter(
    (alert) => alert.input.kind !== "counts" && !/\(drill\)|-drill/.test(sentBy(alert, marked).body),
  );
  return { name, event: marked, alerts, unmarked: unmarked.map(nameOf) };
}

/**
 * The event as one of a drill: it says so at the end of every text that can be changed, and as the reason if it has none,
 * as far as that does not change which patterns match.
 */
export function markedAsDrill(event: JsonObject, patterns: readonly CompiledPattern[]): JsonObject {
  const drill: JsonObject = { ...event, source: DRILL_SOURCE };
  const matching = (one: JsonObject) => patterns.map(({ matches }) => matches(one)).join();
  const before = matching(drill);
  return MARKS.reduce((marked, [path, mark]) => {
    const more = withSuffix(marked, path.split("."), mark);
    return isJsonObject(more) && matching(more) === before ? more : marked;
  }, drill);
}

function withSuffix(value: Json, path: readonly string[], suffix: string): Json {
  if (isJsonList(value)) return value.map((item) => withSuffix(item, path, suffix));
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === "string" ? `${value}${suffix}`.trim() : value;
  if (!isJsonObject(value)) return value;
  const isReason = key === ("eventName" in value ? "reason" : "lastStatus" in value ? "stoppedReason" : undefined);
  const inner = value[key] ?? (isReason ? "" : undefined);
  return inner === undefined ? value : { ...value, [key]: withSuffix(inner, rest, suffix) };
}
