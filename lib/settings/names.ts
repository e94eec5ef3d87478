import { ALARM_NAME } from "../aws/arns";
import type { Report } from "../problems/problem";
import type { TextRule } from "../problems/shape";

/** The key whose alert and webhook have the names and addresses of the original configuration. */
export const MAIN = "main";
const DEFAULT_PREFIX = "demo";
/** The alerts and the webhooks without settings. */
export const ONLY_MAIN = { [MAIN]: {} };
/** What the default names of the alert and the webhook `main` end with. */
export const MAIN_SUFFIX = { alerts: "ecs-alert", webhooks: "api" };
/** Refused even without a `main`: if `main` were renamed to it, Terraform would create a resource and delete it by name. */
export const LIKE_MAIN = "gets the same names as the key 'main': choose another key";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html; connections and destinations alike. */
const EVENTBRIDGE: TextRule = [/^[\w.-]{1,64}$/, "1 to 64 letters, digits, '.', '-' and '_' (EventBridge's rule)"];

/** What a service accepts as a name of its resources. */
export const NAME_RULES = {
  rule: EVENTBRIDGE,
  "API destination": EVENTBRIDGE,
  connection: EVENTBRIDGE,
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  role: [/^[\w+=,.@-]{1,64}$/, "1 to 64 letters, digits and '+=,.@-_' (IAM's rule for roles)"],
  /** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
  policy: [/^[\w+=,.@-]{1,128}$/, "1 to 128 letters, digits and '+=,.@-_' (IAM's rule for policies)"],
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
  queue: [/^[A-Za-z0-9_-]{1,80}$/, "1 to 80 letters, digits, '-' and '_' (Amazon SQS's rule)"],
  alarm: ALARM_NAME,
} as const satisfies Readonly<Record<string, TextRule>>;

/** https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers */
const RULES: Readonly<Record<Kind, TextRule>> = {
  ...NAME_RULES,
  "Terraform resource": [/^[A-Za-z][A-Za-z0-9_-]*$/, "a letter followed by letters, digits, '-' and '_'"],
  variable: [/^[A-Za-z][A-Za-z0-9_]*$/, "a letter followed by letters, digits and '_'"],
};
type Kind = keyof typeof NAME_RULES | "Terraform resource" | "variable";

/** Makes and checks the names of a stack. Two resources of one name replace each other on AWS without an error. */
export class Names {
  /** What has a name, such as "rule 'demo-ecs-alert'", its kind, and the setting that makes it. */
  private readonly made = new Map<string, { readonly kind: string; readonly setting: string }>();
  private readonly prefix: string;

  constructor(
    private readonly report: Report,
    prefix = DEFAULT_PREFIX,
    private readonly clusterArn?: string,
  ) {
    // A wrong prefix is reported, and the names that it makes say nothing new.
    this.prefix = NAME_RULES.rule[0].test(prefix) ? prefix : DEFAULT_PREFIX;
  }

  prefixed(suffix: string): string {
    return `${this.prefix}-${suffix}`;
  }

  /** The name in a setting, or else the prefix and a suffix. @param from what to change if the latter is wrong */
  resolve(kind: Kind, setting: string, own: string | undefined, suffix: string, from = "namePrefix"): string {
    return own === undefined ? this.add(kind, from, this.prefixed(suffix)) : this.add(kind, setting, own);
  }

  add(kind: Kind, setting: string, name: string): string {
    const [pattern, what] = RULES[kind];
    const made = `${JSON.stringify(name)} (${name.length} characters)`;
    if (!pattern.test(name))
      this.report(setting, `makes the ${kind}'s name ${made}, which must be ${what}: change it.`);
    const label = `${kind} '${name}'`;
    const other = this.made.get(label)?.setting ?? setting;
    if (other !== setting) this.report(setting, `names the ${label}, and so does '${other}': rename one.`);
    this.made.set(label, { kind, setting });
    return name;
  }

  /** What has the same name in another stack, perhaps in the same account and Region. Names of IAM are global. */
  sharedWith(other: Names): string[] {
    const [region, account] = this.clusterArn?.split(":").slice(3) ?? [];
    const [otherRegion, otherAccount] = other.clusterArn?.split(":").slice(3) ?? [];
    const mayBeOne = (one: string | undefined, two: string | undefined) => !one || !two || one === two;
    if (!mayBeOne(account, otherAccount)) return [];
    const kinds = mayBeOne(region, otherRegion) ? Object.keys(NAME_RULES) : ["role", "policy"];
    const shared = [...this.made].filter(([label, { kind }]) => other.made.has(label) && kinds.includes(kind));
    return shared.map(([label]) => `the ${label}`);
  }
}

/** The entries in the order of their keys, so that the order in the settings changes nothing. */
export function byKey<T>(entries: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
