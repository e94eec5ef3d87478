import { readInputPath } from "../eventbridge/input-paths";
import { type InputTransformer, transform } from "../eventbridge/input-transformer";
import { type JsonObject, parseJson } from "../eventbridge/json";
import { slackProblems } from "../slack/payload-problems";
import { inCluster } from "./cluster";
import type { Alert, Preview, Result, SampleEvent, Verdict } from "./model";

const NOT_JSON = "The body is not JSON, so it goes to the dead-letter queue (INVALID_JSON), or is lost without one.";
const NOTHING_FOUND = "The target's input path finds nothing in the event, so there is nothing to send.";
const HOLDS_IF_ESCAPED =
  'This is right only if EventBridge escapes values inside strings, which is disputed. To be safe, put the placeholder outside the quotes of the template; in this project, set the alert\'s `message: { language: "en" }`.';
const IS_A_BODY = "This is the body of a message, not an event, so it is not known which alerts it matches.";

/** What EventBridge makes of a target's input, what is wrong with it, and whether no message arrives. */
type Sent = Pick<Result, "sent" | "problems"> & { readonly body: string; readonly isLost: boolean };

/** Each event with each alert. @param asTheyAre if not, an event counts as one of the cluster that an alert watches */
export function runEvents(alerts: readonly Alert[], events: readonly SampleEvent[], asTheyAre = false): Preview {
  const clusters = asTheyAre ? [] : [...new Set(alerts.flatMap(({ clusterArn }) => clusterArn ?? []))];
  const results = events.flatMap((sample) => {
    const { event } = sample;
    const moved = new Map(event && clusters.map((cluster) => [cluster, inCluster(event, cluster)]));
    return alerts.map((alert) => resultOf(sample, alert, moved.get(alert.clusterArn ?? "") ?? event));
  });
  return { alerts, events, results };
}

/** @param content the event, in the cluster of the alert */
function resultOf(event: SampleEvent, alert: Alert, content: JsonObject | undefined): Result {
  const unsent = (verdict: Verdict, problems: readonly string[] = [], mismatch?: Result["mismatch"]): Result => {
    return { event, alert, verdict, matched: verdict === "counts", sent: false, body: undefined, problems, mismatch };
  };
  const { compiled } = alert;
  if (!content) return unsent("not an event", [IS_A_BODY]);
  if (!compiled) return unsent("lost");
  if (!compiled.matches(content)) return unsent("silent", [], () => compiled.firstMismatch(content));
  if (alert.input.kind === "counts") return unsent("counts");
  const { isLost, sent, body, problems } = sentBy(alert, content);
  const arrived = problems.length > 0 || alert.notes.length > 0 ? "warned" : "rings";
  return { event, alert, verdict: isLost ? "lost" : arrived, matched: true, sent, body, problems };
}

/** What an alert sends for an event. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export function sentBy(alert: Alert, event: JsonObject): Sent {
  const { input } = alert;
  if (input.kind === "transformer") return transformed(alert, input.transformer, event);
  if (input.kind === "constant") return posted(alert, input.body);
  const found = input.kind === "path" ? readInputPath(input.path, event) : event;
  return found === undefined ? unsent("", NOTHING_FOUND) : posted(alert, JSON.stringify(found));
}

export function posted({ isSlack }: Pick<Alert, "isSlack">, body: string, payload = parseJson(body)): Sent {
  if (!isSlack) return { sent: true, body, problems: [], isLost: false };
  const refusals = payload === undefined ? ["the body is not one JSON object."] : slackProblems(payload);
  const problems = refusals.map((refusal) => `Slack would refuse: ${refusal}`);
  return { sent: true, body, problems, isLost: problems.length > 0 };
}

function unsent(body: string, problem: string): Sent {
  return { sent: false, body, problems: [problem], isLost: true };
}

function transformed(alert: Alert, transformer: InputTransformer, event: JsonObject): Sent {
  const context = contextOf(alert, event);
  const { body, json, valid, isEscaped } = transform(transformer, event, context);
  if (!valid) return unsent(body, NOT_JSON);
  const result = posted(alert, body, json);
  if (!isEscaped) return result;
  const raw = transform(transformer, event, context, "raw");
  const isSame = JSON.stringify(raw.json) === JSON.stringify(json);
  return isSame ? result : { ...result, problems: [...result.problems, HOLDS_IF_ESCAPED] };
}

/** The predefined variables. The ingestion time, which is not known beforehand, is the event's own time. */
function contextOf({ ruleName, eventBus }: Alert, event: JsonObject) {
  const { region = "us-east-1", account = "123456789012", resources, time } = event;
  const partition = /^arn:([\w-]+):/.exec(String(resources))?.[1] ?? "aws";
  const rule = eventBus === "default" ? ruleName : `${eventBus}/${ruleName}`;
  const ruleArn = `arn:${partition}:events:${region}:${account}:rule/${rule}`;
  return { ruleArn, ruleName, ingestionTime: new Date(Date.parse(String(time)) || 0).toISOString() };
}
