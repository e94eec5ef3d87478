import { ALARM_NAME, THE_CLUSTER } from "../aws/arns";
import { sameFor } from "../eventbridge/json";
import type { Only } from "../problems/not-together-with";
import { quotedList } from "../problems/problem";
import { shapeOf, string } from "../problems/shape";
import type { MessageContext } from "./context";
import { type Language, mrkdwn, type Words } from "./texts";

/**
 * A page of the AWS Management Console: the cluster's tasks or services; a service, its deployments or its events, an
 * alarm or a log group, each by name. Or a page of your own.
 */
export type MessageLink =
  | "stoppedTasks"
  | "services"
  | { [Kind in NamedKind]: LinkOf<{ readonly [Own in Kind]: string }> }[NamedKind]
  | LinkOf<{ readonly url: string; readonly text: string }>;

const NAMED = ["service", "deployments", "events", "alarm", "logGroup", "runbook"] as const;
type NamedKind = (typeof NAMED)[number];
type LinkOf<Link> = Only<Link, "another kind of link", NamedKind | "url" | "text">;

const WEB_PAGE = string(
  /^https?:\/\/[^\s|<>"]+$/,
  "a URL that begins with https:// or http://, with %20, %22, %7C, %3C and %3E for white space, quotes, '|', '<' and '>'",
);

export const LINK_SHAPE = shapeOf<Exclude<MessageLink, string>>({
  ...sameFor(string(/^[\w-]{1,255}$/, "1 to 255 letters, digits, '-' and '_'"), "service", "deployments", "events"),
  alarm: string(...ALARM_NAME),
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  logGroup: string(/^[.\-_/#A-Za-z0-9]{1,512}$/, "1 to 512 letters, digits and '.-_/#'"),
  ...sameFor(WEB_PAGE, "runbook", "url"),
  text: string(/\S/, "a text that is not empty"),
});

/** A kind of link. In its words and in `page`, `%` stands for the name. */
interface LinkKind extends Words {
  /** A page of the cluster in the console of Amazon ECS. */
  readonly page?: string;
  /** A page in the console of CloudWatch. */
  readonly fragment?: (name: string) => string;
}

/** A lone surrogate, which is refused, would throw; a Buffer replaces it. */
const encoded = (name: string) => encodeURIComponent(Buffer.from(name).toString());
const alarmPage = (name: string) => `alarmsV2:alarm/${encoded(name)}`;
/** The console expects the name encoded twice, with `$` for the second `%`. */
const logGroupPage = (name: string) =>
  `logsV2:log-groups/log-group/${encodeURIComponent(encoded(name)).replaceAll("%", "$")}`;

const KINDS = new Map(
  Object.entries<LinkKind>({
    stoppedTasks: { en: "Tasks of the cluster", ja: "クラスターのタスク一覧", page: "tasks" },
    services: { en: "Services of the cluster", ja: "クラスターのサービス一覧", page: "services" },
    service: { en: "Service %", ja: "サービス %", page: "services/%/health" },
    deployments: { en: "Deployments of %", ja: "% のデプロイ", page: "services/%/deployments" },
    events: { en: "Events of %", ja: "% のイベント", page: "services/%/events" },
    alarm: { en: "Alarm %", ja: "アラーム %", fragment: alarmPage },
    logGroup: { en: "Logs %", ja: "ログ %", fragment: logGroupPage },
    runbook: { en: "Runbook", ja: "手順書" },
    url: { en: "", ja: "" },
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

/** In Slack's markup: the links that a message has anyway, and its own. */
export function linksOf(own: readonly MessageLink[] | undefined, language: Language, context: MessageContext) {
  const links = own?.length === 0 ? [] : [...context.links, ...(own ?? [])];
  const parts = links.map(partsOf).filter((one) => one !== undefined);
  const texts = parts.map(({ kind, name, text = kind[language].replace("%", () => name) }) => [
    urlOf(kind, name).replaceAll("&", "&amp;"),
    mrkdwn(text),
  ]);
  return [...new Set(texts.map(([url, text]) => `<${url}|${text}>`))];
}

function urlOf({ page, fragment }: LinkKind, name: string): string {
  const { region, consoleHost, clusterName } = THE_CLUSTER;
  const console = `https://${region}.${consoleHost}`;
  if (page) return `${console}/ecs/v2/clusters/${clusterName}/${page.replace("%", name)}?region=${region}`;
  return fragment ? `${console}/cloudwatch/home?region=${region}#${fragment(name)}` : name;
}

/** What is wrong with a link as a whole, after "which". */
export function linkProblem(link: MessageLink, { anyCluster }: MessageContext): string | undefined {
  const parts = partsOf(link);
  if (!parts)
    return `must be "stoppedTasks" or "services", have one of ${quotedList(NAMED)} alone, or have 'url' and 'text': make a link of each`;
  if (!parts.kind.page || !anyCluster) return undefined;
  return "is a page of the cluster, but the alert is for any cluster ('cluster'): remove it";
}
