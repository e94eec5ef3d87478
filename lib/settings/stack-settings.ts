import type { RetryPolicy } from "../constructs/task-alert";
import type { SlackMessage } from "../message/slack-message";
import type { TaskStops } from "../stops/task-stops";

/** The key whose alert and webhook carry the original's names and addresses. */
export const MAIN = "main";
/** The rate of the original; Slack takes about one message a second for each webhook. */
const DEFAULT_RATE_PER_SECOND = 10;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
export const EVENT_AGE_SECONDS = { min: 60, max: 86_400 };
export const RETRY_ATTEMPTS = { min: 0, max: 185 };

/** One alert: an EventBridge rule with its target. */
export interface AlertSettings {
  /** Which stops it is for. @default - every stop of every task of the cluster */
  readonly stops?: TaskStops;
  /** What it says. @default "original" */
  readonly message?: SlackMessage;
  /** Key of the webhook that it is posted to. @default "main" */
  readonly webhook?: string;
  /**
   * For how long EventBridge goes on where Slack does not take a message, in seconds, 60 to 86,400.
   * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
   * @default 86400
   */
  readonly maximumEventAgeSeconds?: number;
  /** How often it tries again within that time, 0 to 185. @default 185 */
  readonly maximumRetryAttempts?: number;
  /**
   * Name of the rule. If it stays while the key changes, say with a `moved` block that the rule is the same.
   * https://developer.hashicorp.com/terraform/language/moved
   * @default - `<namePrefix>-<key>`; `<namePrefix>-ecs-alert` for the alert `main`
   */
  readonly name?: string;
}

/** One Slack incoming webhook: an API destination, and a variable for its URL. */
export interface WebhookSettings {
  /**
   * How many messages a second EventBridge posts at most, 1 to 300. Slack takes about one a second for each webhook;
   * what it turns away for that, EventBridge posts again later.
   * https://docs.slack.dev/apis/web-api/rate-limits
   * @default 10
   */
  readonly ratePerSecond?: number;
  /** Name of the API destination. @default - `<namePrefix>-<key>`; `<namePrefix>-api` for the webhook `main` */
  readonly name?: string;
}

/** What may be asked of the role with which EventBridge calls the API destinations. */
export interface RoleSettings {
  /** @default - `<namePrefix>-eventbridge-role` */
  readonly name?: string;
  /** Name of the role's policy. @default - `<namePrefix>-eventbridge-policy` */
  readonly policyName?: string;
  /** Path of the role and of its policy, such as `/alerts/`. @default "/" */
  readonly path?: string;
  /** ARN of the policy that bounds what the role may do at most. @default - none */
  readonly permissionsBoundary?: string;
  /**
   * Lets EventBridge take the role on for the rules of this stack in this account alone.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
   * @default false
   */
  readonly confineToAccount?: boolean;
}

/** A queue that keeps what could not be delivered, for 14 days. */
export interface DeadLetterQueueSettings {
  /** @default - `<namePrefix>-dead-letter` */
  readonly name?: string;
}

/** Alarms that say that alerts do not arrive. They must not end in the Slack webhook that does not answer. */
export interface AlarmSettings {
  /**
   * ARN of the SNS topic that is told, a standard one in the cluster's Region.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
   * @default - Terraform asks for it as the variable `alarm_topic_arn`
   */
  readonly topicArn?: string;
}

export interface StackSettings {
  /** What the names of all resources begin with. @default "demo" */
  readonly namePrefix?: string;
  /** The alerts by key. The key enters Terraform addresses and names; the order of keys changes nothing. @default - one, `main` */
  readonly alerts?: Readonly<Record<string, AlertSettings>>;
  /** The webhooks by key. @default - one, `main` */
  readonly webhooks?: Readonly<Record<string, WebhookSettings>>;
  /** Name of the connection. @default - `<namePrefix>-connection` */
  readonly connectionName?: string;
  /** @default - the original's role */
  readonly role?: RoleSettings;
  /** Keeps what could not be delivered. @default - it is lost, as in the original */
  readonly deadLetterQueue?: DeadLetterQueueSettings;
  /** Tells when alerts do not arrive. @default - nobody is told, as in the original */
  readonly alarms?: AlarmSettings;
  /**
   * Tags of all resources that can have some, at most 50.
   * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ResolvedAlert {
  readonly key: string;
  readonly ruleName: string;
  readonly stops: TaskStops;
  readonly message: SlackMessage;
  readonly webhook: string;
  readonly retryPolicy: RetryPolicy | undefined;
}

export interface ResolvedWebhook {
  readonly key: string;
  readonly name: string;
  readonly ratePerSecond: number;
}

export interface ResolvedSettings {
  readonly alerts: readonly ResolvedAlert[];
  readonly webhooks: readonly ResolvedWebhook[];
  readonly connectionName: string;
  readonly roleName: string;
  readonly policyName: string;
  /** Undefined where there is no queue. */
  readonly deadLetterQueueName: string | undefined;
}

/** The settings with all defaults, alerts and webhooks in the order of their keys. */
export function resolveSettings(settings: StackSettings): ResolvedSettings {
  const prefix = settings.namePrefix ?? "demo";
  return {
    alerts: byKey(settings.alerts ?? { [MAIN]: {} }).map(([key, alert]) => ({
      key,
      ruleName: alert.name ?? `${prefix}-${key === MAIN ? "ecs-alert" : key}`,
      stops: alert.stops ?? {},
      message: alert.message ?? "original",
      webhook: alert.webhook ?? MAIN,
      retryPolicy: retryPolicyOf(alert),
    })),
    webhooks: byKey(settings.webhooks ?? { [MAIN]: {} }).map(([key, webhook]) => ({
      key,
      name: webhook.name ?? `${prefix}-${key === MAIN ? "api" : key}`,
      ratePerSecond: webhook.ratePerSecond ?? DEFAULT_RATE_PER_SECOND,
    })),
    connectionName: settings.connectionName ?? `${prefix}-connection`,
    roleName: settings.role?.name ?? `${prefix}-eventbridge-role`,
    policyName: settings.role?.policyName ?? `${prefix}-eventbridge-policy`,
    deadLetterQueueName: settings.deadLetterQueue && (settings.deadLetterQueue.name ?? `${prefix}-dead-letter`),
  };
}

/** Terraform's provider takes a missing one of the two for 0, which would end all retries, so both are given. */
function retryPolicyOf({ maximumEventAgeSeconds, maximumRetryAttempts }: AlertSettings): RetryPolicy | undefined {
  if (maximumEventAgeSeconds === undefined && maximumRetryAttempts === undefined) return undefined;
  return {
    maximumEventAgeInSeconds: maximumEventAgeSeconds ?? EVENT_AGE_SECONDS.max,
    maximumRetryAttempts: maximumRetryAttempts ?? RETRY_ATTEMPTS.max,
  };
}

function byKey<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
