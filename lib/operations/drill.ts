import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DescribeRuleCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DRILL_SOURCE } from "../aws/names";
import { Failure } from "../cli/failure";
import { compilePattern } from "../eventbridge/event-pattern";
import { isJsonList } from "../eventbridge/json";
import { type Alert, nameOf } from "../preview/model";
import { readEvents } from "../preview/read/events";
import { type Aws, asked, connect } from "./aws";
import { type DeployedStack, readDeployedStack } from "./deployed-stack";
import { type Drill, drillOf } from "./drills";
import { watch } from "./outcome";

const POLL_SECONDS = 15;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_EVENTS = 10;

/** What the command takes from its process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly print: (text: string) => void;
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** `npm run drill`. @returns the exit code @throws Failure */
export async function drillCommand(
  args: readonly string[],
  around: Surroundings,
  readStack = readDeployedStack,
): Promise<0 | 1> {
  const { files, polls, dryRun, ...which } = readOptions(args);
  const { env, print, pause = sleep } = around;
  const samples = readEvents(files, "");
  if (samples.length === 0 || samples.length > MAX_EVENTS)
    throw new Failure(`--event: name 1 to ${MAX_EVENTS} events (PutEvents' limit), got ${samples.length}.`, 2);
  const stack = await readStack(which, env);
  const drills = samples.map((sample) => drillOf(stack, sample));
  const bus = `the default event bus of ${stack.account} in ${stack.region}`;
  for (const { name, alerts, unmarked } of drills) {
    print(`${name} → ${alerts.map(nameOf).join(", ")}`);
    for (const alert of unmarked) print(`The message of ${alert} will look real: it shows nothing that can be marked.`);
  }
  if (dryRun) {
    for (const drill of drills) print(JSON.stringify(entryOf(drill), undefined, 2));
    print(`Nothing was sent. Without --dry-run, this goes to ${bus}.`);
    return 0;
  }

  const aws = await connect(stack);
  const alerts = [...new Set(drills.flatMap((drill) => drill.alerts))];
  for (const alert of alerts) await checkDeployed(aws, stack, alert, drills);
  const look = await watch(aws, stack, alerts, drills);
  // If the credentials do not allow it, that shows before anything is sent.
  await look([]);
  const ids = await send(aws, drills);
  print(`Sent to ${bus}. CloudWatch's metrics are late by a minute or more.`);
  let before = "";
  for (let poll = 1; poll <= polls; poll++) {
    await pause(POLL_SECONDS * 1000);
    const outcomes = await look(ids);
    const now = outcomes.map(({ alert, text }) => `${nameOf(alert)}: ${text}`).join("\n");
    // The metrics of a minute need not appear together, so an end counts once it is seen twice.
    if (now === before && outcomes.every(({ state }) => state !== "open"))
      return outcomes.every(({ state }) => state === "delivered") ? 0 : 1;
    if (now !== before) print(now);
    before = now;
  }
  print('The time is up. What to look at next: docs/operations.md, "No alert came".');
  return 1;
}

function readOptions(args: readonly string[]) {
  const text = { type: "string" } as const;
  const which = { event: { ...text, multiple: true }, app: text, stack: text } as const;
  const how = { wait: { ...text, default: "5" }, "dry-run": { type: "boolean" } } as const;
  const { values } = parseArgs({ args: [...args], options: { ...which, ...how } });
  const { event: files = [], app, stack, wait, "dry-run": dryRun = false } = values;
  const minutes = Number(wait);
  if (!(minutes >= 1 && minutes <= 60)) throw new Failure(`--wait: must be 1 to 60 minutes, got ${wait}.`, 2);
  return { files, app, stack, polls: Math.ceil((minutes * 60) / POLL_SECONDS), dryRun };
}

/** @throws Failure if the rule that is deployed would not take the drill */
async function checkDeployed({ events }: Aws, stack: DeployedStack, alert: Alert, drills: readonly Drill[]) {
  const missing = `The rule ${alert.ruleName} does not exist in ${stack.account}, ${stack.region}: deploy the stack ${stack.name}.`;
  const rule = await asked(events.send(new DescribeRuleCommand({ Name: alert.ruleName })), "events:DescribeRule", {
    ResourceNotFoundException: missing,
  });
  if (rule.State === "DISABLED") throw new Failure(`The rule ${alert.ruleName} is disabled: enable it.`);
  const { matches } = compilePattern(rule.EventPattern ?? "");
  const refused = drills.find((drill) => drill.alerts.includes(alert) && !matches(drill.event));
  if (refused !== undefined)
    throw new Failure(
      `The deployed rule ${alert.ruleName} does not match ${refused.name}: deploy the stack ${stack.name} as it is here.`,
    );
}

function entryOf({ event: { "detail-type": type, resources = [], detail = {} } }: Drill) {
  return { source: DRILL_SOURCE, "detail-type": type, resources, detail };
}

/** @returns the events' ids @throws Failure if EventBridge does not take all */
async function send({ events }: Aws, drills: readonly Drill[]): Promise<readonly string[]> {
  const command = new PutEventsCommand({
    Entries: drills.map(entryOf).map(({ source, "detail-type": type, resources, detail }) => ({
      Source: source,
      DetailType: String(type),
      Resources: isJsonList(resources) ? resources.map(String) : [],
      Detail: JSON.stringify(detail),
    })),
  });
  const { Entries = [] } = await asked(events.send(command), "events:PutEvents");
  const refused = Entries.find(({ EventId }) => !EventId);
  if (refused) throw new Failure(`EventBridge refused an event: ${refused.ErrorCode}: ${refused.ErrorMessage}`);
  return Entries.map(({ EventId = "" }) => EventId);
}
