const statements = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });
const EVENTBRIDGE = { Service: "events.amazonaws.com" };

/** Trust policy: lets EventBridge assume the role, optionally only for some rules in their account. */
export function trustPolicy(trusted: { readonly account: string; readonly ruleArns: readonly string[] } | undefined) {
  const condition = trusted && {
    StringEquals: { "aws:SourceAccount": trusted.account },
    ArnLike: { "aws:SourceArn": trusted.ruleArns },
  };
  const statement = { Action: "sts:AssumeRole", Effect: "Allow", Principal: EVENTBRIDGE };
  return statements({ ...statement, ...(condition && { Condition: condition }) });
}

/** Permissions policy of the role: invoke these API destinations, and nothing else. */
export function invokePolicy(destinationArns: readonly string[]) {
  const Resource = destinationArns.length === 1 ? destinationArns[0] : destinationArns;
  return statements({ Action: "events:InvokeApiDestination", Effect: "Allow", Resource });
}

/** Lets EventBridge send what these rules could not deliver, and denies everything over plain HTTP. */
export function queuePolicy(queueArn: string, ruleArns: readonly string[]) {
  return statements(
    {
      Sid: "RulesOfThisStack",
      Effect: "Allow",
      Principal: EVENTBRIDGE,
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
  );
}
