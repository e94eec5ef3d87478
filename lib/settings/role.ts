import { destinationArn, LONGEST_CLUSTER, ruleArn } from "../aws/arns";
import { NAME_RULES } from "../aws/names";
import { invokePolicy, trustPolicy } from "../aws/policies";
import type { Report } from "../problems/problem";
import { TOKEN } from "../terraform/text";
import { deliveringRules, type ResolvedAlert } from "./alerts";
import type { Naming } from "./naming";
import type { ResolvedWebhook } from "./webhooks";

/** The role that EventBridge assumes to invoke the API destinations. */
export interface RoleSettings {
  /** Name of the role. @default - `<namePrefix>-eventbridge-role` */
  readonly name?: string;
  /** Name of the role's policy. @default - `<namePrefix>-eventbridge-policy` */
  readonly policyName?: string;
  /** Path of the role and of its policy, such as `/alerts/`. @default "/" */
  readonly path?: string;
  /** ARN of the policy that limits what the role may do. @default - no permissions boundary */
  readonly permissionsBoundary?: string;
  /**
   * Lets EventBridge assume the role only for the rules of this stack in this account.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
   * @default false
   */
  readonly confineToAccount?: boolean;
}

export interface ResolvedRole {
  readonly name: string;
  readonly policyName: string;
  /** Undefined for `/`. */
  readonly path: string | undefined;
  readonly permissionsBoundary: string | undefined;
  readonly confineToAccount: boolean;
}

/**
 * The default quota for a role's trust policy, in characters; AWS raises it on request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const TRUST_POLICY_QUOTA = 2048;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICY_QUOTA = 6144;
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const PATH = /^\/([\x21-\x7e]+\/)?$/;
const PATH_MAX_LENGTH = 512;
const POLICY_ARN = /^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws):policy\/([\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/;

export function resolveRole(
  report: Report,
  naming: Naming,
  alerts: readonly ResolvedAlert[],
  webhooks: readonly ResolvedWebhook[],
  role: RoleSettings = {},
): ResolvedRole {
  const { path, permissionsBoundary, confineToAccount = false } = role;
  if (path !== undefined && !TOKEN.test(path) && (!PATH.test(path) || path.length > PATH_MAX_LENGTH))
    report(
      "role.path",
      `must begin and end with '/', be at most ${PATH_MAX_LENGTH} characters and have no white space (IAM's rule), got ${JSON.stringify(path)}: write it as in "/alerts/".`,
    );
  if (permissionsBoundary !== undefined && !TOKEN.test(permissionsBoundary) && !POLICY_ARN.test(permissionsBoundary))
    report(
      "role.permissionsBoundary",
      `must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary, got ${JSON.stringify(permissionsBoundary)}.`,
    );
  checkLengths(report, alerts, webhooks, confineToAccount);
  return {
    name: naming.name(NAME_RULES.role, "role.name", role.name, "eventbridge-role"),
    policyName: naming.name(NAME_RULES.policy, "role.policyName", role.policyName, "eventbridge-policy"),
    path,
    permissionsBoundary,
    confineToAccount,
  };
}

/** The policies name every rule and every destination, and so grow with them. */
function checkLengths(
  report: Report,
  alerts: readonly ResolvedAlert[],
  webhooks: readonly ResolvedWebhook[],
  confineToAccount: boolean,
): void {
  const invoke = JSON.stringify(invokePolicy(webhooks.map(({ name }) => destinationArn(LONGEST_CLUSTER, name)))).length;
  if (invoke > POLICY_QUOTA)
    report(
      "webhooks",
      `make the role's policy ${invoke} characters long with the longest Region, which must be at most ${POLICY_QUOTA} (IAM's limit): split them into several stacks.`,
    );
  if (!confineToAccount) return;
  const ruleArns = deliveringRules(alerts).map(({ name }) => ruleArn(LONGEST_CLUSTER, name));
  const { length } = JSON.stringify(trustPolicy({ account: LONGEST_CLUSTER.account, ruleArns }));
  if (length > TRUST_POLICY_QUOTA)
    report(
      "role.confineToAccount",
      `makes a trust policy of ${length} characters with the longest Region, which must be at most ${TRUST_POLICY_QUOTA} (IAM's default quota): shorten the names of alerts, or split them into several stacks.`,
    );
}
