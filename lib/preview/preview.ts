import { join, relative } from "node:path";
import { ROOT } from "../app/project";
import { synthesize } from "../app/synthesize";
import { Failure } from "../cli/failure";
import { clusterOfEvents } from "./cluster";
import { compare } from "./compare";
import type { AlertSource } from "./model";
import { type Options, readOptions } from "./options";
import { alertsOfStacks, readPlan } from "./read/alerts";
import { readEvents, readSamples } from "./read/events";
import { runEvents } from "./run";
import { sendMessages } from "./send";
import { alarmEvents } from "./storms";

/** Which alerts, and which events. */
export type Subject = { readonly [Key in "app" | "plan" | "against" | "events"]?: Options[Key] | undefined };

export type Previewed = Awaited<ReturnType<typeof preview>>;

/** What the command takes from its process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: { readonly columns?: number; readonly hasColors?: () => boolean };
  readonly print: (text: string) => void;
  readonly standardInput: () => Promise<string>;
}

/** `npm run preview`. @returns the exit code @throws Failure */
export async function previewCommand(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  const options = readOptions(args);
  const previewed = await preview(options, around.standardInput);
  if (options.output === "send") return (await sendMessages(previewed.preview, { ...options, ...around })) ? 0 : 1;
  around.print(await report(previewed, options, around));
  return 0;
}

/** Runs the events through the alerts, and with `against` through the earlier ones too. @throws Failure */
export async function preview(subject: Subject, standardInput = async () => "") {
  const { app = inProject("main.ts"), against, events: files = [] } = subject;
  const input = files.includes("-") ? await standardInput() : "";
  const given = files.length === 0 ? readSamples(inProject("events")) : readEvents(files, input);
  const plan = subject.plan === undefined ? undefined : readPlan(subject.plan);
  const fallback = plan?.clusterArn ?? clusterOfEvents(given);
  const readEarlier = /\.[jt]s$/.test(against ?? "") ? appAlerts : readPlan;
  const earlier = against === undefined ? undefined : await readEarlier(against, fallback);
  const source = plan ?? (await appAlerts(app, earlier?.clusterArn ?? fallback));
  const asTheyAre = files.length > 0 && (plan ?? earlier?.clusterArn) !== undefined;
  // Alarms are no files: their events are made for the alarms that were read.
  const events = files.length === 0 ? [...given, ...alarmEvents(source.alerts, earlier?.alerts)] : given;
  const now = runEvents(source, events, asTheyAre);
  const before = earlier && runEvents(earlier, events, asTheyAre);
  const moved = plan?.clusterArn
    ? `The samples count as events of ${plan.clusterArn}.`
    : "Each event counts as one of the cluster that an alert watches, if it names one.";
  const remark = asTheyAre ? "The events are taken as they are." : moved;
  return { preview: now, comparison: before && compare(before, now), remark };
}

/** Loads nothing that the output does not need. */
async function report({ preview, comparison, remark }: Previewed, options: Options, { terminal }: Surroundings) {
  if (options.output === "json") return (await import("./show/json.js")).jsonReport(preview);
  if (options.output === "markdown") return (await import("./show/markdown.js")).markdownReport(preview, comparison);
  const { terminalComparison, terminalReport } = await import("./show/terminal.js");
  const layout = { width: terminal.columns || 100, colour: terminal.hasColors?.() ?? false };
  if (comparison) return `${terminalComparison(comparison, layout)}\n`;
  return `${terminalReport(preview, { ...layout, body: options.body, detailed: options.events.length > 0, remark })}\n`;
}

/** @throws Failure with exit code 2: the app is one of the files that are given */
async function appAlerts(file: string, clusterArn: string): Promise<AlertSource> {
  const stacks = await synthesize(file).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, 2) : error;
  });
  return alertsOfStacks(stacks, clusterArn);
}

function inProject(name: string): string {
  return relative("", join(ROOT, name)) || ".";
}
