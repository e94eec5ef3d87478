import { CLUSTER_ARN, CLUSTER_ARN_PATTERN } from "../aws/arns";
import { InvalidSettings, type Problem, type Report } from "../problems/problem";
import { checkShape, STRING, shapeOf, string, token } from "../problems/shape";
import { ALERT_SHAPE, type AlertSettings, resolveAlerts } from "./alerts";
import {
  ALARMS_SHAPE,
  type AlarmSettings,
  type DeadLetterQueueSettings,
  QUEUE_SHAPE,
  ROLE_SHAPE,
  type RoleSettings,
  resolveDelivery,
  WEBHOOK_SHAPE,
  type WebhookSettings,
} from "./delivery";
import { NAME_RULES, Names } from "./names";

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
  /** The alerts by key, which becomes part of Terraform addresses and names. @default - `main`, for every stop */
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
  /** Tags of all resources that can be tagged, at most 50. @default - no tags */
  readonly tags?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const STACK_SHAPE = shapeOf<StackSettings>({
  clusterArn: string(new RegExp(CLUSTER_ARN_PATTERN), CLUSTER_ARN),
  namePrefix: string(...NAME_RULES.rule),
  alerts: { type: "object", each: ALERT_SHAPE, isFilled: true },
  webhooks: { type: "object", each: WEBHOOK_SHAPE, isFilled: true },
  connectionName: STRING,
  role: ROLE_SHAPE,
  deadLetterQueue: QUEUE_SHAPE,
  alarms: ALARMS_SHAPE,
  drills: { type: "boolean" },
  tags: { type: "object", each: token(TAG_VALUE, "at most 256 letters, digits, spaces and '_.:/=+-@' (IAM's rule)") },
});

/** What settings are resolved with. */
export interface Resolving {
  readonly settings: StackSettings;
  readonly names: Names;
  readonly report: Report;
  /** Takes note of what AWS accepts, but perhaps does not do as the settings say. */
  readonly warn: Report;
}

/** The settings with all defaults, alerts and webhooks in the order of their keys. */
export type ResolvedSettings = ReturnType<typeof resolveSettings>;

/** @throws InvalidSettings with everything that AWS, Slack or Terraform would refuse, or that can do nothing */
export function resolveSettings(stack: string, settings: StackSettings) {
  const { problems: first, isReadable } = checkShape(settings, STACK_SHAPE);
  if (!isReadable) throw new InvalidSettings(stack, first);
  const problems = [...first];
  // The two messages of a storm have the same problems, and a wrong value makes others, of itself or of the pattern or
  // body that it is part of, that say nothing new.
  const report: Report = (setting, text) => {
    const isWhole = /\.(stops|incidents|message)$/.test(setting);
    const isNew = (one: Problem) => !isIn(setting, one.setting) && !(isWhole && isIn(one.setting, setting));
    if (first.every(isNew) && !problems.some((one) => one.setting === setting && one.text === text))
      problems.push({ setting, text });
  };
  const warnings: Problem[] = [];
  const warn: Report = (setting, text) => void warnings.push({ setting, text });

  const { clusterArn, namePrefix, tags = {} } = settings;
  const names = new Names(report, namePrefix, clusterArn);
  const resolving = { settings, names, report, warn };
  const alerts = resolveAlerts(resolving);
  const delivery = resolveDelivery(resolving, alerts.rules);
  checkTags(report, Object.keys(tags));
  if (problems.length > 0) throw new InvalidSettings(stack, problems);
  return { clusterArn, tags, names, warnings, ...alerts, ...delivery };
}

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu;

function checkTags(report: Report, keys: readonly string[]): void {
  if (keys.length > 50) report("tags", `must be at most 50 (AWS's limit), got ${keys.length}: remove some.`);
  const folded = keys.map((key) => key.toLowerCase());
  for (const [index, key] of keys.entries()) {
    const has = `has the key ${JSON.stringify(key)}`;
    const rule = "1 to 128 letters, digits, spaces and '_.:/=+-@', and not begin with 'aws:' (AWS's rule)";
    if (!TAG_KEY.test(key)) report("tags", `${has}, which must be ${rule}: rename it.`);
    if (folded.indexOf(key.toLowerCase()) < index)
      report("tags", `${has} twice except for case (IAM treats those as one): keep one.`);
  }
}

function isIn(setting: string, whole: string): boolean {
  return setting === whole || setting.startsWith(`${whole}.`);
}
