import type { ClusterArn } from "../aws/arns";
import { type Language, TEXTS } from "./texts";

/**
 * A link of a message:
 * - `stoppedTasks`: the tasks of the cluster in the console; an event holds no address of its own task;
 * - `service`: the page of a service in the console, by its name;
 * - `logGroup`: a log group of CloudWatch Logs in the console, by its name;
 * - `runbook`: what to do, by its URL;
 * - `url` with `text`: anything else.
 */
export type MessageLink =
  | "stoppedTasks"
  | { readonly service: string }
  | { readonly logGroup: string }
  | { readonly runbook: string }
  | { readonly url: string; readonly text: string };

export interface Link {
  readonly url: string;
  readonly text: string;
}

/** Whether the link shows the cluster of the variable, and so says nothing of an alert for any cluster. */
export function isClusterLink(link: MessageLink): boolean {
  return link === "stoppedTasks" || "service" in link;
}

export function resolveLink(link: MessageLink, language: Language, cluster: ClusterArn): Link {
  const texts = TEXTS[language].links;
  const console = (path: string) => `https://${cluster.region}.${cluster.consoleHost}${path}region=${cluster.region}`;
  const page = `/ecs/v2/clusters/${cluster.clusterName}`;
  if (link === "stoppedTasks") return { url: console(`${page}/tasks?`), text: texts.stoppedTasks };
  if ("service" in link)
    return {
      url: console(`${page}/services/${link.service}/health?`),
      text: texts.service.replace("%", () => link.service),
    };
  if ("logGroup" in link)
    return {
      url: `${console("/cloudwatch/home?")}#logsV2:log-groups/log-group/${consoleEncoded(link.logGroup)}`,
      text: texts.logs.replace("%", () => link.logGroup),
    };
  if ("runbook" in link) return { url: link.runbook, text: texts.runbook };
  return link;
}

/** The fragment of the CloudWatch console takes names encoded twice, with `$` for the second `%`. */
function consoleEncoded(name: string): string {
  return encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$");
}
