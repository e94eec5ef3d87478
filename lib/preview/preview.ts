import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { ROOT } from "../app/project";
import { synthesize } from "../app/synthesize";
import { Failure } from "../cli/failure";
import { clusterOf, SAMPLE_CLUSTER } from "./cluster";
import { compare } from "./compare";
import type { AlertSource } from "./model";
import { alertsOfStacks, readPlan } from "./read/alerts";
import { readEvents, readSamples } from "./read/events";
import { runEvents } from "./run";
import { sendMessages } from "./send";
import { alarmEvents } from "./storms";

const FILE = { type: "string" } as const;
const FLAG = { type: "boolean", default: false } as const;
const FILES = { app: FILE, plan: FILE, event: { ...FILE, multiple: true }, against: FILE } as const;
const FLAGS = { body: FLAG, json: FLAG, markdown: FLAG, send: FLAG, "dry-run": FLAG } as const;

type Options = ReturnType<typeof previewOptions>;
type Subject = { readonly [Key in keyof Options]?: Options[Key] | undefined };
export type Previewed = Awaited<ReturnType<typeof preview>>;

/** @throws Failure for arguments that do not exist or cannot be combined */
export function previewOptions(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { ...FILES, ...FLAGS } });
  const { app, plan, against, event: events = [], body, "dry-run": dryRun } = values;
  const refuse = (isWrong: unknown, problem: string) => {
    if (isWrong) throw new Failure(`${problem}.`, 2);
  };
  const outputs = (["json", "markdown", "send"] as const).filter((name) => values[name]);
  refuse(app && plan, "--app and --plan both say which alerts: give one");
  refuse(outputs.length > 1, "--json, --markdown and --send all say what to do with the messages: give one");
  refuse(body && (outputs[0] || against), "--body is for a terminal: leave out --json, --markdown, --send, --against");
  refuse(against && (values.json || values.send), "--against only shows what changed: leave out --json and --send");
  refuse(dryRun && !values.send, "--dry-run is for --send: give both");
  refuse(events.filter((file) => file === "-").length > 1, "--event -: standard input can be read only once");
  const [output = "terminal"] = outputs;
  return { app, plan, against, events, output, body, dryRun };
}

/** `npm run preview`. @returns the exit code @throws Failure */
export async function previewCommand(args: readonly string[]): Promise<0 | 1> {
  const options = previewOptions(args);
  const input = options.events.includes("-") ? await text(process.stdin) : "";
  const previewed = await preview(options, input);
  if (options.output === "send") return (await sendMessages(previewed.preview, options.dryRun)) ? 0 : 1;
  process.stdout.write(await report(previewed, options));
  return 0;
}

/** Runs the events through the alerts, and with `against` through the earlier ones too. @throws Failure */
export async function preview(subject: Subject, standardInput = "") {
  const { app = inProject("main.ts"), against, events: files = [] } = subject;
  // The app runs while the events are read. What it throws is reported where it is awaited.
  const stacks = subject.plan === undefined ? appStacks(app) : undefined;
  stacks?.catch(() => {});
  const given = files.length === 0 ? readSamples(inProject("events")) : readEvents(files, standardInput);
  const plan = subject.plan === undefined ? undefined : readPlan(subject.plan);
  const named = clusterOf(given.flatMap(({ event }) => event ?? []));
  const fallback = plan?.clusterArn ?? named?.arn ?? SAMPLE_CLUSTER;
  const alertsOf = async (file: string): Promise<AlertSource> =>
    /\.[cm]?[jt]s$/.test(file) ? { alerts: alertsOfStacks(await appStacks(file), fallback) } : readPlan(file, fallback);
  const earlier = against === undefined ? undefined : await alertsOf(against);
  const source = plan ?? { alerts: alertsOfStacks((await stacks) ?? [], earlier?.clusterArn ?? fallback) };
  const asTheyAre = files.length > 0 && (plan ?? earlier?.clusterArn) !== undefined;
  // Alarms are no files: their events are made for the alarms that were read.
  const events = files.length === 0 ? [...given, ...alarmEvents(source.alerts, earlier?.alerts)] : given;
  const now = runEvents(source.alerts, events, asTheyAre);
  const before = earlier && runEvents(earlier.alerts, events, asTheyAre);
  const moved = plan?.clusterArn
    ? `The samples count as events of ${plan.clusterArn}.`
    : `Each event counts as one of the cluster that the alert watches${plan ? ", if its pattern names one" : ""}.`;
  const remark = asTheyAre ? "The events are taken as they are." : moved;
  return { preview: now, comparison: before && compare(before, now), remark };
}

/** Loads nothing that the output does not need. */
async function report({ preview, comparison, remark }: Previewed, { output, body, events }: Options) {
  if (output === "json") return (await import("./show/json.js")).jsonReport(preview);
  if (output === "markdown") return (await import("./show/markdown.js")).markdownReport(preview, comparison);
  const { terminalComparison, terminalReport } = await import("./show/terminal.js");
  const layout = { width: Math.max(process.stdout.columns || 100, 20), colour: process.stdout.hasColors?.() ?? false };
  if (comparison) return `${terminalComparison(comparison, layout)}\n`;
  return `${terminalReport(preview, { ...layout, body, detailed: events.length > 0, remark })}\n`;
}

/** @throws Failure with exit code 2: the app is one of the files that are given */
function appStacks(file: string) {
  return synthesize(file).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, 2) : error;
  });
}

function inProject(name: string): string {
  return relative("", join(ROOT, name)) || ".";
}
