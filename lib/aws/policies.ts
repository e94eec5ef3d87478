/** The only rules for which EventBridge may assume the role, and their account. */
export interface TrustedRules {
  readonly account: string;
  readonly ruleArns: readonly string[];
}

/**
 * Trust policy: lets EventBridge assume the role, optionally only for these rules, so that nobody else's rules can use
 * it (a "confused deputy").
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

/** Permissions policy of the role: invoke these API destinations, and nothing else. */
export function invokePolicy(destinationArns: readonly string[]) {
  const [only, ...others] = destinationArns;
  const resource = only !== undefined && others.length === 0 ? only : destinationArns;
  return {
    Version: "2012-10-17",
    Statement: [{ Action: "events:InvokeApiDestination", Effect: "Allow", Resource: resource }],
  };
}

/**
 * Queue policy: lets EventBridge send what these rules could not deliver, and denies everything over plain HTTP.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export function queuePolicy(queueArn: string, ruleArns: readonly string[]) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "RulesOfThisStack",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
        Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
