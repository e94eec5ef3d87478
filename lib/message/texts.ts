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
  readonly container: string;
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
    container: "Container % and exit code",
    links: { stoppedTasks: "Tasks of the cluster", service: "Service %", runbook: "Runbook", logs: "Logs %" },
  },
  ja: {
    someTask: "タスク%",
    container: "コンテナ % と終了コード",
    links: { stoppedTasks: "クラスターのタスク一覧", service: "サービス %", runbook: "手順書", logs: "ログ %" },
  },
};
