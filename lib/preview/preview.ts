import { join, relative } from "node:path";
import { ROOT } from "../app/project";
import { printWarnings } from "../app/stacks";
import { synthesize } from "../app/synthesize";
import { Failure } from "../cli/failure";
import { clusterOfEvents } from "./cluster";
import { type Comparison, compare } from "./compare";
import type { Preview } from "./model";
import { type Options, readOptions } from "./options";
import { type AlertSource, alertsOfStacks, readPlan, readPlanOrStack } from "./read/alerts";
import { readEvents, readSamples } from "./read/events";
import { runEvents } from "./run";
import { alarmEvents } from "./storms";

/** Which alerts, and which events. */
export type Subject = { readonly [Key in "app" | "plan" | "against" | "events"]?: Options[Key] | undefined };

export interface Previewed {
  readonly preview: Preview;
  /** What changed since the earlier version; undefined without `against`. */
  readonly comparison: Comparison | undefined;
  /** Which cluster the events count as, in a sentence. */
  readonly remark: string;
}

/** What the command takes from its process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: { readonly isTTY?: boolean; readonly columns?: number };
  readonly print: (text: string) => void;
  readonly standardInput: () => Promise<string>;
}

/** `npm run preview`. @returns the exit code @throws Failure */
export async function previewCommand(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  const options = readOptions(args);
  const { output, dryRun } = options;
  const previewed = await preview(options, around.standardInput);
  if (output === "send") {
    const { sendMessages } = await import("./send.js");
    return (await sendMessages(previewed.preview, { ...around, dryRun })) ? 0 : 1;
  }
  around.print(await report(previewed, options, around));
  return 0;
}

/** Runs the events through the alerts. @throws Failure for files that cannot be used */
export async function preview(subject: Subject, standardInput = async () => ""): Promise<Previewed> {
  const { app = inProject("main.ts"), against, events: files = [] } = subject;
  const input = files.includes("-") ? await standardInput() : "";
  const given = files.length === 0 ? readSamples(inProject("events")) : readEvents(files, input);
  const plan = subject.plan === undefined ? undefined : readPlan(subject.plan);
  const fallback = plan?.clusterArn ?? clusterOfEvents(given);
  const readEarlier = against !== undefined && /\.[jt]s$/.test(against) ? appAlerts : readPlanOrStack;
  const earlier = against === undefined ? undefined : await readEarlier(against, fallback);
  const source = plan ?? (await appAlerts(app, earlier?.clusterArn ?? fallback));
  const isSettled = plan !== undefined || earlier?.clusterArn !== undefined;
  const asTheyAre = files.length > 0 && isSettled;
  // Alarms are no files: their events are made for the alarms that were read.
  const events = files.length === 0 ? [...given, ...alarmEvents(source.alerts, earlier?.alerts)] : given;
  const now = runEvents(source, events, asTheyAre);
  const before = earlier && runEvents(earlier, events, asTheyAre);
  return { preview: now, comparison: before && compare(before, now), remark: remark(plan, asTheyAre) };
}

/** Without a terminal, 100 columns. https://no-color.org, https://force-color.org */
export function terminalOptions({ terminal, env }: Pick<Surroundings, "terminal" | "env">) {
  const isWanted = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : Boolean(terminal.isTTY);
  return { width: terminal.columns || 100, colour: isWanted && !env.NO_COLOR };
}

function remark(plan: AlertSource | undefined, asTheyAre: boolean): string {
  if (asTheyAre) return "The events are taken as they are.";
  if (plan === undefined) return "Each event counts as one of the cluster that the alerts watch.";
  if (plan.clusterArn !== undefined) return `The samples count as events of ${plan.clusterArn}.`;
  return "The samples count as events of the cluster that an alert's pattern names, if it names one.";
}

/** Loads nothing that the output does not need. */
async function report({ preview, comparison, remark }: Previewed, options: Options, around: Surroundings) {
  if (options.output === "json") return (await import("./show/json.js")).jsonReport(preview);
  if (options.output === "markdown") return (await import("./show/markdown.js")).markdownReport(preview, comparison);
  const terminal = terminalOptions(around);
  const { body, events } = options;
  if (comparison !== undefined)
    return `${(await import("./show/comparison.js")).terminalComparison(comparison, terminal)}\n`;
  const { terminalReport } = await import("./show/terminal.js");
  return `${terminalReport(preview, { ...terminal, body, detailed: events.length > 0, remark })}\n`;
}

/** @throws Failure with exit code 2: the app is one of the files that are given */
async function appAlerts(file: string, clusterArn: string): Promise<AlertSource> {
  const stacks = await synthesize(file).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, 2) : error;
  });
  printWarnings(stacks);
  return alertsOfStacks(stacks, clusterArn);
}

function inProject(name: string): string {
  return relative("", join(ROOT, name)) || ".";
}
