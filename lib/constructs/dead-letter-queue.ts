import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { queuePolicy } from "../aws/policies";
import type { ResolvedRule } from "../settings/alerts";
import type { ResolvedQueue } from "../settings/delivery";
import { CREATE_FIRST } from "./slack-delivery";

/**
 * The queue that keeps what rules could not deliver. SSE-SQS encrypts it, since EventBridge may not use SQS's AWS-managed
 * key. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class DeadLetterQueue extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name }: ResolvedQueue, rules: readonly ResolvedRule[]) {
    super(scope, id);

    const queue = new SqsQueue(this, "queue", {
      name,
      // The longest that Amazon SQS keeps a message: 14 days.
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      lifecycle: CREATE_FIRST,
    });
    queue.overrideLogicalId("dead_letter");
    this.arn = queue.arn;

    // The rules are made later, since their targets name the queue.
    const delivering = rules.filter(({ delivery }) => delivery);
    const ruleArns = delivering.map(({ address }) => `\${aws_cloudwatch_event_rule.${address}.arn}`);
    const policy = JSON.stringify(queuePolicy(queue.arn, ruleArns));
    new SqsQueuePolicy(this, "policy", { queueUrl: queue.url, policy }).overrideLogicalId("dead_letter");

    const description = "URL of the queue that keeps alerts that could not be delivered.";
    new TerraformOutput(this, "url", { value: queue.url, description }).overrideLogicalId("dead_letter_queue_url");
  }
}
