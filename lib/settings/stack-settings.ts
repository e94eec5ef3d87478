import { NAME_RULES } from "../aws/names";
import { InvalidSettings } from "../problems/invalid-settings";
import type { Problem, Report } from "../problems/problem";
import { type AlarmSettings, resolveAlarms } from "./alarms";
import { type AlertSettings, type ResolvedAlert, resolveAlerts } from "./alerts";
import { resolveClusterArn } from "./cluster-arn";
import { type DeadLetterQueueSettings, type ResolvedQueue, resolveQueue } from "./dead-letter-queue";
import { STACK } from "./known-settings";
import { Naming } from "./naming";
import { type ResolvedRole, type RoleSettings, resolveRole } from "./role";
import { checkShape } from "./shape";
import { checkAlertNames } from "./shared-names";
import { resolveTags, type Tags } from "./tags";
import { valueProblems } from "./values";
import { type ResolvedWebhook, resolveWebhooks, type WebhookSettings } from "./webhooks";

/** Settings of the stack. Without any: one alert for every stop, posted to one webhook. */
export interface StackSettings {
  /**
   * ARN of the cluster. It becomes the default of the variable `cluster_arn`, and the plan fails if the variable has
   * another value, such as that of a `TF_VAR_cluster_arn` for another stack.
   * @default - Terraform asks for it as the variable `cluster_arn`
   */
  readonly clusterArn?: string;
  /** What the names of all resources begin with. @default "demo" */
  readonly namePrefix?: string;
  /**
   * The alerts by key. The key becomes part of Terraform addresses and names; the order of keys changes nothing.
   * @default - one alert, `main`, for every stop
   */
  readonly alerts?: Readonly<Record<string, AlertSettings>>;
  /** The webhooks by key. @default - one webhook, `main` */
  readonly webhooks?: Readonly<Record<string, WebhookSettings>>;
  /** Name of the connection. @default - `<namePrefix>-connection` */
  readonly connectionName?: string;
  /** The role that EventBridge assumes. @default - a role that any rule may use, without path or boundary */
  readonly role?: RoleSettings;
  /** Keeps undelivered messages in a queue. @default - they are lost */
  readonly deadLetterQueue?: DeadLetterQueueSettings;
  /** Adds alarms for undelivered alerts. @default - nobody is notified */
  readonly alarms?: AlarmSettings;
  /**
   * Lets the alerts also take events of the source `ecs-task-alert.drill`, and of no other, so that `npm run drill` can
   * send sample events through what is deployed. Whoever may call `events:PutEvents` on the default bus of the account
   * can then trigger the alerts with texts of their own.
   * @default false
   */
  readonly drills?: boolean;
  /**
   * Tags of all resources that can be tagged, at most 50.
   * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
   * @default - no tags
   */
  readonly tags?: Tags;
}

/** The settings with all defaults, alerts and webhooks in the order of their keys. */
export interface ResolvedSettings {
  /** Undefined if only Terraform knows it. */
  readonly clusterArn: string | undefined;
  readonly alerts: readonly ResolvedAlert[];
  readonly webhooks: readonly ResolvedWebhook[];
  readonly connectionName: string;
  readonly role: ResolvedRole;
  /** Undefined if there is no queue. */
  readonly deadLetterQueue: ResolvedQueue | undefined;
  /** Undefined if there are no alarms. */
  readonly alarms: AlarmSettings | undefined;
  readonly tags: Tags;
  /** What AWS accepts, but perhaps does not do as the settings say. */
  readonly warnings: readonly Problem[];
}

/**
 * Reads the settings once.
 * @param stack name of the stack, for the error
 * @throws InvalidSettings with everything that AWS, Slack or Terraform would refuse, or that can do nothing
 */
export function resolveSettings(stack: string, settings: StackSettings): ResolvedSettings {
  const unreadable = valueProblems(settings);
  // The two messages of a storm have the same problems, and an unreadable value leads to others that say nothing new.
  const reportTo =
    (problems: Problem[]): Report =>
    (setting, text) => {
      const isKnown = problems.some((problem) => problem.setting === setting && problem.text === text);
      if (!isKnown && !unreadable.some((problem) => isPartOf(setting, problem.setting)))
        problems.push({ setting, text });
    };
  if (!checkShape(reportTo(unreadable), "", settings, STACK)) throw new InvalidSettings(stack, unreadable);
  const isReadable = (setting: string) => !unreadable.some((problem) => isPartOf(problem.setting, setting));
  const problems: Problem[] = [...unreadable];
  const report = reportTo(problems);

  const warnings: Problem[] = [];
  const warn: Report = (setting, text) => void warnings.push({ setting, text });

  const naming = new Naming(report, settings.namePrefix);
  const webhooks = resolveWebhooks(report, naming, settings.webhooks);
  const alerts = resolveAlerts(
    { report, warn, naming, webhooks, isReadable, drills: settings.drills ?? false },
    settings.alerts,
  );
  const resolved = {
    clusterArn: resolveClusterArn(report, settings.clusterArn),
    alerts,
    webhooks,
    connectionName: naming.name(NAME_RULES.connection, "connectionName", settings.connectionName, "connection"),
    role: resolveRole(report, naming, alerts, webhooks, settings.role),
    deadLetterQueue: resolveQueue(report, naming, alerts, settings.deadLetterQueue),
    alarms: resolveAlarms(report, settings.alarms),
    tags: resolveTags(report, settings.tags),
    warnings,
  };
  checkAlertNames(report, resolved);
  if (problems.length > 0) throw new InvalidSettings(stack, problems);
  return resolved;
}

function isPartOf(setting: string, whole: string): boolean {
  return setting === whole || setting.startsWith(`${whole}.`);
}
