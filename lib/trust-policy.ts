/** The rules for which alone EventBridge may take a role on, and their account. */
export interface TrustedRules {
  readonly account: string;
  readonly ruleArns: readonly string[];
}

/**
 * Who may take the role on: EventBridge, for these rules alone if there are any named. Confined, the role is of no use to rules that somebody else wrote (a "confused deputy").
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function trustPolicy(trusted: TrustedRules | undefined) {
  const condition = trusted && {
    Condition: {
      StringEquals: { "aws:SourceAccount": trusted.account },
      ArnLike: { "aws:SourceArn": trusted.ruleArns },
    },
  };
  return {
    Version: "2012-10-17",
    Statement: [
      { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, ...condition },
    ],
  };
}
