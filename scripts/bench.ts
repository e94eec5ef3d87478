import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, median, Stopped, time } from "./bench/command";
import { growthSentence, type Row, table } from "./bench/report";
import { cdktfInit } from "./bench/template";

const RUNS = 5;
const ALERTS = [1, 10, 100, 300];
const EVENTS = [1, 1000];
const BINDINGS = [
  "cloudwatch-event-rule",
  "cloudwatch-event-target",
  "cloudwatch-event-api-destination",
  "cloudwatch-event-connection",
  "iam-role",
  "iam-policy",
  "iam-role-policy-attachment",
];
const FLOOR = "floor: node loads cdktf and seven bindings";
const SYNTH = "npm run synth";
const CDKTF_SYNTH = "npx cdktf synth";
const TSX = ["--import", "tsx"];

/** How long the project's commands take, as multiples of what no app of CDKTF can do without. */
function bench(temp: string): void {
  const template = cdktfInit(join(temp, "template"));
  const alerts = ALERTS.map((count) => [count, manyAlerts(count)] as const);
  const events = EVENTS.map((count) => [count, preview(count, temp)] as const);
  const commands: readonly (readonly [string, Command])[] = [
    [FLOOR, node(["-e", ["cdktf", ...BINDINGS.map((name) => `@cdktf/provider-aws/lib/${name}`)].map(load).join("")])],
    [SYNTH, { program: "npm", args: ["run", "synth"] }],
    [CDKTF_SYNTH, { program: "npx", args: ["cdktf", "synth", "--output", join(temp, "cdktf")] }],
    ...(template.command === undefined ? [] : [[template.name, template.command] as const]),
    ...alerts.map(([count, command]) => [alertsName(count), command] as const),
    ...events.map(([count, command]) => [eventsName(count), command] as const),
  ];

  // Round by round, so that a slow moment of the machine meets all alike.
  const times = new Map(commands.map(([name]) => [name, [] as number[]]));
  for (let run = 1; run <= RUNS; run++) {
    for (const [name, command] of commands) {
      progress(`round ${run} of ${RUNS}: ${name}`);
      times.get(name)?.push(time(command, join(temp, "out")));
    }
  }
  progress("");

  const medianOf = (name: string) => median(times.get(name) ?? []);
  const rows: Row[] = commands.map(([name]) => ({ name, milliseconds: medianOf(name) }));
  const share = medianOf(SYNTH) / medianOf(CDKTF_SYNTH);
  console.log(table(rows, medianOf(FLOOR)));
  console.log(`\n${RUNS} runs each, the median; node ${process.version}.`);
  console.log(`${SYNTH} takes ${share.toFixed(2)} of the time of ${CDKTF_SYNTH}.`);
  if (template.missing !== undefined) console.log(`${template.name} is not measured: ${template.missing}`);
  console.log(growthSentence("alert", points(ALERTS, alertsName, medianOf)));
  console.log(growthSentence("event", points(EVENTS, eventsName, medianOf)));
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function alertsName(count: number): string {
  return `an app with ${count === 1 ? "1 alert" : `${count} alerts`}`;
}

function eventsName(count: number): string {
  return `preview of ${count === 1 ? "1 event" : `${count.toLocaleString("en")} events`}`;
}

function points(counts: readonly number[], nameOf: (count: number) => string, medianOf: (name: string) => number) {
  return counts.map((count) => ({ count, milliseconds: medianOf(nameOf(count)) }));
}

function manyAlerts(count: number): Command {
  return node([...TSX, "scripts/bench/many-alerts.ts", String(count)]);
}

/** The sample events over and over, through the alerts of the example for production. */
function preview(count: number, temp: string): Command {
  const samples = readdirSync("events").map((file): unknown => JSON.parse(readFileSync(join("events", file), "utf8")));
  const file = join(temp, `${count}-events.json`);
  writeFileSync(file, JSON.stringify(Array.from({ length: count }, (_, index) => samples[index % samples.length])));
  return node([...TSX, "preview.ts", "--app", "examples/production.ts", "--event", file, "--json"]);
}

function node(args: readonly string[]): Command {
  return { program: process.execPath, args };
}

function load(module: string): string {
  return `require(${JSON.stringify(module)});`;
}

function main(): void {
  const temp = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    mkdirSync(join(temp, "out"));
    bench(temp);
  } catch (error) {
    console.error(error instanceof Stopped ? `\n${error.message}` : error);
    process.exitCode = 1;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

main();
