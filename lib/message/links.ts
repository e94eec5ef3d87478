import type { ClusterArn } from "../aws/arns";
import type { Report } from "../problems/problem";
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
  | { readonly service: string }
  /** The deployments of a service in the console, by the service's name. */
  | { readonly deployments: string }
  /** The events of a service in the console, by the service's name. */
  | { readonly events: string }
  /** An alarm of CloudWatch in the console, by its name. */
  | { readonly alarm: string }
  /** A log group of CloudWatch Logs in the console, by its name. */
  | { readonly logGroup: string }
  /** What to do about it, by URL. */
  | { readonly runbook: string }
  /** Anything else. */
  | { readonly url: string; readonly text: string };

export interface Link {
  readonly url: string;
  readonly text: string;
}

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
  if ("service" in link) return servicePage(link.service, "health", texts.service);
  if ("deployments" in link) return servicePage(link.deployments, "deployments", texts.deployments);
  if ("events" in link) return servicePage(link.events, "events", texts.events);
  if ("logGroup" in link)
    return {
      url: `${console("/cloudwatch/home?")}#logsV2:log-groups/log-group/${consoleEncoded(link.logGroup)}`,
      text: texts.logs.replace("%", () => link.logGroup),
    };
  if ("alarm" in link)
    return {
      url: `${console("/cloudwatch/home?")}#alarmsV2:alarm/${encodeURIComponent(link.alarm)}`,
      text: texts.alarm.replace("%", () => link.alarm),
    };
  if ("runbook" in link) return { url: link.runbook, text: texts.runbook };
  return link;
}

/** The CloudWatch console expects names in its fragment encoded twice, with `$` for the second `%`. */
function consoleEncoded(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}

export function checkLink(report: Report, setting: string, link: MessageLink, { cluster }: MessageContext): void {
  const service = serviceOf(link);
  if (!cluster && (typeof link === "string" || service !== undefined))
    report(setting, "has a page of the cluster, but the alert is for any cluster ('cluster'): remove the link.");
  if (typeof link === "string") return;
  if (service !== undefined && !isName(service))
    report(
      setting,
      `has the service ${JSON.stringify(service)}, which must be a name of 1 to 255 letters, digits, '-' and '_'.`,
    );
  if ("logGroup" in link && !LOG_GROUP.test(link.logGroup))
    report(
      setting,
      `has the log group ${JSON.stringify(link.logGroup)}, which must be a name of 1 to 512 letters, digits and '.-_/#'.`,
    );
  const url = "runbook" in link ? link.runbook : "url" in link ? link.url : undefined;
  if (url !== undefined && !LINK_URL.test(url))
    report(
      setting,
      `has the URL ${JSON.stringify(url)}, which must begin with https:// or http:// and have no white space, quotes, '|', '<' or '>': write those as %20, %22, %7C, %3C, %3E.`,
    );
  if ("text" in link && link.text.trim() === "") report(setting, "has a link without a text: give it one.");
}

function serviceOf(link: MessageLink): string | undefined {
  if (typeof link === "string") return undefined;
  if ("service" in link) return link.service;
  if ("deployments" in link) return link.deployments;
  return "events" in link ? link.events : undefined;
}
