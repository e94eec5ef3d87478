import { type EventRows, LONGEST_REASON, PLACE_ROWS, type Shape } from "./event-rows";

/**
 * The values of a change of a CloudWatch alarm, one row each.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export const ALARM_ROWS = {
  alarmName: {
    path: "$.detail.alarmName",
    longest: 255,
    alwaysPresent: true,
    field: { name: "alarm", en: "Alarm", ja: "アラーム", short: false },
  },
  state: {
    path: "$.detail.state.value",
    longest: 17,
    alwaysPresent: true,
    field: { name: "state", en: "State", ja: "状態", short: true },
  },
  reason: {
    path: "$.detail.state.reason",
    longest: LONGEST_REASON,
    free: true,
    field: { name: "reason", en: "Reason", ja: "理由", short: false },
  },
  time: {
    path: "$.time",
    longest: 20,
    alwaysPresent: true,
    field: { name: "time", en: "Time (UTC)", ja: "日時 (UTC)", short: true },
  },
  ...PLACE_ROWS,
} as const satisfies EventRows;

/** Further paths at which every such event has a string. */
export const ALARM_ALWAYS_PRESENT = ["$.detail-type", "$.id", "$.source", "$.resources[0]"];

export const ALARM_SHAPE: Shape = {
  resources: ["text"],
  detail: {
    configuration: {
      metrics: [{ metricStat: { metric: { dimensions: {} }, period: "number" }, returnData: "boolean" }],
    },
    previousState: {},
    state: {},
  },
};
