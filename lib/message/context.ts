import type { ClusterArn } from "../aws/arns";
import { CAUSES } from "../stops/causes";
import { type PlainStops, plainStops, type TaskStops } from "../stops/task-stops";
import { event } from "./event-value";
import { ABNORMAL, type Happening, STOPPED } from "./texts";

/** A longer name would leave no room in a title of 150 characters for what happened. */
const MAX_NAME_IN_TITLE = 100;

/** What a message needs to know about its alert. */
export interface MessageContext {
  readonly happening: Happening;
  /** The name of the only service or family that the alert is for; undefined if there are several. */
  readonly onlyService: string | undefined;
  /** Whether every event of the alert has a group: the service or family of its task. */
  readonly groupIsKnown: boolean;
  /** Whether every event of the alert has a stopped reason. */
  readonly reasonIsKnown: boolean;
  /** Undefined if the alert is for any cluster. */
  readonly cluster: ClusterArn | undefined;
  /** The cluster that gives account, Region and partition. */
  readonly home: ClusterArn;
}

/** @param required paths that every event of the alert has */
export function messageContext(stops: TaskStops, required: ReadonlySet<string>, home: ClusterArn): MessageContext {
  const plain = plainStops(stops);
  return {
    happening: happeningOf(plain),
    onlyService: onlyService(plain),
    groupIsKnown: required.has(event.group.path),
    reasonIsKnown: required.has(event.stoppedReason.path),
    cluster: stops.cluster === "any" ? undefined : home,
    home,
  };
}

function happeningOf({ causes }: PlainStops): Happening {
  if (!causes) return STOPPED;
  const [only, ...others] = new Set(causes);
  return only !== undefined && others.length === 0 ? CAUSES[only] : ABNORMAL;
}

function onlyService({ services = [], families = [] }: PlainStops): string | undefined {
  const [only, ...others] = [...services, ...families];
  const fits = only !== undefined && others.length === 0 && !only.endsWith("*") && only.length <= MAX_NAME_IN_TITLE;
  return fits ? only : undefined;
}
