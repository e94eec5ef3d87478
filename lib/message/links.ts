import type { ClusterArn } from "../aws/arns";
import type { Only } from "../problems/not-together-with";
import { quotedList } from "../problems/problem";
import type { MessageContext } from "./context";
import { type Language, mrkdwn, type Words } from "./texts";

/**
 * A link of a message: the console's page of the cluster's tasks (an event does not hold the address of its own task) or
 * services; of a service, its deployments or its events, an alarm or a log group, each by name; what to do about it, by
 * URL; or anything else.
 */
export type MessageLink =
  | "stoppedTasks"
  | "services"
  | { [Kind in NamedKind]: LinkOf<{ readonly [Own in Kind]: string }> }[NamedKind]
  | LinkOf<{ readonly url: string; readonly text: string }>;

const NAMED = ["service", "deployments", "events", "alarm", "logGroup", "runbook"] as const;
type NamedKind = (typeof NAMED)[number];
type LinkOf<Link> = Only<Link, "another kind of link", NamedKind | "url" | "text">;

/** A kind of link. In its words and in `page`, `%` stands for the name. */
interface LinkKind extends Words {
  /** A page of the cluster in the console of Amazon ECS. */
  readonly page?: string;
  /** A page in the console of CloudWatch. */
  readonly fragment?: (name: string) => string;
  readonly pattern?: RegExp;
  /** What the pattern asks for. */
  readonly rule?: string;
}

const SERVICE = { pattern: /^[\w-]{1,255}$/, rule: "must name a service: 1 to 255 letters, digits, '-' and '_'" };
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const ALARM = {
  pattern: /^[^\p{Cc}\p{Cs}]{1,255}$/u,
  rule: "must name an alarm: 1 to 255 characters, none of them a control character",
  fragment: (name: string) => `alarmsV2:alarm/${encodeURIComponent(name)}`,
};
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP = {
  pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/,
  rule: "must name a log group: 1 to 512 letters, digits and '.-_/#'",
  // The console expects the name encoded twice, with `$` for the second `%`.
  fragment: (name: string) =>
    `logsV2:log-groups/log-group/${encodeURIComponent(encodeURIComponent(name)).replaceAll("%", "$")}`,
};
const WEB_PAGE = {
  pattern: /^https?:\/\/[^\s|<>"]+$/,
  rule: "must be a URL that begins with https:// or http://, with %20, %22, %7C, %3C and %3E for white space, quotes, '|', '<' and '>'",
};

const KINDS = new Map(
  Object.entries<LinkKind>({
    stoppedTasks: { en: "Tasks of the cluster", ja: "クラスターのタスク一覧", page: "tasks" },
    services: { en: "Services of the cluster", ja: "クラスターのサービス一覧", page: "services" },
    service: { en: "Service %", ja: "サービス %", page: "services/%/health", ...SERVICE },
    deployments: { en: "Deployments of %", ja: "% のデプロイ", page: "services/%/deployments", ...SERVICE },
    events: { en: "Events of %", ja: "% のイベント", page: "services/%/events", ...SERVICE },
    alarm: { en: "Alarm %", ja: "アラーム %", ...ALARM },
    logGroup: { en: "Logs %", ja: "ログ %", ...LOG_GROUP },
    runbook: { en: "Runbook", ja: "手順書", ...WEB_PAGE },
    url: { en: "", ja: "", ...WEB_PAGE },
  }),
);

/** The kind of a link, its name or URL, and its own text; undefined if it is not of one kind. */
function partsOf(link: MessageLink) {
  const { text, ...others } = typeof link === "string" ? { [link]: "" } : link;
  const [[key, value] = [""], ...more] = Object.entries(others).filter(([, value]) => value !== undefined);
  const kind = KINDS.get(key);
  const isOne = more.length === 0 && (text !== undefined) === (key === "url");
  return kind && isOne ? { kind, name: String(value), text: text && String(text) } : undefined;
}

/** In Slack's markup. A link of the message's own to the same page replaces one, so that it may have another text. */
export function linksOf(own: readonly MessageLink[] | undefined, language: Language, context: MessageContext) {
  const links = own?.length === 0 ? [] : [...context.links, ...(own ?? [])];
  const byUrl = new Map<string, string>();
  for (const { kind, name, text } of links.map(partsOf).filter((parts) => parts !== undefined))
    byUrl.set(urlOf(kind, name, context.home), text ?? kind[language].replace("%", () => name));
  return [...byUrl].map(([url, text]) => `<${url.replaceAll("&", "&amp;")}|${mrkdwn(text)}>`);
}

function urlOf({ page, fragment }: LinkKind, name: string, { region, consoleHost, clusterName }: ClusterArn): string {
  const console = `https://${region}.${consoleHost}`;
  if (page) return `${console}/ecs/v2/clusters/${clusterName}/${page.replace("%", name)}?region=${region}`;
  return fragment ? `${console}/cloudwatch/home?region=${region}#${fragment(name)}` : name;
}

/** What is wrong with a link, each after "which". */
export function linkProblems(link: MessageLink, { cluster }: MessageContext): string[] {
  const parts = partsOf(link);
  if (!parts)
    return [
      `must be "stoppedTasks" or "services", have one of ${quotedList(NAMED)} alone, or have 'url' and 'text': make a link of each`,
    ];
  const { kind, name, text } = parts;
  const problems = [
    kind.page && !cluster && "is a page of the cluster, but the alert is for any cluster ('cluster'): remove it",
    kind.pattern?.test(name) === false && kind.rule,
    text?.trim() === "" && "has no text: give it one",
  ];
  return problems.filter((problem) => typeof problem === "string");
}
