import { regionalArn } from "../aws/arns";
import type { JsonObject } from "../eventbridge/json";
import { number, type Shape } from "../problems/shape";

export interface StormSize {
  /** How many events make a storm: at least this many within `minutes`. */
  readonly events: number;
  /** The time in which they must come, in minutes, 1 to 1,440. */
  readonly minutes: number;
}

export const STORM_SIZE_SHAPE: Readonly<Record<keyof StormSize, Shape>> = {
  events: { ...number(2, 1_000_000, "one event is not a storm"), required: true },
  // CloudWatch evaluates an alarm over at most a day of periods shorter than an hour:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  minutes: { ...number(1, 1440, "CloudWatch's range for an alarm's period"), required: true },
};

/** The two changes of the alarm that are worth a message. */
export const STORM_CHANGES = ["began", "over"] as const;
export type StormChange = (typeof STORM_CHANGES)[number];

/** The event pattern of a change of the alarm. A new alarm goes from INSUFFICIENT_DATA to OK, which ends no storm. */
export function stormPattern(change: StormChange, alarmName: string): JsonObject {
  const alarm = { value: ["ALARM"] };
  return {
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    resources: [regionalArn("cloudwatch", `alarm:${alarmName}`)],
    detail: change === "began" ? { state: alarm } : { state: { value: ["OK"] }, previousState: alarm },
  };
}
