import { describe, expect, it } from "vitest";
import { clusterOf, inCluster } from "../../lib/preview/cluster";

const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/shop";
const OTHER = "arn:aws-cn:ecs:cn-north-1:210987654321:cluster/other";

describe("an event in a cluster", () => {
  it("has the cluster's ARN, Region and account wherever it had others", () => {
    const event = {
      region: "us-east-1",
      account: "123456789012",
      resources: ["arn:aws:ecs:us-east-1:123456789012:task/shop/0123"],
      detail: {
        clusterArn: CLUSTER,
        containers: [{ containerArn: "arn:aws:ecs:us-east-1:123456789012:container/shop/0123/4567", exitCode: 1 }],
        taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:7",
        loadBalancer: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop/1",
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1",
        foreign: "arn:aws:ecs:us-east-1:999999999999:task/shop/0123",
        group: "service:shop",
      },
    };
    expect(inCluster(event, OTHER)).toEqual({
      region: "cn-north-1",
      account: "210987654321",
      resources: ["arn:aws-cn:ecs:cn-north-1:210987654321:task/other/0123"],
      detail: {
        clusterArn: OTHER,
        containers: [{ containerArn: "arn:aws-cn:ecs:cn-north-1:210987654321:container/other/0123/4567", exitCode: 1 }],
        taskDefinitionArn: "arn:aws-cn:ecs:cn-north-1:210987654321:task-definition/shop:7",
        loadBalancer: "arn:aws-cn:elasticloadbalancing:cn-north-1:210987654321:targetgroup/shop/1",
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:1",
        foreign: "arn:aws:ecs:us-east-1:999999999999:task/shop/0123",
        group: "service:shop",
      },
    });
  });

  it("is found by the ARN of a service, and by Region and account alone for an alarm", () => {
    const service = { resources: ["arn:aws:ecs:us-east-1:123456789012:service/shop/api"], detail: {} };
    expect(inCluster(service, OTHER).resources).toEqual(["arn:aws-cn:ecs:cn-north-1:210987654321:service/other/api"]);
    const alarm = {
      region: "us-east-1",
      account: "123456789012",
      resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:shop"],
    };
    expect(inCluster(alarm, OTHER)).toEqual({
      region: "cn-north-1",
      account: "210987654321",
      resources: ["arn:aws-cn:cloudwatch:cn-north-1:210987654321:alarm:shop"],
    });
  });

  it("is unchanged if it is in that cluster already, names no place, or there is no such cluster", () => {
    const event = { region: "us-east-1", account: "123456789012", detail: { clusterArn: CLUSTER } };
    expect(inCluster(event, CLUSTER)).toBe(event);
    expect(inCluster(event, "arn:other")).toBe(event);
    expect(inCluster({ source: "x" }, OTHER)).toEqual({ source: "x" });
  });
});

describe("the cluster of events", () => {
  it("is the first that one of them names", () => {
    const events = [{ detail: { clusterArn: "no" } }, { detail: { clusterArn: CLUSTER } }, {}];
    expect(clusterOf(events)?.arn).toBe(CLUSTER);
    expect(clusterOf([])).toBeUndefined();
  });
});

describe("the cluster of a pattern", () => {
  it.each([
    [{ detail: { clusterArn: [CLUSTER] } }, CLUSTER],
    [{ detail: { clusterArn: [{ prefix: `${CLUSTER}-` }] } }, `${CLUSTER}-`],
    [{ detail: { clusterArn: [{ wildcard: `${CLUSTER}*` }] } }, CLUSTER],
    [{ $or: [{ a: ["b"] }, { resources: [{ prefix: "arn:aws:ecs:us-east-1:123456789012:service/shop/" }] }] }, CLUSTER],
    [{ detail: { clusterArn: [{ "anything-but": [CLUSTER] }] } }, undefined],
    [
      { detail: { taskDefinitionArn: [{ prefix: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:" }] } },
      undefined,
    ],
    [undefined, undefined],
  ])("is one that %j allows", (pattern, cluster) => {
    expect(clusterOf(pattern)?.arn).toBe(cluster);
  });
});
