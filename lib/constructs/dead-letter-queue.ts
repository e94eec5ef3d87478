import type { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { queuePolicy } from "../aws/policies";
import type { ResolvedQueue } from "../settings/delivery";
import { jsonDocument } from "../terraform/text";
import { CREATE_FIRST } from "./slack-delivery";

/** The longest that Amazon SQS keeps a message: 14 days. */
const RETENTION_SECONDS = 1_209_600;

/**
 * The queue that keeps undelivered messages. SSE-SQS encrypts it, since EventBridge may not use SQS's AWS-managed key.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export class DeadLetterQueue extends Construct {
  readonly arn: string;
  private readonly url: string;

  constructor(scope: Construct, id: string, { name }: ResolvedQueue) {
    super(scope, id);

    const queue = new SqsQueue(this, "queue", {
      name,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
      lifecycle: CREATE_FIRST,
    });
    queue.overrideLogicalId("dead_letter");
    this.arn = queue.arn;
    this.url = queue.url;

    const output = new TerraformOutput(this, "url", {
      value: queue.url,
      description: "URL of the queue that keeps alerts that could not be delivered.",
    });
    output.overrideLogicalId("dead_letter_queue_url");
  }

  /** Lets EventBridge send what these rules could not deliver. */
  allowRules(rules: readonly CloudwatchEventRule[]): void {
    const ruleArns = rules.map(({ arn }) => arn);
    const policy = new SqsQueuePolicy(this, "policy", {
      queueUrl: this.url,
      policy: jsonDocument(queuePolicy(this.arn, ruleArns)),
    });
    policy.overrideLogicalId("dead_letter");
  }
}
