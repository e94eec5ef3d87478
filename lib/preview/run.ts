import { type CompiledPattern, compilePattern } from "../eventbridge/event-pattern";
import { readInputPath } from "../eventbridge/input-paths";
import { type InputTransformer, type TransformContext, transform } from "../eventbridge/input-transformer";
import { type JsonObject, parseJson } from "../eventbridge/json";
import { slackProblems } from "../slack/payload-problems";
import { inCluster } from "./cluster";
import type { Alert, Preview, Result, SampleEvent } from "./model";
import { DEFAULT_BUS } from "./read/resources";

const NOT_JSON =
  "The body is not valid JSON, so EventBridge does not send it: it goes to the dead-letter queue (INVALID_JSON), or is lost without one.";
const NOTHING_FOUND = "The target's input path finds nothing in the event, so there is nothing to send.";
const NOT_ONE_VALUE = "Slack would refuse: the body is not one JSON object.";
const HOLDS_IF_ESCAPED =
  'This is right only if EventBridge escapes values inside strings, which is disputed. To be safe, put the placeholder outside the quotes of the template; in this project, set the alert\'s `message: { language: "en" }`.';
const IS_A_BODY = "This is the body of a message, not an event, so it is not known which alerts it matches.";

/** What EventBridge makes of a target's input, and what is wrong with it. */
interface Sent extends Pick<Result, "sent" | "problems"> {
  readonly body: string;
  readonly isRefused?: boolean;
}

/**
 * The results of every event with every alert.
 * @param asTheyAre whether the events keep their own cluster; otherwise each counts as one of the cluster that an alert watches
 */
export function runEvents(
  { alerts }: Pick<Preview, "alerts">,
  events: readonly SampleEvent[],
  asTheyAre = false,
): Preview {
  const compiled = alerts.map((alert) => {
    const { pattern, problems } = alert;
    const isUsable = pattern !== undefined && problems.length === 0;
    return { alert, pattern: isUsable ? compilePattern(pattern) : undefined };
  });
  const results = events.flatMap((event) => {
    const moved = new Map<string, JsonObject>();
    const seenBy = ({ clusterArn }: Alert, own: JsonObject) => {
      if (clusterArn === undefined || asTheyAre) return own;
      const there = moved.get(clusterArn) ?? inCluster(own, clusterArn);
      moved.set(clusterArn, there);
      return there;
    };
    return compiled.map(({ alert, pattern }): Result => {
      const outcome = event.event
        ? outcomeOf(alert, pattern, seenBy(alert, event.event))
        : unmatched("not an event", [IS_A_BODY]);
      return { event, alert, ...outcome };
    });
  });
  return { alerts, events, results };
}

type Outcome = Omit<Result, "event" | "alert">;

function outcomeOf(alert: Alert, pattern: CompiledPattern | undefined, event: JsonObject): Outcome {
  if (pattern === undefined) return unmatched("lost");
  if (!pattern.matches(event)) return unmatched("silent", [], pattern.firstMismatch(event));
  if (alert.input.kind === "counts")
    return { verdict: "counts", matched: true, sent: false, body: undefined, problems: [], mismatch: undefined };
  const { isRefused = false, ...sent } = sentBy(alert, event);
  const isDoubtful = sent.problems.length > 0 || alert.notes.length > 0;
  const verdict = isRefused || !sent.sent ? "lost" : isDoubtful ? "warned" : "rings";
  return { verdict, matched: true, ...sent, mismatch: undefined };
}

function unmatched(verdict: Result["verdict"], problems: readonly string[] = [], mismatch?: Result["mismatch"]) {
  return { verdict, matched: false, sent: false, body: undefined, problems, mismatch };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function sentBy(alert: Alert, event: JsonObject): Sent {
  const { input, isSlack } = alert;
  if (input.kind === "transformer") return transformed(alert, input.transformer, event);
  if (input.kind === "constant") return posted(isSlack, input.body);
  const found = input.kind === "path" ? readInputPath(input.path, event) : event;
  if (found === undefined) return { sent: false, body: "", problems: [NOTHING_FOUND] };
  return posted(isSlack, JSON.stringify(found));
}

function transformed(alert: Alert, transformer: InputTransformer, event: JsonObject): Sent {
  const context = transformContext(alert, event);
  const { body, valid } = transform(transformer, event, context);
  if (!valid) return { sent: false, body, problems: [NOT_JSON] };
  const raw = transform(transformer, event, context, "raw");
  const isSame = () => JSON.stringify(parseJson(raw.body)) === JSON.stringify(parseJson(body));
  const holds = raw.body === body || (raw.valid && isSame());
  const result = posted(alert.isSlack, body);
  return holds ? result : { ...result, problems: [...result.problems, HOLDS_IF_ESCAPED] };
}

/**
 * The values of the predefined variables. The ingestion time, which is not known beforehand, is the event's own time.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined
 */
function transformContext(
  { ruleName, eventBus }: Alert,
  { region = "us-east-1", account = "123456789012", resources, time }: JsonObject,
): TransformContext {
  const [resource] = Array.isArray(resources) ? resources : [];
  const partition = /^arn:([\w-]+):/.exec(String(resource))?.[1] ?? "aws";
  const rule = eventBus === DEFAULT_BUS ? ruleName : `${eventBus}/${ruleName}`;
  const milliseconds = Date.parse(String(time));
  return {
    ruleArn: `arn:${partition}:events:${region}:${account}:rule/${rule}`,
    ruleName,
    ingestionTime: new Date(Number.isNaN(milliseconds) ? 0 : milliseconds).toISOString(),
  };
}

function posted(isSlack: boolean, body: string): Sent {
  const payload = isSlack ? parseJson(body) : undefined;
  if (!isSlack) return { sent: true, body, problems: [] };
  if (payload === undefined) return { sent: true, body, problems: [NOT_ONE_VALUE], isRefused: true };
  const problems = slackProblems(payload).map((problem) => `Slack would refuse: ${problem}`);
  return { sent: true, body, problems, isRefused: problems.length > 0 };
}
