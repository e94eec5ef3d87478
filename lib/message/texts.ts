/** Words that a message has in each language. */
export interface Words {
  readonly en: string;
  readonly ja: string;
}

/** The language of titles and labels. */
export type Language = keyof Words;

/** Japanese writes a space between a Latin name and a particle, but not between two Japanese words. */
export const AFTER_NAME: Words = { en: "", ja: " " };

/** What happened, as the title says it: `%` stands for whom it happened to. */
export interface Happening extends Words {
  readonly emoji: string;
  /** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
  readonly color: "good" | "warning" | "danger" | `#${string}`;
}

/** Alerts for several causes or incidents, and for stops of any kind. */
export const ABNORMAL: Happening = {
  en: "% stopped abnormally",
  ja: "%が異常停止しました",
  emoji: "🚨",
  color: "danger",
};
export const STOPPED: Happening = { en: "% stopped", ja: "%が停止しました", emoji: "🛑", color: "danger" };
export const PROBLEM: Happening = { en: "A problem with %", ja: "%に問題が起きました", emoji: "🚨", color: "danger" };
/** Incidents of which some are good news; the event's name, below the title, tells which. */
export const MIXED: Happening = { en: "An event of %", ja: "%のイベント", emoji: "🔔", color: "#808080" };
export const NEWS: Happening = { en: "News of %", ja: "%のお知らせ", emoji: "📣", color: "good" };

interface Texts {
  readonly containers: string;
  /** `%` stands for the number of the container. */
  readonly containerReason: string;
  readonly links: {
    readonly stoppedTasks: string;
    readonly services: string;
    readonly service: string;
    readonly deployments: string;
    readonly events: string;
    readonly alarm: string;
    readonly runbook: string;
    readonly logs: string;
  };
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    containers: "Containers and exit codes",
    containerReason: "Reason of container %",
    links: {
      stoppedTasks: "Tasks of the cluster",
      services: "Services of the cluster",
      service: "Service %",
      deployments: "Deployments of %",
      events: "Events of %",
      alarm: "Alarm %",
      runbook: "Runbook",
      logs: "Logs %",
    },
  },
  ja: {
    containers: "コンテナと終了コード",
    containerReason: "コンテナ % の理由",
    links: {
      stoppedTasks: "クラスターのタスク一覧",
      services: "クラスターのサービス一覧",
      service: "サービス %",
      deployments: "% のデプロイ",
      events: "% のイベント",
      alarm: "アラーム %",
      runbook: "手順書",
      logs: "ログ %",
    },
  },
};
