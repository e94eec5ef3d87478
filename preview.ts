import { extname, join, relative } from "node:path";
import { synthesize } from "./lib/app/synthesize";
import { runCommand } from "./lib/cli/command";
import { Failure } from "./lib/cli/failure";
import { compare, terminalComparison } from "./lib/preview/compare";
import type { Preview, SampleEvent } from "./lib/preview/model";
import { HELP, type Options, readOptions } from "./lib/preview/options";
import { type AlertSource, alertsOfStacks, readPlan, readPlanOrStack } from "./lib/preview/read/alerts";
import { readEvents, readSamples } from "./lib/preview/read/events";
import { decode } from "./lib/preview/read/file";
import { inCluster, runEvents } from "./lib/preview/run";
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
  const source =
    options.plan === undefined ? await appAlerts(options.app ?? inProject("main.ts")) : readPlan(options.plan);
  const earlier = options.against === undefined ? undefined : await earlierAlerts(options.against);
  const eventsOf = await eventsReader(options);
  const cluster = source.clusterArn ?? earlier?.clusterArn;
  const now = runEvents(source, eventsOf(cluster), cluster);
  const before = earlier && runEvents(earlier, eventsOf(earlier.clusterArn ?? source.clusterArn), cluster);

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

/** The samples are events of the cluster that is asked for, those of `--event` are as they are. */
async function eventsReader({ events: files }: Options): Promise<(cluster?: string) => readonly SampleEvent[]> {
  if (files.length === 0) {
    const samples = readSamples(inProject("events"));
    return (cluster) => (cluster === undefined ? samples : inCluster(samples, cluster));
  }
  const events = readEvents(files, files.includes("-") ? await standardInput() : "");
  return () => events;
}

/** @throws Failure with exit code 2: the app is one of the files that are given */
async function appAlerts(file: string): Promise<AlertSource> {
  const stacks = await synthesize(file).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, 2) : error;
  });
  return alertsOfStacks(stacks);
}

function earlierAlerts(file: string): Promise<AlertSource> | AlertSource {
  return [".ts", ".js"].includes(extname(file)) ? appAlerts(file) : readPlanOrStack(file);
}

function inProject(name: string): string {
  return relative("", join(__dirname, name)) || ".";
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return decode(Buffer.concat(chunks));
}

runCommand(async (args) => ((await preview(readOptions(args))) ? 0 : 1));
