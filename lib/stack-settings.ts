import { messageContext } from "./alert-message";
import { LONGEST_CLUSTER } from "./cluster-arn";
import { requiredFields } from "./eventbridge/required-fields";
import { messageProblems } from "./message/problems";
import type { SlackMessage } from "./message/slack-message";
import { EVENTBRIDGE_NAME, keyProblem, nameProblem, POLICY_NAME, ROLE_NAME } from "./names";
import { type TaskStops, taskStopsPattern } from "./task-stops";
import { taskStopsProblems } from "./task-stops-problems";
import { webhookVariableName } from "./variables";

/** The key whose alert and webhook carry the original's names and addresses. */
const MAIN = "main";
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES = 300;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const MAX_RATE_PER_SECOND = 300;
/** The rate of the original; Slack takes about one message a second for each webhook. */
const DEFAULT_RATE_PER_SECOND = 10;

/** One alert: an EventBridge rule with its target. */
export interface AlertSettings {
  /** Which stops it is for. @default - every stop of every task of the cluster */
  readonly stops?: TaskStops;
  /** What it says. @default "original" */
  readonly message?: SlackMessage;
  /** Key of the webhook that it is posted to. @default "main" */
  readonly webhook?: string;
  /** Name of the rule. @default - `<namePrefix>-<key>`; `<namePrefix>-ecs-alert` for the alert `main` */
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
}

export interface ResolvedAlert {
  readonly key: string;
  readonly ruleName: string;
  readonly stops: TaskStops;
  readonly message: SlackMessage;
  readonly webhook: string;
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
    })),
    webhooks: byKey(settings.webhooks ?? { [MAIN]: {} }).map(([key, webhook]) => ({
      key,
      name: webhook.name ?? `${prefix}-${key === MAIN ? "api" : key}`,
      ratePerSecond: webhook.ratePerSecond ?? DEFAULT_RATE_PER_SECOND,
    })),
    connectionName: settings.connectionName ?? `${prefix}-connection`,
    roleName: settings.role?.name ?? `${prefix}-eventbridge-role`,
    policyName: settings.role?.policyName ?? `${prefix}-eventbridge-policy`,
  };
}

/** Everything in the settings that AWS would refuse or that can do nothing, each with the setting and the remedy. */
export function settingsProblems(settings: StackSettings): string[] {
  const resolved = resolveSettings(settings);
  return [
    ...nameProblems(settings, resolved),
    ...alertsProblems(settings, resolved),
    ...webhooksProblems(settings, resolved),
  ];
}

function nameProblems(settings: StackSettings, resolved: ResolvedSettings): string[] {
  if (settings.namePrefix === "") return ["'namePrefix' must not be empty: give a prefix, or leave it out for 'demo'."];
  const chosen = (setting: string, value: string | undefined) => (value === undefined ? "namePrefix" : setting);
  return [
    nameProblem(
      chosen("connectionName", settings.connectionName),
      "connection",
      resolved.connectionName,
      EVENTBRIDGE_NAME,
    ),
    nameProblem(chosen("role.name", settings.role?.name), "role", resolved.roleName, ROLE_NAME),
    nameProblem(chosen("role.policyName", settings.role?.policyName), "policy", resolved.policyName, POLICY_NAME),
  ].filter((problem) => problem !== undefined);
}

function alertsProblems(settings: StackSettings, { alerts, webhooks }: ResolvedSettings): string[] {
  const problems: string[] = [];
  if (alerts.length === 0) problems.push("'alerts' must not be empty: name one, or leave it out for the original's.");
  if (alerts.length > MAX_RULES)
    problems.push(
      `'alerts' must be at most ${MAX_RULES} (EventBridge's default quota of rules for a bus), got ${alerts.length}: join some, or make two stacks for two accounts.`,
    );
  problems.push(
    ...keyAndNameProblems(
      "alerts",
      "rule",
      alerts.map(({ key, ruleName }) => ({ key, name: ruleName, own: settings.alerts?.[key]?.name })),
    ),
  );
  for (const { key, stops, message, webhook } of alerts) {
    const stopsProblems = taskStopsProblems(`alerts.${key}.stops`, stops, LONGEST_CLUSTER.arn);
    problems.push(...stopsProblems);
    if (stopsProblems.length === 0) problems.push(...alertMessageProblems(`alerts.${key}.message`, stops, message));
    if (!webhooks.some((w) => w.key === webhook))
      problems.push(
        `'alerts.${key}.webhook' is '${webhook}', which 'webhooks' does not define: define it, or take one of ${list(webhooks.map((w) => w.key))}.`,
      );
  }
  return problems;
}

function alertMessageProblems(setting: string, stops: TaskStops, message: SlackMessage): string[] {
  const pattern = taskStopsPattern(stops, LONGEST_CLUSTER.arn);
  return messageProblems(setting, message, messageContext(stops, pattern, LONGEST_CLUSTER), requiredFields(pattern));
}

function webhooksProblems(settings: StackSettings, { alerts, webhooks }: ResolvedSettings): string[] {
  const problems: string[] = [];
  if (webhooks.length === 0)
    problems.push("'webhooks' must not be empty: name one, or leave it out for the original's.");
  problems.push(
    ...keyAndNameProblems(
      "webhooks",
      "API destination",
      webhooks.map(({ key, name }) => ({ key, name, own: settings.webhooks?.[key]?.name })),
    ),
  );
  problems.push(
    ...sharedNames(
      "webhooks",
      "variable",
      webhooks.map(({ key }) => ({ key, name: webhookVariableName(key) })),
    ),
  );
  for (const { key, ratePerSecond } of webhooks) {
    if (!Number.isInteger(ratePerSecond) || ratePerSecond < 1 || ratePerSecond > MAX_RATE_PER_SECOND)
      problems.push(
        `'webhooks.${key}.ratePerSecond' must be a whole number from 1 to ${MAX_RATE_PER_SECOND} (EventBridge's limit), got ${ratePerSecond}: Slack takes about 1 a second.`,
      );
    if (!alerts.some((alert) => alert.webhook === key))
      problems.push(`'webhooks.${key}' is used by no alert: name it in an alert's 'webhook', or take it out.`);
  }
  return problems;
}

interface Named {
  readonly key: string;
  readonly name: string;
  /** The name as the settings give it, where they do. */
  readonly own?: string | undefined;
}

function keyAndNameProblems(setting: string, resource: string, entries: readonly Named[]): string[] {
  const keys = entries.map(({ key }) => keyProblem(setting, key));
  const names = entries
    .filter((_, index) => keys[index] === undefined)
    .map(({ key, name, own }) => {
      const blamed =
        own !== undefined
          ? `${setting}.${key}.name`
          : key === MAIN
            ? "namePrefix"
            : `namePrefix' with the key '${key}' of '${setting}`;
      return nameProblem(blamed, resource, name, EVENTBRIDGE_NAME);
    });
  return [...keys, ...names, ...sharedNames(setting, resource, entries)].filter((problem) => problem !== undefined);
}

function sharedNames(setting: string, resource: string, entries: readonly Named[]): string[] {
  const keysByName = new Map<string, string[]>();
  for (const { key, name } of entries) keysByName.set(name, [...(keysByName.get(name) ?? []), key]);
  return [...keysByName]
    .filter(([, keys]) => keys.length > 1)
    .map(([name, keys]) => `'${setting}' gives ${list(keys)} the same ${resource} name '${name}': rename one.`);
}

function byKey<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
