import type { TransformContext } from "../eventbridge/input-transformer";
import type { JsonObject } from "../eventbridge/json";
import type { ReadAlert } from "./read/alert-of";
import { DEFAULT_BUS } from "./read/resources";

/** Prefixes of the Regions of each partition. https://docs.aws.amazon.com/general/latest/gr/rande.html */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["eusc-", "aws-eusc"],
  ["us-isob-", "aws-iso-b"],
  ["us-isof-", "aws-iso-f"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-iso-", "aws-iso"],
];

/**
 * The values of the predefined variables. The ingestion time, which is not known beforehand, is the event's own time.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
export function transformContext(
  { ruleName, eventBus }: Pick<ReadAlert, "ruleName" | "eventBus">,
  event: JsonObject,
): TransformContext {
  const region = typeof event.region === "string" ? event.region : "us-east-1";
  const account = typeof event.account === "string" ? event.account : "123456789012";
  const partition = PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
  const rule = eventBus === DEFAULT_BUS ? ruleName : `${eventBus}/${ruleName}`;
  const time = new Date(typeof event.time === "string" ? event.time : 0);
  return {
    ruleArn: `arn:${partition}:events:${region}:${account}:rule/${rule}`,
    ruleName,
    ingestionTime: (Number.isNaN(time.getTime()) ? new Date(0) : time).toISOString(),
  };
}
