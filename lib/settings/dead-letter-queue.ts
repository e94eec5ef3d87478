import { LONGEST_CLUSTER, queueArn, ruleArn } from "../aws/arns";
import { NAME_RULES } from "../aws/names";
import { queuePolicy } from "../aws/policies";
import type { Report } from "../problems/problem";
import { deliveringRules, type ResolvedAlert } from "./alerts";
import type { Naming } from "./naming";

/** An Amazon SQS queue that keeps undelivered messages for 14 days. */
export interface DeadLetterQueueSettings {
  /** Name of the queue. @default - `<namePrefix>-dead-letter` */
  readonly name?: string;
}

export interface ResolvedQueue {
  readonly name: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
const QUEUE_POLICY_QUOTA = 8192;

export function resolveQueue(
  report: Report,
  naming: Naming,
  alerts: readonly ResolvedAlert[],
  queue: DeadLetterQueueSettings | undefined,
): ResolvedQueue | undefined {
  if (!queue) return undefined;
  const name = naming.name(NAME_RULES.queue, "deadLetterQueue.name", queue.name, "dead-letter");
  const ruleArns = deliveringRules(alerts).map(({ name }) => ruleArn(LONGEST_CLUSTER, name));
  const { length } = JSON.stringify(queuePolicy(queueArn(LONGEST_CLUSTER, name), ruleArns));
  if (length > QUEUE_POLICY_QUOTA)
    report(
      "deadLetterQueue",
      `has a policy of ${length} bytes with the longest Region, since it names every rule, which must be at most ${QUEUE_POLICY_QUOTA} (Amazon SQS's limit): split the alerts into several stacks.`,
    );
  return { name };
}
