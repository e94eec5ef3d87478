import { INCIDENTS, kindsOf, type ServiceIncidents } from "../incidents/service-incidents";
import { SLACK_LIMITS } from "../slack/blocks";
import { CAUSES, isCause } from "../stops/causes";
import { type AnyStops, causesOf, type TaskStops } from "../stops/task-stops";
import type { StormChange, StormSize } from "../storms/storm";
import { ALARM, type EventKind, INCIDENT, STOP } from "./event-kinds";
import { type EventValue, event } from "./event-value";
import type { MessageLink } from "./links";
import { AFTER_NAME, type Happening, type Words } from "./texts";

/** A longer name would leave no room in a title of 150 characters for what happened. */
const MAX_NAME_IN_TITLE = 100;

/** Alerts for several causes or incidents, and for stops of any kind. */
const ABNORMAL: Happening = { en: "% stopped abnormally", ja: "%が異常停止しました", emoji: "🚨", color: "danger" };
const STOPPED: Happening = { en: "% stopped", ja: "%が停止しました", emoji: "🛑", color: "danger" };
const PROBLEM: Happening = { en: "A problem with %", ja: "%に問題が起きました", emoji: "🚨", color: "danger" };
/** Incidents of which some are good news; the event's name, below the title, tells which. */
const MIXED: Happening = { en: "An event for %", ja: "%のイベント", emoji: "🔔", color: "#808080" };
const NEWS: Happening = { en: "Deployment update for %", ja: "%のデプロイ状況", emoji: "📣", color: "good" };

/** Paths that every event of an alert has; undefined if that is not known. */
type Paths = ReadonlySet<string> | undefined;

/** What a message needs to know about its alert. */
export interface MessageContext {
  readonly kind: EventKind;
  readonly happening: Happening;
  /** For a title: the name of the only service or family of the alert, or the event's value if every event has one. */
  readonly service: string | EventValue | undefined;
  readonly required: Paths;
  /** The links that a message has before its own. */
  readonly links: readonly MessageLink[];
  /** Whether the alert is for any cluster. */
  readonly anyCluster: boolean;
}

export function stopContext(stops: TaskStops, required: Paths): MessageContext {
  const { services = [], families = [] }: AnyStops = stops;
  const causes = causesOf(stops);
  const cause = only(causes?.filter(isCause));
  const isKnown = required?.has(event.group.path) ?? true;
  return {
    kind: STOP,
    happening: (cause && CAUSES[cause]) ?? (causes ? ABNORMAL : STOPPED),
    service: onlyName([...services, ...families]) ?? (isKnown ? event.group : undefined),
    required,
    links: [],
    anyCluster: stops.cluster === "any",
  };
}

export function incidentContext(incidents: ServiceIncidents, required: Paths): MessageContext {
  const service = onlyName(incidents.services);
  const anyCluster = incidents.cluster === "any";
  const pages: readonly MessageLink[] = service ? [{ deployments: service }, { events: service }] : ["services"];
  return {
    kind: INCIDENT,
    happening: happeningOf(incidents),
    service,
    required,
    links: anyCluster ? [] : pages,
    anyCluster,
  };
}

/** @param counted the context of the events that the alarm counts */
export function stormContext(change: StormChange, size: StormSize, counted: MessageContext, alarmName: string) {
  const { kind, happening, service, anyCluster } = counted;
  const about = (who: Words) => stormHappening(change, size, happening, who);
  const named = about(typeof service === "string" ? { en: service, ja: service + AFTER_NAME.ja } : kind.someone);
  const fits = [named.en, named.ja].every((title) => `${named.emoji} ${title}`.length <= SLACK_LIMITS.headerText);
  return {
    ...counted,
    kind: ALARM,
    happening: fits ? named : about(kind.someone),
    service: undefined,
    required: new Set<string>(),
    links: [{ alarm: alarmName }, ...(anyCluster ? [] : (["stoppedTasks"] as const))],
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

function happeningOf(incidents: ServiceIncidents): Happening {
  const kinds = kindsOf(incidents);
  const kind = only(kinds);
  if (kind) return INCIDENTS[kind];
  const isGood = kinds.map((kind) => INCIDENTS[kind].color === "good");
  if (!isGood.includes(true)) return PROBLEM;
  return isGood.includes(false) ? MIXED : NEWS;
}

function onlyName(names: readonly string[] | undefined): string | undefined {
  const name = only(names);
  return name === undefined || name.includes("*") || name.length > MAX_NAME_IN_TITLE ? undefined : name;
}

function only<T>(values: readonly T[] = []): T | undefined {
  const [first, ...others] = new Set(values);
  return others.length === 0 ? first : undefined;
}
