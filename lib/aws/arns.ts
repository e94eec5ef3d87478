/**
 * The longest cluster ARN that the variable accepts, in characters. A cluster's name has at most 255 characters; the
 * rest leaves room for longer partitions and Regions than those of today.
 */
export const CLUSTER_ARN_MAX_LENGTH = 330;

/** A regular expression that JavaScript and Terraform (RE2) read alike, as are the others here. */
export const CLUSTER_ARN_PATTERN = "^arn:aws(-[a-z]+)*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}$";

/** A standard Amazon SNS topic: CloudWatch alarms cannot notify a FIFO topic. */
export const TOPIC_ARN_PATTERN = "^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$";

/** Hosts of the AWS Management Console after `REGION.`, by partition. */
export const CONSOLE_HOSTS = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** A cluster's ARN and its parts, each a string or a Terraform expression. */
export interface ClusterArn {
  readonly arn: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly clusterName: string;
  /** Host of the console in the cluster's partition, without the Region. */
  readonly consoleHost: string;
}

/** An ARN as long as the variable accepts, with parts as long as each can be. Limits are checked against it. */
export const LONGEST_CLUSTER: ClusterArn = {
  arn: "x".repeat(CLUSTER_ARN_MAX_LENGTH),
  partition: "x".repeat(16),
  region: "x".repeat(25),
  account: "1".repeat(12),
  clusterName: "x".repeat(255),
  consoleHost: CONSOLE_HOSTS["aws-us-gov"],
};

/**
 * ARN of a rule on the default bus in the cluster's account and Region.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
 */
export function ruleArn({ partition, region, account }: ClusterArn, ruleName: string): string {
  return `arn:${partition}:events:${region}:${account}:rule/${ruleName}`;
}

/** ARN of an API destination in the cluster's account and Region; AWS appends a UUID. */
export function destinationArn({ partition, region, account }: ClusterArn, name: string): string {
  return `arn:${partition}:events:${region}:${account}:api-destination/${name}/00000000-0000-0000-0000-000000000000`;
}

/** ARN of a CloudWatch alarm in the cluster's account and Region. */
export function alarmArn({ partition, region, account }: ClusterArn, name: string): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** ARN of an SQS queue in the cluster's account and Region. */
export function queueArn({ partition, region, account }: ClusterArn, name: string): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}
