import type { TransformContext } from "../eventbridge/input-transformer";
import type { JsonObject } from "../eventbridge/json";
import { type AlertOnBus, DEFAULT_BUS } from "./read/alert-of";

/** https://docs.aws.amazon.com/general/latest/gr/rande.html: how the Regions of each partition begin. */
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
 * What the predefined variables of an input transformer say. EventBridge has the time at which it received the event,
 * which nobody can know beforehand: here it is the event's own, to the millisecond.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
export function transformContext(
  { ruleName, eventBus }: Pick<AlertOnBus, "ruleName" | "eventBus">,
  { region, account, time }: JsonObject,
): TransformContext {
  const where = typeof region === "string" ? region : "us-east-1";
  const owner = typeof account === "string" ? account : "123456789012";
  const partition = PARTITIONS.find(([start]) => where.startsWith(start))?.[1] ?? "aws";
  const rule = eventBus === DEFAULT_BUS ? ruleName : `${eventBus}/${ruleName}`;
  const received = new Date(typeof time === "string" ? time : 0);
  return {
    ruleArn: `arn:${partition}:events:${where}:${owner}:rule/${rule}`,
    ruleName,
    ingestionTime: (Number.isNaN(received.getTime()) ? new Date(0) : received).toISOString(),
  };
}
