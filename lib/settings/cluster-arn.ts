import { CLUSTER_ARN_MAX_LENGTH, CLUSTER_ARN_PATTERN } from "../aws/arns";
import type { Report } from "../problems/problem";

export function resolveClusterArn(report: Report, clusterArn: string | undefined): string | undefined {
  if (
    clusterArn !== undefined &&
    (clusterArn.length > CLUSTER_ARN_MAX_LENGTH || !new RegExp(CLUSTER_ARN_PATTERN).test(clusterArn))
  )
    report(
      "clusterArn",
      `must be the full ARN of an Amazon ECS cluster, such as arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo, got ${JSON.stringify(clusterArn)}: copy it from the console, or omit it to give it to Terraform.`,
    );
  return clusterArn;
}
