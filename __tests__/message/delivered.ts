import fc from "fast-check";
import { THE_CLUSTER } from "../../lib/aws/arns";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import { type Escaping, type InputTransformer, transform } from "../../lib/eventbridge/input-transformer";
import type { JsonObject } from "../../lib/eventbridge/json";
import { incidentsPattern, type ServiceIncidents } from "../../lib/incidents/service-incidents";
import { incidentContext, stopContext } from "../../lib/message/context";
import { type IncidentMessage, messageTransformer, type SlackMessage } from "../../lib/message/slack-message";
import { type TaskStops, taskStopsPattern } from "../../lib/stops/task-stops";
import { variant } from "../sample-events";

export const CLUSTER: typeof THE_CLUSTER = {
  arn: "arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo",
  partition: "aws",
  region: "ap-northeast-1",
  account: "123456789012",
  clusterName: "demo",
  consoleHost: "console.aws.amazon.com",
};

const CONTEXT = {
  ruleArn: "arn:aws:events:ap-northeast-1:123456789012:rule/demo-main",
  ruleName: "demo-main",
  ingestionTime: "2026-01-01T00:00:00.000Z",
};

/** A pattern or an input transformer with a cluster in place of `THE_CLUSTER`, as the stack fills it in. */
export function filled<T extends JsonObject | InputTransformer>(value: T, arn = CLUSTER.arn): T {
  const parts = new Map(Object.entries({ ...CLUSTER, arn }));
  const fill = (json: string, [name, any]: [string, string]) => json.replaceAll(any, parts.get(name) ?? any);
  return JSON.parse(Object.entries(THE_CLUSTER).reduce(fill, JSON.stringify(value)));
}

export function transformerOf(message: SlackMessage, stops: TaskStops = {}): InputTransformer {
  const { required } = compilePattern(taskStopsPattern(stops));
  return filled(messageTransformer(message, stopContext(stops, required)));
}

export function incidentTransformer(message: IncidentMessage, incidents: ServiceIncidents): InputTransformer {
  const { required } = compilePattern(incidentsPattern(incidents));
  return filled(messageTransformer(message, incidentContext(incidents, required)));
}

/** The body that is sent for the event, parsed; throws where it is not JSON. */
export function delivered(transformer: InputTransformer, event: JsonObject, reading: Escaping = "escaped") {
  return JSON.parse(transform(transformer, event, CONTEXT, reading).body);
}

/** What Slack reads as mrkdwn in a payload: the only texts in which a mention or a link could hide. */
export function mrkdwnTexts(payload: unknown): string[] {
  if (Array.isArray(payload)) return payload.flatMap(mrkdwnTexts);
  if (typeof payload !== "object" || payload === null) return [];
  const entries = Object.entries(payload);
  const object = Object.fromEntries(entries);
  const own = object.type === "mrkdwn" && typeof object.text === "string" ? [object.text] : [];
  return [...own, ...entries.flatMap(([, value]) => mrkdwnTexts(value))];
}

const NASTY = fc.constantFrom(
  '"',
  "\\",
  '\\"',
  "\n",
  "\u0000",
  "\u2028",
  "<!channel>",
  "<https://evil.example|click>",
  "<group>",
  "&",
  "`*_~",
  "’",
  "🚀",
  "\ud800",
  "${x}",
  "%{y}",
  "</x>",
);

/** Anybody's text, up to 1,024 characters, often with what could break a message. */
export const anyText = fc.oneof(
  fc.string({ maxLength: 1024, unit: "binary" }),
  fc
    .array(fc.oneof(NASTY, fc.string({ maxLength: 8 })), { maxLength: 20 })
    .map((parts) => parts.join("").slice(0, 1024)),
);

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Stop events with anybody's text wherever AWS lets it be, and any optional field missing. */
export const anyStopEvent: fc.Arbitrary<JsonObject> = fc
  .record({
    group: maybe(
      fc.oneof(
        anyText,
        anyText.map((text) => `service:${text}`),
      ),
    ),
    stoppedReason: maybe(anyText),
    startedBy: maybe(anyText),
    capacityProviderName: maybe(anyText),
    stopCode: maybe(fc.constantFrom("EssentialContainerExited", "UserInitiated")),
    availabilityZone: maybe(fc.constant("ap-northeast-1a")),
    launchType: maybe(fc.constantFrom("FARGATE", "EC2")),
    stoppedAt: maybe(fc.constant("2026-01-01T00:00:00.000Z")),
    containers: fc.array(
      fc.record({
        name: fc.stringMatching(/^[A-Za-z0-9_-]{1,255}$/),
        exitCode: maybe(fc.integer({ min: 0, max: 255 })),
        reason: maybe(anyText),
      }),
      { maxLength: 4 },
    ),
  })
  .map((detail) => variant("crashed", detail));
