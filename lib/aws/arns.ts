/**
 * The longest cluster ARN that the variable takes, in characters: the longest partition and Region of today
 * (`aws-us-gov`, `ap-southeast-2`) leave room for longer ones, and a cluster's name has 255 characters at most.
 */
export const CLUSTER_ARN_MAX_LENGTH = 330;

/** What `cluster_arn` must look like, as a regular expression that JavaScript and Terraform (RE2) read alike. */
export const CLUSTER_ARN_PATTERN = "^arn:aws(-[a-z]+)*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}$";

/** A standard topic of Amazon SNS, as a regular expression for both: CloudWatch cannot tell a FIFO topic. */
export const TOPIC_ARN_PATTERN = "^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$";

/** Hosts of the AWS Management Console behind `REGION.`, by partition. */
export const CONSOLE_HOSTS = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** A cluster's ARN and what it says, each a text or a Terraform expression. */
export interface ClusterArn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly clusterName: string;
  /** Host of the console in the cluster's partition, without the Region before it. */
  readonly consoleHost: string;
}

/** An ARN as long as the variable takes, with parts as long as each can be: what limits are checked with. */
export const LONGEST_CLUSTER: ClusterArn = {
  arn: "x".repeat(CLUSTER_ARN_MAX_LENGTH),
  partition: "x".repeat(16),
  region: "x".repeat(25),
  account: "1".repeat(12),
  clusterName: "x".repeat(255),
  consoleHost: CONSOLE_HOSTS["aws-us-gov"],
};

/**
 * ARN of a rule on the default bus of the cluster's account and Region.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function ruleArn({ partition, region, account }: ClusterArn, ruleName: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${ruleName}`;
}

/** ARN of an API destination of the cluster's account and Region; AWS ends it with a UUID. */
export function destinationArn({ partition, region, account }: ClusterArn, name: string): string {
  return `arn:${partition}:events:${region}:${account}:api-destination/${name}/00000000-0000-0000-0000-000000000000`;
}

/** ARN of an SQS queue of the cluster's account and Region. */
export function queueArn({ partition, region, account }: ClusterArn, name: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}
