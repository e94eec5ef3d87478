/** In characters. A cluster's name has at most 255; the rest leaves room for longer Regions than those of today. */
export const CLUSTER_ARN_MAX_LENGTH = 330;

/** A regular expression that JavaScript and Terraform (RE2) read alike, as are the others here. */
export const CLUSTER_ARN_PATTERN = "^arn:aws(-[a-z]+)*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}$";
export const CLUSTER_ARN =
  "the full ARN of an Amazon ECS cluster, such as arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo";

/** A standard Amazon SNS topic: CloudWatch alarms cannot notify a FIFO topic. */
export const TOPIC_ARN_PATTERN = "^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$";
export const TOPIC_ARN =
  "the ARN of a standard Amazon SNS topic, such as arn:aws:sns:ap-northeast-1:123456789012:on-call";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const ALARM_NAME = [/^[^\p{Cc}\p{Cs}]{1,255}$/u, "1 to 255 printable characters (CloudWatch's rule)"] as const;

/** Source of the events of drills: PutEvents refuses sources that begin with `aws.`. */
export const DRILL_SOURCE = "ecs-task-alert.drill";

/** Hosts of the AWS Management Console after `REGION.`, by partition. */
export const CONSOLE_HOSTS = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/**
 * Stands for the cluster until `Cluster` puts references in its place. Each part has the name of its reference, and is
 * as long as it can be, so that limits can be checked.
 */
export const THE_CLUSTER = {
  arn: "~cluster_arn".padEnd(CLUSTER_ARN_MAX_LENGTH, "~"),
  partition: "~partition".padEnd(16, "~"),
  region: "~region".padEnd(25, "~"),
  account: "~account".padEnd(12, "~"),
  clusterName: "~cluster_name".padEnd(255, "~"),
  consoleHost: "~console_host".padEnd(CONSOLE_HOSTS["aws-us-gov"].length, "~"),
};

/** ARN of something in the account and Region of `THE_CLUSTER`. */
export function regionalArn(service: string, resource: string): string {
  const { partition, region, account } = THE_CLUSTER;
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
