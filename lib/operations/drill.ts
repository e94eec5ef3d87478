import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DescribeRuleCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DRILL_SOURCE } from "../aws/arns";
import { Failure } from "../cli/failure";
import { say } from "../cli/output";
import { compilePattern } from "../eventbridge/event-pattern";
import { isJsonList, isJsonObject, type Json, type JsonObject } from "../eventbridge/json";
import { inCluster } from "../preview/cluster";
import { type Alert, nameOf, type SampleEvent } from "../preview/model";
import { readEvents } from "../preview/read/events";
import { sentBy } from "../preview/run";
import type { Pause } from "../preview/send";
import { type Aws, asked, connect } from "./aws";
import { type DeployedStack, readDeployedStack } from "./deployed-stack";
import { watch } from "./outcome";

const POLL_SECONDS = 15;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_EVENTS = 10;
/** What a message may show: texts, and then ARNs. Patterns look at their beginnings. */
const SHOWN =
  "detail.group detail.stoppedReason detail.reason detail.containers.reason detail.startedBy resources detail.taskArn detail.taskDefinitionArn";

/** An event to send, and the alerts that take it. */
export type Drill = ReturnType<typeof drillOf>;

/** `npm run drill`. @returns the exit code @throws Failure */
export async function drillCommand(
  args: readonly string[],
  readStack = readDeployedStack,
  pause: Pause = sleep,
): Promise<0 | 1> {
  const text = { type: "string" } as const;
  const which = { event: { ...text, multiple: true }, app: text, stack: text } as const;
  const how = { wait: { ...text, default: "5" }, "dry-run": { type: "boolean" } } as const;
  const { values } = parseArgs({ args: [...args], options: { ...which, ...how } });
  const minutes = Number(values.wait);
  if (!(minutes >= 1 && minutes <= 60)) throw new Failure(`--wait: must be 1 to 60 minutes, got ${values.wait}.`, 2);
  const samples = readEvents(values.event ?? []);
  if (samples.length === 0 || samples.length > MAX_EVENTS)
    throw new Failure(`--event: name 1 to ${MAX_EVENTS} events (PutEvents' limit), got ${samples.length}.`, 2);
  const stack = await readStack(values.app, values.stack);
  const drills = samples.map((sample) => drillOf(stack, sample));
  for (const { name, event, alerts } of drills) {
    say(`${name} → ${alerts.map(nameOf).join(", ")}`);
    for (const alert of alerts)
      if (alert.input.kind !== "counts" && !/\(drill\)|-drill/.test(sentBy(alert, event).body))
        say(`The message of ${nameOf(alert)} will look real: it shows nothing that can be marked.`);
  }
  const bus = `the default event bus of ${stack.account} in ${stack.region}`;
  if (values["dry-run"]) {
    for (const { event } of drills) {
      const { source, "detail-type": type, resources = [], detail = {} } = event;
      say(JSON.stringify({ source, "detail-type": type, resources, detail }, undefined, 2));
    }
    say(`Nothing was sent. Without --dry-run, this goes to ${bus}.`);
    return 0;
  }

  const aws = await connect(stack);
  const alerts = [...new Set(drills.flatMap((drill) => drill.alerts))];
  for (const alert of alerts) await checkDeployed(aws, stack, alert, drills);
  const look = await watch(aws, stack, alerts, drills);
  // If the credentials do not allow it, that shows before anything is sent.
  await look([]);
  const ids = await send(aws, drills);
  say(`Sent to ${bus}. CloudWatch's metrics are late by a minute or more.`);
  let before = "";
  for (let waited = 0; waited < minutes * 60; waited += POLL_SECONDS) {
    await pause(POLL_SECONDS * 1000);
    const outcomes = await look(ids);
    const now = outcomes.map(({ alert, text }) => `${nameOf(alert)}: ${text}`).join("\n");
    // The metrics of a minute need not appear together, so an end counts once it is seen twice.
    if (now === before && outcomes.every(({ state }) => state !== "open"))
      return outcomes.every(({ state }) => state === "delivered") ? 0 : 1;
    if (now !== before) say(now);
    before = now;
  }
  say('Timed out. Next, see "No alert came" in docs/operations.md.');
  return 1;
}

/** @throws Failure if no alert takes it */
function drillOf(stack: DeployedStack, { name, event }: SampleEvent) {
  if (event?.source !== "aws.ecs") throw new Failure(`${name}: must be an event with the source aws.ecs.`, 2);
  const moved = inCluster(event, stack.clusterArn);
  const marked = markedAsDrill(moved, stack.alerts);
  const alerts = stack.alerts.filter(({ compiled }) => compiled?.matches(marked));
  if (alerts.length > 0) return { name, event: marked, alerts };
  if (stack.alerts.some(({ compiled }) => compiled?.matches(moved)))
    throw new Failure(`The stack ${stack.name} does not accept drills: set 'drills: true' and deploy it.`, 2);
  throw new Failure(`${name}: no alert of ${stack.name} matches it. npm run preview -- --event FILE says why.`, 2);
}

/** The event with a mark in every text, or as the reason, as far as it still matches the same alerts. */
export function markedAsDrill(event: JsonObject, alerts: readonly Pick<Alert, "compiled">[]): JsonObject {
  const drill: JsonObject = { ...event, source: DRILL_SOURCE };
  const matching = (one: JsonObject) => alerts.map(({ compiled }) => compiled?.matches(one)).join();
  const before = matching(drill);
  return SHOWN.split(" ").reduce((marked, path) => {
    const more = withMark(marked, path.split("."));
    return isJsonObject(more) && matching(more) === before ? more : marked;
  }, drill);
}

function withMark(value: Json, path: readonly string[]): Json {
  if (isJsonList(value)) return value.map((item) => withMark(item, path));
  const [key, ...rest] = path;
  if (typeof value === "string") return value.startsWith("arn:") ? `${value}-drill` : `${value} (drill)`.trim();
  if (!isJsonObject(value) || key === undefined) return value;
  const isReason = key === ("eventName" in value ? "reason" : "lastStatus" in value ? "stoppedReason" : undefined);
  const inner = value[key] ?? (isReason ? "" : undefined);
  return inner === undefined ? value : { ...value, [key]: withMark(inner, rest) };
}

/** @throws Failure if the rule that is deployed would not take the drill */
async function checkDeployed({ events }: Aws, stack: DeployedStack, { ruleName }: Alert, drills: readonly Drill[]) {
  const missing = `The rule ${ruleName} does not exist in ${stack.account}, ${stack.region}: deploy the stack ${stack.name}.`;
  const command = new DescribeRuleCommand({ Name: ruleName });
  const rule = await asked("events:DescribeRule", events.send(command), missing);
  if (rule.State === "DISABLED") throw new Failure(`The rule ${ruleName} is disabled: enable it.`);
  const { matches } = compilePattern(rule.EventPattern ?? "");
  const own = drills.filter(({ alerts }) => alerts.some((one) => one.ruleName === ruleName));
  const refused = own.find(({ event }) => !matches(event));
  if (refused)
    throw new Failure(`The deployed rule ${ruleName} does not match ${refused.name}: deploy the stack ${stack.name}.`);
}

/** @returns the events' ids @throws Failure if EventBridge does not take all */
async function send({ events }: Aws, drills: readonly Drill[]): Promise<readonly string[]> {
  const command = new PutEventsCommand({
    Entries: drills.map(({ event: { "detail-type": type, resources, detail = {} } }) => ({
      Source: DRILL_SOURCE,
      DetailType: String(type),
      Resources: isJsonList(resources) ? resources.map(String) : [],
      Detail: JSON.stringify(detail),
    })),
  });
  const { Entries = [] } = await asked("events:PutEvents", events.send(command));
  const refused = Entries.find(({ EventId }) => !EventId);
  if (refused) throw new Failure(`EventBridge refused an event: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  return Entries.map(({ EventId = "" }) => EventId);
}
