import { existsSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { isJsonObject, type JsonObject } from "./lib/eventbridge/json";
import { clusterOfEvents } from "./lib/preview/cluster";
import { compare, terminalComparison } from "./lib/preview/compare";
import { InputProblem, type Preview, type SampleEvent } from "./lib/preview/model";
import { HELP, type Options, readOptions } from "./lib/preview/options";
import { type AlertSource, alertsOfStacks, readPlan, readPlanOrStack } from "./lib/preview/read/alerts";
import { readEvents, readSamples } from "./lib/preview/read/events";
import { decode, readJson, readText } from "./lib/preview/read/file";
import { synthesizeApp } from "./lib/preview/read/synthesize-app";
import { runEvents } from "./lib/preview/run";
import { sendMessages } from "./lib/preview/send";
import { jsonReport } from "./lib/preview/show/json";
import { markdownReport } from "./lib/preview/show/markdown";
import { print, remark, terminalOptions } from "./lib/preview/show/output";
import { terminalReport } from "./lib/preview/show/terminal";
import { redact } from "./lib/problems/redact";

const ANY_CLUSTER = "Each event counts as one of the cluster that the alerts watch.";

/** @returns whether all went well: only Slack can still refuse something */
async function preview(options: Options): Promise<boolean> {
  if (options.output === "help") {
    await print(HELP);
    return true;
  }
  const events = await eventsOf(options);
  const plan = options.plan === undefined ? undefined : readPlan(options.plan);
  const fallback = plan?.clusterArn ?? clusterOfEvents(events);
  const earlier = options.against === undefined ? undefined : await earlierAlerts(options.against, fallback);
  const source = plan ?? (await appAlerts(options.app ?? inProject("main.ts"), earlier?.clusterArn ?? fallback));
  const isSettled = plan !== undefined || earlier?.clusterArn !== undefined;
  const asTheyAre = options.events.length > 0 && isSettled;
  const now = runEvents(source, events, asTheyAre);
  const before = earlier && runEvents(earlier, events, asTheyAre);

  if (options.output === "send") {
    const { dryRun } = options;
    return sendMessages(now, { dryRun, env: process.env, print: (line) => process.stdout.write(`${line}\n`) });
  }
  await print(report(options, source, withoutSecrets(now), before && withoutSecrets(before)));
  return true;
}

function withoutSecrets(preview: Preview): Preview {
  return JSON.parse(redact(JSON.stringify(preview)));
}

function report(options: Options, source: AlertSource, now: Preview, before: Preview | undefined): string {
  const comparison = before && compare(before, now);
  if (options.output === "json") return jsonReport(now);
  if (options.output === "markdown") return markdownReport(now, comparison);

  const terminal = terminalOptions(process.stdout, process.env);
  if (comparison !== undefined) return terminalComparison(comparison, terminal);
  const detailed = options.events.length > 0;
  const cluster =
    source.clusterArn === undefined ? ANY_CLUSTER : `The samples count as events of ${source.clusterArn}.`;
  const remarks = detailed && source.clusterArn !== undefined ? "" : remark(cluster, terminal);
  return terminalReport(now, { ...terminal, detailed }) + remarks;
}

async function eventsOf({ events: files }: Options): Promise<readonly SampleEvent[]> {
  if (files.length === 0) return readSamples(inProject("events"));
  return readEvents(files, files.includes("-") ? await standardInput() : "");
}

async function appAlerts(file: string, clusterArn: string): Promise<AlertSource> {
  const config = inProject("cdktf.json");
  return alertsOfStacks(await synthesizeApp(file, existsSync(config) ? contextOf(config) : {}), clusterArn);
}

async function earlierAlerts(file: string, clusterArn: string): Promise<AlertSource> {
  return [".ts", ".js"].includes(extname(file)) ? appAlerts(file, clusterArn) : readPlanOrStack(file, clusterArn);
}

function contextOf(config: string): JsonObject {
  const json = readJson(readText(config), config);
  return isJsonObject(json) && isJsonObject(json.context) ? json.context : {};
}

function inProject(name: string): string {
  return relative("", join(__dirname, name)) || ".";
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return decode(Buffer.concat(chunks));
}

async function main(): Promise<void> {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    if (!(await preview(readOptions(process.argv.slice(2))))) process.exitCode = 1;
  } catch (error) {
    const text = error instanceof InputProblem ? error.message : String(error instanceof Error ? error.stack : error);
    console.error(redact(text));
    process.exitCode = error instanceof InputProblem ? 2 : 1;
  }
}

void main();
