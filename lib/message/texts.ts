import type { StopCause } from "../stops/causes";

/** The language of everything that we write in a message. */
export type Language = "en" | "ja";

/** What an alert is for, as its title says it: one cause, several, or stops of any kind. */
export type Occasion = StopCause | "abnormal" | "stopped";

/** Fields that a message can show, by name. */
export type FieldName =
  | "service"
  | "stopCode"
  | "stoppedReason"
  | "stoppedAt"
  | "cluster"
  | "account"
  | "region"
  | "availabilityZone"
  | "task"
  | "taskDefinition"
  | "launchType"
  | "capacityProvider"
  | "startedBy";

interface Texts {
  /** What happened, after the name of who it happened to. */
  readonly happened: Readonly<Record<Occasion, string>>;
  /** The title where the name is not known: `%` stands for what happened. */
  readonly someTask: string;
  readonly fields: Readonly<Record<FieldName, string>>;
  readonly container: string;
  readonly links: {
    readonly stoppedTasks: string;
    readonly service: string;
    readonly runbook: string;
    readonly logs: string;
  };
}

export const EMOJI: Readonly<Record<Occasion, string>> = {
  failedToStart: "🚫",
  crashed: "💥",
  outOfMemory: "🧠",
  unhealthy: "🤒",
  interrupted: "⚡",
  abnormal: "🚨",
  stopped: "🛑",
};

export const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    happened: {
      failedToStart: "failed to start",
      crashed: "crashed",
      outOfMemory: "ran out of memory",
      unhealthy: "failed its health checks",
      interrupted: "was interrupted",
      abnormal: "stopped abnormally",
      stopped: "stopped",
    },
    someTask: "A task %",
    fields: {
      service: "Service or task family",
      stopCode: "Stop code",
      stoppedReason: "Stopped reason",
      stoppedAt: "Stopped at (UTC)",
      cluster: "Cluster",
      account: "AWS account",
      region: "Region",
      availabilityZone: "Availability Zone",
      task: "Task",
      taskDefinition: "Task definition",
      launchType: "Launch type",
      capacityProvider: "Capacity provider",
      startedBy: "Started by",
    },
    container: "Container % and exit code",
    links: { stoppedTasks: "Tasks of the cluster", service: "Service %", runbook: "Runbook", logs: "Logs %" },
  },
  ja: {
    happened: {
      failedToStart: "の起動に失敗しました",
      crashed: "が異常終了しました",
      outOfMemory: "がメモリ不足で停止しました",
      unhealthy: "のヘルスチェックが失敗しました",
      interrupted: "が中断されました",
      abnormal: "が異常停止しました",
      stopped: "が停止しました",
    },
    someTask: "タスク%",
    fields: {
      service: "サービスまたはタスクファミリー",
      stopCode: "停止コード",
      stoppedReason: "停止理由",
      stoppedAt: "停止日時 (UTC)",
      cluster: "クラスター",
      account: "AWS アカウント",
      region: "リージョン",
      availabilityZone: "アベイラビリティーゾーン",
      task: "タスク",
      taskDefinition: "タスク定義",
      launchType: "起動タイプ",
      capacityProvider: "キャパシティプロバイダー",
      startedBy: "起動元",
    },
    container: "コンテナ % と終了コード",
    links: { stoppedTasks: "クラスターのタスク一覧", service: "サービス %", runbook: "手順書", logs: "ログ %" },
  },
};
