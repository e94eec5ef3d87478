import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { Alert } from "../preview/model";
import { type Aws, asked, queueUrl, receiveAll, type Undelivered } from "./aws";
import type { DeployedStack } from "./deployed-stack";
import type { Drill } from "./drill";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
const METRICS =
  "MatchedEvents Invocations SuccessfulInvocationAttempts RetryInvocationAttempts FailedInvocations InvocationsSentToDlq";
const PERIOD_SECONDS = 60;
/** Shorter than the time between two polls, so that each sees all messages. */
const HIDDEN_SECONDS = 10;
/** How far this machine's clock may be ahead of AWS's. */
const CLOCK_SKEW_MS = 120_000;

type Counts = Readonly<Record<string, number>>;
/** What became of an alert's events. */
type Outcome = { readonly text: string; readonly state: "delivered" | "failed" | "open" };

/** @returns what says, for each alert, what became of the events with these ids */
export async function watch(aws: Aws, stack: DeployedStack, alerts: readonly Alert[], drills: readonly Drill[]) {
  const since = Date.now();
  const url = stack.queueName === undefined ? undefined : await queueUrl(aws.sqs, stack.queueName, stack);
  return async (ids: readonly string[]) => {
    // A body that was made of an event does not have the event's id.
    const isOurs = ({ event, sentAt }: Undelivered) =>
      event === undefined ? ids.length > 0 && sentAt > since - CLOCK_SKEW_MS : ids.includes(String(event.id));
    const ours = url === undefined ? [] : (await receiveAll(aws.sqs, url, HIDDEN_SECONDS)).filter(isOurs);
    const outcomes = alerts.map(async (alert) => {
      const sent = drills.filter((drill) => drill.alerts.includes(alert)).length;
      const mine = ours.filter(({ ruleName }) => ruleName === alert.ruleName);
      const reasons = mine.map(({ undelivered = "It does not say why." }) => undelivered);
      const counts = await countsOf(aws, alert.ruleName, since);
      return { alert, ...outcomeOf(counts, sent, alert.input.kind === "counts", reasons) };
    });
    return Promise.all(outcomes);
  };
}

/** The metrics of a rule since a time, in milliseconds. */
async function countsOf({ cloudWatch }: Aws, ruleName: string, since: number) {
  const Dimensions = [{ Name: "RuleName", Value: ruleName }];
  const command = new GetMetricDataCommand({
    StartTime: new Date(since - (since % (PERIOD_SECONDS * 1000))),
    EndTime: new Date(Date.now() + PERIOD_SECONDS * 1000),
    MetricDataQueries: METRICS.split(" ").map((MetricName) => ({
      Id: `m${MetricName}`,
      MetricStat: { Metric: { Namespace: "AWS/Events", MetricName, Dimensions }, Period: PERIOD_SECONDS, Stat: "Sum" },
    })),
  });
  const { MetricDataResults = [] } = await asked("cloudwatch:GetMetricData", cloudWatch.send(command));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return Object.fromEntries(MetricDataResults.map(({ Id = "", Values = [] }) => [Id.slice(1), sum(Values)]));
}

/** @param sent how many events match @param undelivered why EventBridge gave up, for each message in the queue */
export function outcomeOf(counts: Counts, sent: number, isCount: boolean, undelivered: readonly string[]): Outcome {
  const { MatchedEvents: matched = 0, Invocations = 0, SuccessfulInvocationAttempts = 0 } = counts;
  const { FailedInvocations = 0, InvocationsSentToDlq = 0, RetryInvocationAttempts = 0 } = counts;
  const invoked = Math.max(Invocations, SuccessfulInvocationAttempts);
  const failed = Math.max(FailedInvocations, InvocationsSentToDlq);
  const reasons = [...new Set(undelivered)].join("; ");
  if (reasons) return { state: "failed", text: `not delivered, in the dead-letter queue. ${reasons}` };
  if (failed > 0) return { state: "failed", text: `not delivered: ${invoked} invoked, ${failed} failed for good` };
  if (isCount && matched >= sent) return { state: "delivered", text: `counted: ${matched} matched` };
  const delivered = `delivered: ${Math.max(matched, sent)} matched, ${invoked} invoked, none failed`;
  if (!isCount && invoked >= sent) return { state: "delivered", text: delivered };
  if (RetryInvocationAttempts > 0) return { state: "open", text: "retrying: Slack is not accepting it" };
  return { state: "open", text: matched > 0 ? "matched, not delivered yet" : "nothing in CloudWatch yet" };
}
