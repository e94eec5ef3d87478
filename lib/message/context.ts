import type { ClusterArn } from "../aws/arns";
import { ABNORMAL_INCIDENTS, INCIDENT_KINDS, isIncident } from "../incidents/kinds";
import { type PlainIncidents, plainIncidents, type ServiceIncidents } from "../incidents/service-incidents";
import { CAUSES, isCause } from "../stops/causes";
import { type PlainStops, plainStops, type TaskStops } from "../stops/task-stops";
import { type EventKind, INCIDENT, STOP } from "./event-kinds";
import type { MessageLink } from "./links";
import { ABNORMAL, type Happening, NEWS, PROBLEM, STOPPED } from "./texts";

/** A longer name would leave no room in a title of 150 characters for what happened. */
const MAX_NAME_IN_TITLE = 100;

/** What a message needs to know about its alert. */
export interface MessageContext {
  readonly kind: EventKind;
  readonly happening: Happening;
  /** The name of the only service or family that the alert is for; undefined if there are several. */
  readonly onlyService: string | undefined;
  /** Whether a title may show the service of the event. */
  readonly serviceIsKnown: boolean;
  /** Why a title may not, with the remedy. */
  readonly serviceRemedy: string;
  /** Whether every event of the alert has a reason. */
  readonly reasonIsKnown: boolean;
  /** The links that a message has by default. */
  readonly links: readonly MessageLink[];
  /** Undefined if the alert is for any cluster. */
  readonly cluster: ClusterArn | undefined;
  /** The cluster that gives account, Region and partition. */
  readonly home: ClusterArn;
}

/** @param required paths that every event of the alert has */
export function stopContext(stops: TaskStops, required: ReadonlySet<string>, home: ClusterArn): MessageContext {
  const plain = plainStops(stops);
  return {
    kind: STOP,
    happening: happeningOfStops(plain),
    onlyService: onlyName([...(plain.services ?? []), ...(plain.families ?? [])]),
    serviceIsKnown: required.has(STOP.service.path),
    serviceRemedy: `which some events of the alert may lack (Slack refuses an empty text): name 'services' or 'families' in 'stops', ["*"] for all`,
    reasonIsKnown: required.has(STOP.defaults.reason.path),
    links: [],
    cluster: stops.cluster === "any" ? undefined : home,
    home,
  };
}

/** @param required paths that every event of the alert has */
export function incidentContext(
  incidents: ServiceIncidents,
  required: ReadonlySet<string>,
  home: ClusterArn,
): MessageContext {
  const plain = plainIncidents(incidents);
  const service = onlyName(plain.services ?? []);
  const cluster = incidents.cluster === "any" ? undefined : home;
  return {
    kind: INCIDENT,
    happening: happeningOfIncidents(plain),
    onlyService: service,
    serviceIsKnown: false,
    serviceRemedy: "but the events have only the service's ARN: name one service in 'incidents.services'",
    reasonIsKnown: required.has(INCIDENT.defaults.reason.path),
    links: cluster ? (service ? [{ deployments: service }, { events: service }] : ["services"]) : [],
    cluster,
    home,
  };
}

function happeningOfStops({ causes }: PlainStops): Happening {
  if (!causes) return STOPPED;
  const [only, ...others] = new Set(causes.filter(isCause));
  return only !== undefined && others.length === 0 ? CAUSES[only] : ABNORMAL;
}

function happeningOfIncidents({ kinds }: PlainIncidents): Happening {
  const [only, ...others] = new Set(kinds.filter(isIncident));
  if (only !== undefined && others.length === 0) return INCIDENT_KINDS[only];
  return kinds.every((kind) => ABNORMAL_INCIDENTS.includes(kind)) ? PROBLEM : NEWS;
}

function onlyName(names: readonly string[]): string | undefined {
  const [only, ...others] = names;
  const fits = only !== undefined && others.length === 0 && !only.includes("*") && only.length <= MAX_NAME_IN_TITLE;
  return fits ? only : undefined;
}
