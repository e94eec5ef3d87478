/** Words that a message has in each language. */
export interface Words {
  readonly en: string;
  readonly ja: string;
}

/** The language of titles and labels. */
export type Language = keyof Words;

/** What happened, as the title says it. */
export interface Happening extends Words {
  readonly emoji: string;
  readonly color: "warning" | "danger";
}

/** Alerts for several causes, and for stops of any kind. */
export const ABNORMAL: Happening = {
  en: "stopped abnormally",
  ja: "が異常停止しました",
  emoji: "🚨",
  color: "danger",
};
export const STOPPED: Happening = { en: "stopped", ja: "が停止しました", emoji: "🛑", color: "danger" };

interface Texts {
  /** The title if the name of the service is not known: `%` stands for what happened. */
  readonly someTask: string;
  readonly containers: string;
  /** `%` stands for the number of the container. */
  readonly containerReason: string;
  /** Label of the stop code with the time. */
  readonly stopped: string;
  readonly links: {
    readonly stoppedTasks: string;
    readonly service: string;
    readonly runbook: string;
    readonly logs: string;
  };
}

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    someTask: "A task %",
    containers: "Containers and exit codes",
    containerReason: "Reason of container %",
    stopped: "Stop code and time (UTC)",
    links: { stoppedTasks: "Tasks of the cluster", service: "Service %", runbook: "Runbook", logs: "Logs %" },
  },
  ja: {
    someTask: "タスク%",
    containers: "コンテナと終了コード",
    containerReason: "コンテナ % の理由",
    stopped: "停止コードと日時 (UTC)",
    links: { stoppedTasks: "クラスターのタスク一覧", service: "サービス %", runbook: "手順書", logs: "ログ %" },
  },
};
