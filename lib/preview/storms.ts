import { count } from "../problems/problem";
import { SAMPLE_CLUSTER } from "./cluster";
import type { Alert, Preview, SampleEvent, Storm } from "./model";
import type { Resource } from "./read/resources";

/** The alarm among these resources that counts what the rule matches, if there is one. */
export function stormOf(rule: Resource, resources: readonly Resource[]): Storm | undefined {
  const alarm = resources.find(({ type, argument }) => {
    const isOfMetric = type === "aws_cloudwatch_metric_alarm" && argument("metric_name") === "MatchedEvents";
    return isOfMetric && argument("dimensions", "RuleName") === rule.argument("name");
  });
  const [alarmName, events, period] = ["alarm_name", "threshold", "period"].map((one) => alarm?.argument(one));
  const isKnown = typeof alarmName === "string" && typeof events === "number" && typeof period === "number";
  return isKnown ? { alarmName, events, minutes: period / 60 } : undefined;
}

/** Sample events of the alarms that count, now or earlier: when a storm begins, and when it is over. */
export function alarmEvents(alerts: readonly Alert[], earlier: readonly Alert[] = []): SampleEvent[] {
  const events = [...alerts, ...earlier].flatMap(({ input, clusterArn }) => {
    if (input.kind !== "counts") return [];
    return [alarmEvent(input.storm, clusterArn), alarmEvent(input.storm, clusterArn, true)];
  });
  return [...new Map(events.map((event) => [event.name, event])).values()];
}

/** Whether the events begin a storm by their own times. CloudWatch counts each in the minute in which it gets it. */
export function stormSentences({ alerts, results }: Preview): string[] {
  return alerts.flatMap(({ input, address }) => {
    if (input.kind !== "counts") return [];
    const { alarmName, events, minutes } = input.storm;
    const counted = results.filter(({ alert, verdict }) => alert.address === address && verdict === "counts");
    const times = counted.map(({ event: { event } }) => Date.parse(String(event?.time)) || 0);
    const most = mostWithin(minutes, times);
    const outcome = most >= events ? "the storm begins" : "no storm";
    return [
      `${alarmName}: ${counted.length} of the events counted, at most ${most} within ${count(minutes, "minute")} by their times, and ${events} needed: ${outcome}.`,
    ];
  });
}

function mostWithin(minutes: number, times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= minutes * 60_000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
function alarmEvent({ alarmName, events, minutes }: Storm, clusterArn = SAMPLE_CLUSTER, isOver = false): SampleEvent {
  const [, partition, , region = "", account = ""] = clusterArn.split(":");
  const [value, before, found] = isOver ? ["OK", "ALARM", events - 1] : ["ALARM", "OK", events];
  const was = `[${found}.0 (02/03/26 09:09:00)] was ${isOver ? "not " : ""}greater than or equal to`;
  const reason = `Threshold Crossed: 1 datapoint ${was} the threshold (${events}.0).`;
  return {
    name: `${alarmName} ${isOver ? "is over" : "begins"}`,
    event: {
      version: "0",
      id: "b7a2c9d4-3e58-4f61-9a07-5c1d8e2f6b90",
      "detail-type": "CloudWatch Alarm State Change",
      source: "aws.cloudwatch",
      account,
      time: "2026-03-02T09:14:00Z",
      region,
      resources: [`arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarmName}`],
      detail: {
        alarmName,
        state: { value, reason, timestamp: "2026-03-02T09:14:00.000+0000" },
        previousState: { value: before, timestamp: "2026-03-02T08:59:00.000+0000" },
        configuration: { metrics: [{ metricStat: { period: minutes * 60, stat: "Sum" } }] },
      },
    },
  };
}
