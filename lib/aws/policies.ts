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

/** What the role may do: call these API destinations, and nothing else. */
export function invokePolicy(destinationArns: readonly string[]) {
  return {
    Version: "2012-10-17",
    Statement: [{ Action: "events:InvokeApiDestination", Effect: "Allow", Resource: oneOrList(destinationArns) }],
  };
}

/** Lets EventBridge send what these rules could not deliver to the queue, and nobody send or read in the clear. */
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

function oneOrList(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}
