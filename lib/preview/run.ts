import { type CompiledPattern, compilePattern } from "../eventbridge/event-pattern";
import { readInputPath } from "../eventbridge/input-paths";
import { type InputTransformer, type TransformContext, transform } from "../eventbridge/input-transformer";
import { isJsonObject, type Json, type JsonObject } from "../eventbridge/json";
import { slackProblems } from "../slack/payload-problems";
import type { Preview, Result, SampleEvent } from "./model";
import type { AlertOnBus } from "./read/alert-of";
import type { AlertSource } from "./read/alerts";
import { transformContext } from "./transform-context";

/** The cluster of events that name none. */
const SOME_CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";
const ARN = /^arn:[\w:./+=@-]+$/;

const NOT_JSON =
  "The body is not valid JSON: EventBridge does not send it, but puts it into the dead-letter queue (INVALID_JSON), if there is one.";
const NOTHING_FOUND = "The target's input path finds nothing in the event: there is nothing to send.";
const NOT_ONE_VALUE = "Slack would refuse: the body is not one JSON object.";
const HOLDS_IF_ESCAPED =
  "This holds only if EventBridge escapes values inside strings, which is disputed: if not, it is not valid JSON or says something else. Use such a value bare, outside of quotes.";
const IS_A_BODY = "This is the body of a message, not an event: which alerts it meets cannot be told.";

type Outcome = Pick<Result, "sent" | "body" | "problems">;

/**
 * What every alert does with every event.
 * @param cluster the one for which the alerts themselves are given; that of the first event by default
 */
export function runEvents(
  source: AlertSource,
  events: readonly SampleEvent[],
  cluster = clusterOf(events[0]?.event),
): Preview {
  const compiled = new Map<JsonObject, CompiledPattern>();
  const patternOf = ({ pattern }: AlertOnBus) => {
    if (pattern === undefined) return undefined;
    const known = compiled.get(pattern) ?? compilePattern(pattern);
    compiled.set(pattern, known);
    return known;
  };
  return {
    alerts: source.alertsFor(cluster),
    events,
    results: events.flatMap((sample) =>
      source.alertsFor(clusterOf(sample.event)).map(
        (alert): Result => ({
          event: sample.name,
          alert: alert.address,
          ...(sample.event === undefined ? silent([IS_A_BODY]) : resultOf(alert, patternOf(alert), sample.event)),
        }),
      ),
    ),
  };
}

/** The samples as events of the cluster that a plan is for. */
export function inCluster(events: readonly SampleEvent[], clusterArn: string): readonly SampleEvent[] {
  return events.map((sample) => {
    const detail = sample.event?.detail;
    if (!isJsonObject(detail) || typeof detail.clusterArn !== "string") return sample;
    return { ...sample, event: { ...sample.event, detail: { ...detail, clusterArn } } };
  });
}

function resultOf(
  alert: AlertOnBus,
  pattern: CompiledPattern | undefined,
  event: JsonObject,
): Omit<Result, "event" | "alert"> {
  if (alert.problems.length > 0 || pattern === undefined) return silent([]);
  if (!pattern.matches(event)) return silent([], pattern.firstMismatch(event));
  return { matched: true, ...outcome(alert, event), mismatch: undefined };
}

function silent(problems: readonly string[], mismatch?: Result["mismatch"]): Omit<Result, "event" | "alert"> {
  return { matched: false, sent: false, body: undefined, problems, mismatch };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function outcome({ input, ...alert }: AlertOnBus, event: JsonObject): Outcome {
  switch (input.kind) {
    case "transformer":
      return transformed(input.transformer, event, transformContext(alert, event));
    case "path": {
      const found = readInputPath(input.path, event);
      return found === undefined ? { sent: false, body: "", problems: [NOTHING_FOUND] } : posted(JSON.stringify(found));
    }
    case "constant":
      return posted(input.body);
    case "event":
      return posted(JSON.stringify(event));
    case "unknown":
      return { sent: false, body: undefined, problems: [] };
  }
}

function transformed(transformer: InputTransformer, event: JsonObject, context: TransformContext): Outcome {
  const { body, valid } = transform(transformer, event, context);
  if (!valid) return { sent: false, body, problems: [NOT_JSON] };
  const unescaped = transform(transformer, event, context, "raw");
  const holds = unescaped.body === body || (unescaped.valid && isSame(unescaped.body, body));
  const result = posted(body);
  return holds ? result : { ...result, problems: [...result.problems, HOLDS_IF_ESCAPED] };
}

function posted(body: string): Outcome {
  const value = parsed(body);
  const problems =
    value === undefined ? [NOT_ONE_VALUE] : slackProblems(value).map((problem) => `Slack would refuse: ${problem}`);
  return { sent: true, body, problems };
}

function isSame(one: string, other: string): boolean {
  return JSON.stringify(parsed(one)) === JSON.stringify(parsed(other));
}

/** Undefined for several quoted lines, which a text template may make. */
function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function clusterOf(event: JsonObject | undefined): string {
  const arn = isJsonObject(event?.detail) ? event.detail.clusterArn : undefined;
  return typeof arn === "string" && ARN.test(arn) ? arn : SOME_CLUSTER;
}
