import { LONGEST_CLUSTER } from "../aws/arns";
import {
  EVENTBRIDGE_NAME,
  keyProblem,
  nameProblem,
  POLICY_NAME,
  QUEUE_NAME,
  ROLE_NAME,
  webhookVariableName,
} from "../aws/names";
import { requiredFields } from "../eventbridge/required-fields";
import { messageContext } from "../message/context";
import { messageProblems } from "../message/problems";
import type { SlackMessage } from "../message/slack-message";
import { type TaskStops, taskStopsPattern } from "../stops/task-stops";
import { taskStopsProblems } from "../stops/task-stops-problems";
import { operationsProblems } from "./operations-problems";
import { valueProblems, withoutTexts } from "./setting-values";
import { shapeProblems } from "./settings-shape";
import {
  EVENT_AGE_SECONDS,
  MAIN,
  RETRY_ATTEMPTS,
  type ResolvedSettings,
  resolveSettings,
  type StackSettings,
} from "./stack-settings";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MAX_RULES = 300;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const MAX_RATE_PER_SECOND = 300;

/** Everything in the settings that AWS would refuse or that can do nothing, each with the setting and the remedy. */
export function settingsProblems(settings: StackSettings): string[] {
  const { secret, other, secretTexts } = valueProblems(settings);
  const told = new Set(other.map(settingOf));
  const unfit = [...other, ...shapeProblems(settings).filter((problem) => !told.has(settingOf(problem)))];
  const problems = [...secret, ...(unfit.length > 0 ? unfit : problemsOf(settings))];
  return problems.map((problem) => withoutTexts(problem, secretTexts));
}

/** What a problem begins with: the setting in its quotes. */
function settingOf(problem: string): string {
  return /^'[^']*'|^The settings/.exec(problem)?.[0] ?? problem;
}

/** The problems of settings that are all of their types. */
function problemsOf(settings: StackSettings): string[] {
  const resolved = resolveSettings(settings);
  const problems = [
    ...nameProblems(settings, resolved),
    ...alertsProblems(settings, resolved),
    ...webhooksProblems(settings, resolved),
    ...operationsProblems(settings, resolved),
  ];
  const { namePrefix = "" } = settings;
  if (EVENTBRIDGE_NAME.pattern.test(namePrefix) || settings.namePrefix === undefined) return problems;
  return [
    `'namePrefix' must be one or more ${EVENTBRIDGE_NAME.allowed} (AWS's rule for names), got ${JSON.stringify(namePrefix)}: correct it, or leave it out for 'demo'.`,
    ...problems.filter((problem) => !problem.startsWith("'namePrefix'")),
  ];
}

function nameProblems(settings: StackSettings, resolved: ResolvedSettings): string[] {
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
    resolved.deadLetterQueueName === undefined
      ? undefined
      : nameProblem(
          chosen("deadLetterQueue.name", settings.deadLetterQueue?.name),
          "queue",
          resolved.deadLetterQueueName,
          QUEUE_NAME,
        ),
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
    const { maximumEventAgeSeconds, maximumRetryAttempts } = settings.alerts?.[key] ?? {};
    problems.push(
      ...rangeProblems(`alerts.${key}.maximumEventAgeSeconds`, maximumEventAgeSeconds, EVENT_AGE_SECONDS),
      ...rangeProblems(`alerts.${key}.maximumRetryAttempts`, maximumRetryAttempts, RETRY_ATTEMPTS),
    );
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

function rangeProblems(
  setting: string,
  value: number | undefined,
  { min, max }: { min: number; max: number },
): string[] {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return [];
  return [`'${setting}' must be a whole number from ${min} to ${max} (EventBridge's range), got ${value}: correct it.`];
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
    problems.push(
      ...rangeProblems(`webhooks.${key}.ratePerSecond`, ratePerSecond, { min: 1, max: MAX_RATE_PER_SECOND }),
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

function list(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
