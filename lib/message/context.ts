import type { ClusterArn } from "../aws/arns";
import { ABNORMAL_INCIDENTS, INCIDENT_KINDS, isIncident } from "../incidents/kinds";
import { type PlainIncidents, plainIncidents, type ServiceIncidents } from "../incidents/service-incidents";
import { SLACK_LIMITS } from "../slack/blocks";
import { CAUSES, isCause } from "../stops/causes";
import { type AnyStops, causesOf, type TaskStops } from "../stops/task-stops";
import type { StormChange, StormSize } from "../storms/storm";
import { ALARM, type EventKind, INCIDENT, STOP } from "./event-kinds";
import type { MessageLink } from "./links";
import { ABNORMAL, AFTER_NAME, type Happening, MIXED, NEWS, PROBLEM, STOPPED, type Words } from "./texts";

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
  /** The links that a message has before its own. */
  readonly links: readonly MessageLink[];
  /** Undefined if the alert is for any cluster. */
  readonly cluster: ClusterArn | undefined;
  /** The cluster that gives account, Region and partition. */
  readonly home: ClusterArn;
}

/** @param required paths that every event of the alert has */
export function stopContext(stops: TaskStops, required: ReadonlySet<string>, home: ClusterArn): MessageContext {
  const { services = [], families = [] }: AnyStops = stops;
  return {
    kind: STOP,
    happening: happeningOfStops(stops),
    onlyService: onlyName([...services, ...families]),
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

/**
 * @param counted the context of the events that the alarm counts
 * @param alarmName the alarm's name
 */
export function stormContext(
  change: StormChange,
  size: StormSize,
  counted: MessageContext,
  alarmName: string,
): MessageContext {
  const { kind, happening, onlyService, cluster } = counted;
  const about = (who: Words) => stormHappening(change, size, happening, who);
  const named = about(onlyService ? { en: onlyService, ja: onlyService + AFTER_NAME.ja } : kind.someone);
  const fits = [named.en, named.ja].every((title) => `${named.emoji} ${title}`.length <= SLACK_LIMITS.headerText);
  return {
    ...counted,
    kind: ALARM,
    happening: fits ? named : about(kind.someone),
    onlyService: undefined,
    serviceIsKnown: false,
    serviceRemedy: "but the events are those of an alarm: write the service's name",
    reasonIsKnown: false,
    links: [{ alarm: alarmName }, ...(cluster ? (["stoppedTasks"] as const) : [])],
  };
}

/** What happened is in quotes once it is over, so that nobody takes the all-clear for an alarm. */
function stormHappening(change: StormChange, { events, minutes }: StormSize, counted: Words, who: Words): Happening {
  const [en, ja] = [counted.en.replace("%", () => who.en), counted.ja.replace("%", () => who.ja)];
  const window = minutes === 1 ? "a minute" : `${minutes} minutes`;
  if (change === "began")
    return {
      en: `${events} times or more within ${window}: ${en}`,
      ja: `${minutes} 分間に ${events} 回以上: ${ja}`,
      emoji: "⛈️",
      color: "danger",
    };
  return {
    en: `All clear for “${en}”: fewer than ${events} times within ${window}`,
    ja: `収束しました: 「${ja}」の多発 (${minutes} 分間に ${events} 回未満)`,
    emoji: "🌤️",
    color: "good",
  };
}

function happeningOfStops(stops: TaskStops): Happening {
  const causes = causesOf(stops);
  if (!causes) return STOPPED;
  const [only, ...others] = new Set(causes.filter(isCause));
  return only !== undefined && others.length === 0 ? CAUSES[only] : ABNORMAL;
}

function happeningOfIncidents({ kinds }: PlainIncidents): Happening {
  const [only, ...others] = new Set(kinds.filter(isIncident));
  if (only !== undefined && others.length === 0) return INCIDENT_KINDS[only];
  const abnormal = kinds.filter((kind) => ABNORMAL_INCIDENTS.includes(kind));
  if (abnormal.length === 0) return NEWS;
  return abnormal.length === kinds.length ? PROBLEM : MIXED;
}

function onlyName(names: readonly string[]): string | undefined {
  const [only, ...others] = names;
  const fits = only !== undefined && others.length === 0 && !only.includes("*") && only.length <= MAX_NAME_IN_TITLE;
  return fits ? only : undefined;
}
