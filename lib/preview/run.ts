import { type CompiledPattern, compilePattern } from "../eventbridge/event-pattern";
import { readInputPath } from "../eventbridge/input-paths";
import { type InputTransformer, type TransformContext, transform } from "../eventbridge/input-transformer";
import { isJsonObject, type JsonObject, parseJson } from "../eventbridge/json";
import { slackProblems } from "../slack/payload-problems";
import { inCluster } from "./cluster";
import type { Preview, Result, SampleEvent } from "./model";
import type { ReadAlert } from "./read/alert-of";
import type { AlertSource } from "./read/alerts";
import { DEFAULT_BUS } from "./read/resources";

const NOT_JSON =
  "The body is not valid JSON, so EventBridge does not send it: it goes to the dead-letter queue (INVALID_JSON), or is lost without one.";
const NOTHING_FOUND = "The target's input path finds nothing in the event, so there is nothing to send.";
const NOT_ONE_VALUE = "Slack would refuse: the body is not one JSON object.";
const HOLDS_IF_ESCAPED =
  'This is right only if EventBridge escapes values inside strings, which is disputed. To be safe, put the placeholder outside the quotes of the template; in this project, set the alert\'s `message: { language: "en" }`.';
const IS_A_BODY = "This is the body of a message, not an event, so it is not known which alerts it matches.";

/** An event's result with one alert. */
type Outcome = Omit<Result, "event" | "alert">;
export type Sent = Pick<Result, "sent" | "body" | "problems">;

/**
 * The results of every event with every alert.
 * @param asTheyAre whether the events keep their own cluster; otherwise each counts as one of the cluster that an alert watches
 */
export function runEvents(
  { alerts }: Pick<AlertSource, "alerts">,
  events: readonly SampleEvent[],
  asTheyAre = false,
): Preview {
  const patterns = alerts.map(({ pattern, problems }) =>
    pattern === undefined || problems.length > 0 ? undefined : compilePattern(pattern),
  );
  const results = events.flatMap(({ name, event }) => {
    const moved = new Map<string, JsonObject>();
    return alerts.map((alert, index): Result => {
      const { address, clusterArn } = alert;
      if (event === undefined) return { event: name, alert: address, ...silent([IS_A_BODY]) };
      const own =
        clusterArn === undefined || asTheyAre ? event : (moved.get(clusterArn) ?? inCluster(event, clusterArn));
      if (clusterArn !== undefined) moved.set(clusterArn, own);
      return { event: name, alert: address, ...resultOf(alert, patterns[index], own) };
    });
  });
  return { alerts, events, results };
}

function resultOf(alert: ReadAlert, pattern: CompiledPattern | undefined, event: JsonObject): Outcome {
  if (pattern === undefined) return silent([]);
  if (!pattern.matches(event)) return silent([], pattern.firstMismatch(event));
  return { matched: true, ...sentBy(alert, event), mismatch: undefined };
}

function silent(problems: readonly string[], mismatch?: Result["mismatch"]): Outcome {
  return { matched: false, sent: false, body: undefined, problems, mismatch };
}

/**
 * What an alert sends for an event that matches.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
export function sentBy(alert: ReadAlert, event: JsonObject): Sent {
  const { input } = alert;
  switch (input.kind) {
    case "transformer":
      return transformed(alert, input.transformer, event);
    case "path": {
      const found = readInputPath(input.path, event);
      if (found === undefined) return { sent: false, body: "", problems: [NOTHING_FOUND] };
      return posted(alert, JSON.stringify(found));
    }
    case "constant":
      return posted(alert, input.body);
    case "event":
      return posted(alert, JSON.stringify(event));
    case "unknown":
      return { sent: false, body: undefined, problems: [] };
  }
}

function transformed(alert: ReadAlert, transformer: InputTransformer, event: JsonObject): Sent {
  const context = transformContext(alert, event);
  const { body, valid } = transform(transformer, event, context);
  if (!valid) return { sent: false, body, problems: [NOT_JSON] };
  const raw = transform(transformer, event, context, "raw");
  const holds = raw.body === body || (raw.valid && isSame(raw.body, body));
  const result = posted(alert, body);
  return holds ? result : { ...result, problems: [...result.problems, HOLDS_IF_ESCAPED] };
}

/**
 * The values of the predefined variables. The ingestion time, which is not known beforehand, is the event's own time.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
function transformContext(
  { ruleName, eventBus }: Pick<ReadAlert, "ruleName" | "eventBus">,
  { region = "us-east-1", account = "123456789012", resources, time }: JsonObject,
): TransformContext {
  const [resource] = Array.isArray(resources) ? resources : [];
  const partition = /^arn:([\w-]+):/.exec(String(resource))?.[1] ?? "aws";
  const rule = eventBus === DEFAULT_BUS ? ruleName : `${eventBus}/${ruleName}`;
  const date = new Date(typeof time === "string" ? time : 0);
  return {
    ruleArn: `arn:${partition}:events:${region}:${account}:rule/${rule}`,
    ruleName,
    ingestionTime: (Number.isNaN(date.getTime()) ? new Date(0) : date).toISOString(),
  };
}

function posted({ isSlack, bodyParameters }: ReadAlert, text: string): Sent {
  const value = parseJson(text);
  const isMerged = isJsonObject(value) && Object.keys(bodyParameters).length > 0;
  // The connection's parameters take precedence.
  const payload = isMerged ? { ...value, ...bodyParameters } : value;
  const body = isMerged ? JSON.stringify(payload) : text;
  if (!isSlack) return { sent: true, body, problems: [] };
  if (payload === undefined) return { sent: true, body, problems: [NOT_ONE_VALUE] };
  return { sent: true, body, problems: slackProblems(payload).map((problem) => `Slack would refuse: ${problem}`) };
}

function isSame(one: string, other: string): boolean {
  return JSON.stringify(parseJson(one)) === JSON.stringify(parseJson(other));
}
