import type { ClusterArn } from "../aws/arns";
import type { Only } from "../problems/not-together-with";
import { quotedList, type Report } from "../problems/problem";
import { isName } from "../stops/names";
import type { MessageContext } from "./context";
import { type Language, TEXTS } from "./texts";

/** A link of a message. */
export type MessageLink =
  /** The tasks of the cluster in the console; an event does not hold the address of its own task. */
  | "stoppedTasks"
  /** The services of the cluster in the console. */
  | "services"
  /** The page of a service in the console, by the service's name. */
  | LinkOf<"service">
  /** The deployments of a service in the console, by the service's name. */
  | LinkOf<"deployments">
  /** The events of a service in the console, by the service's name. */
  | LinkOf<"events">
  /** An alarm of CloudWatch in the console, by its name. */
  | LinkOf<"alarm">
  /** A log group of CloudWatch Logs in the console, by its name. */
  | LinkOf<"logGroup">
  /** What to do about it, by URL. */
  | LinkOf<"runbook">
  /** Anything else. */
  | Only<Link, "another kind of link", LinkKey>;

const PAGES: readonly MessageLink[] = ["stoppedTasks", "services"];
const KINDS = ["service", "deployments", "events", "alarm", "logGroup", "runbook"] as const;
type LinkKey = (typeof KINDS)[number] | keyof Link;
type LinkOf<Key extends LinkKey> = Only<{ readonly [Own in Key]: string }, "another kind of link", LinkKey>;

export interface Link {
  readonly url: string;
  readonly text: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const ALARM = /^[^\p{Cc}\p{Cs}]{1,255}$/u;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const LINK_URL = /^https?:\/\/[^\s|<>"]+$/;

export function resolveLink(link: MessageLink, language: Language, cluster: ClusterArn): Link {
  const texts = TEXTS[language].links;
  const console = (path: string) => `https://${cluster.region}.${cluster.consoleHost}${path}region=${cluster.region}`;
  const page = `/ecs/v2/clusters/${cluster.clusterName}`;
  if (link === "stoppedTasks") return { url: console(`${page}/tasks?`), text: texts.stoppedTasks };
  if (link === "services") return { url: console(`${page}/services?`), text: texts.services };
  const servicePage = (name: string, tab: string, label: string) => ({
    url: console(`${page}/services/${name}/${tab}?`),
    text: label.replace("%", () => name),
  });
  const { service, deployments, events, alarm, logGroup, runbook } = link;
  if (typeof service === "string") return servicePage(service, "health", texts.service);
  if (typeof deployments === "string") return servicePage(deployments, "deployments", texts.deployments);
  if (typeof events === "string") return servicePage(events, "events", texts.events);
  if (typeof logGroup === "string")
    return {
      url: `${console("/cloudwatch/home?")}#logsV2:log-groups/log-group/${consoleEncoded(logGroup)}`,
      text: texts.logs.replace("%", () => logGroup),
    };
  if (typeof alarm === "string")
    return {
      url: `${console("/cloudwatch/home?")}#alarmsV2:alarm/${encodeURIComponent(alarm)}`,
      text: texts.alarm.replace("%", () => alarm),
    };
  if (typeof runbook === "string") return { url: runbook, text: texts.runbook };
  return { url: String(link.url), text: String(link.text) };
}

/** The CloudWatch console expects names in its fragment encoded twice, with `$` for the second `%`. */
function consoleEncoded(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}

export function checkLink(report: Report, setting: string, link: MessageLink, { cluster }: MessageContext): void {
  const isPage = PAGES.includes(link);
  if (!isPage && !isOfOneKind(link)) {
    report(
      setting,
      `has the link ${JSON.stringify(link)}, which must be "stoppedTasks" or "services", have one of ${quotedList(KINDS)} alone, or have 'url' and 'text': make a link of each.`,
    );
    return;
  }
  const { service, deployments, events, alarm, logGroup, runbook, url, text } = typeof link === "string" ? {} : link;
  const name = service ?? deployments ?? events;
  if (!cluster && (isPage || name !== undefined))
    report(setting, "has a page of the cluster, but the alert is for any cluster ('cluster'): remove the link.");
  const check = (what: string, value: unknown, isRight: (text: string) => boolean, rule: string) => {
    if (typeof value === "string" && !isRight(value))
      report(setting, `has the ${what} ${JSON.stringify(value)}, ${rule}.`);
  };
  check("service", name, isName, "which must be a name of 1 to 255 letters, digits, '-' and '_'");
  check(
    "alarm",
    alarm,
    (text) => ALARM.test(text),
    "which must be a name of 1 to 255 characters, none of them a control character",
  );
  check(
    "log group",
    logGroup,
    (text) => LOG_GROUP.test(text),
    "which must be a name of 1 to 512 letters, digits and '.-_/#'",
  );
  check(
    "URL",
    runbook ?? url,
    (text) => LINK_URL.test(text),
    "which must begin with https:// or http:// and have no white space, quotes, '|', '<' or '>': write those as %20, %22, %7C, %3C, %3E",
  );
  if (typeof text === "string" && text.trim() === "") report(setting, "has a link without a text: give it one.");
}

function isOfOneKind(link: MessageLink): boolean {
  if (typeof link === "string") return false;
  const keys = [...KINDS, "url", "text"] as const;
  const given = keys.filter((key) => typeof link[key] === "string");
  return given.length === 1 ? KINDS.some((kind) => kind === given[0]) : given.join() === "url,text";
}
