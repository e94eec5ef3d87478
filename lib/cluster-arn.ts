import { Fn } from "cdktf";

/**
 * The longest cluster ARN that the variable takes, in characters: the longest partition and Region of today
 * (`aws-us-gov`, `ap-southeast-2`) leave room for longer ones, and a cluster's name has 255 characters at most.
 */
export const CLUSTER_ARN_MAX_LENGTH = 330;

/** What `cluster_arn` must look like, as a regular expression that JavaScript and Terraform (RE2) read alike. */
export const CLUSTER_ARN_PATTERN = "^arn:aws(-[a-z]+)*:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}$";

/** Hosts of the AWS Management Console behind `REGION.`, by partition. */
const CONSOLE_HOSTS = {
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

/** The parts of the ARN that the variable holds, as Terraform expressions. */
export function clusterArnParts(arn: string): ClusterArn {
  const part = (index: number) => Fn.element(Fn.split(":", arn), index);
  return {
    arn,
    partition: part(1),
    region: part(3),
    account: part(4),
    clusterName: Fn.element(Fn.split("/", arn), 1),
    consoleHost: Fn.lookup(CONSOLE_HOSTS, part(1), CONSOLE_HOSTS.aws),
  };
}
