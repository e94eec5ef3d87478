import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readArguments } from "../lib/cli/arguments";
import { withTemporaryFolder } from "../lib/cli/clean-up";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { say } from "../lib/cli/output";
import { orFailure, run } from "../lib/cli/run";

const ROUNDS = 5;
const ALERTS = [1, 300];
const EVENTS = [1, 1000, 20_000];
const BINDINGS = "CloudwatchEventRule CloudwatchEventTarget CloudwatchEventApiDestination CloudwatchEventConnection";
const CLASSES = `${BINDINGS} IamRole IamPolicy IamRolePolicyAttachment`.split(" ");
const MODULES = CLASSES.map((name) => `@cdktf/provider-aws/lib/${name.replace(/\B[A-Z]/g, "-$&").toLowerCase()}`);
const FLOOR = "node loads cdktf and seven bindings";
const SYNTH = "npm run synth";
const CDKTF = "npx cdktf synth";
const TS_NODE = "npx ts-node main.ts, as cdktf init";
/** ts-node does not run with TypeScript 7. */
const TS_NODE_PACKAGES = ["ts-node@10", "typescript@5", "@types/node@20"];
const PREVIEW = ["--app", "examples/production.ts", "--json", "--event"];

type Command = readonly [program: string, args: readonly string[], folder?: string];

async function bench(temporary: string): Promise<void> {
  const loads = ["cdktf", ...MODULES].map((name) => `require("${name}");`).join("");
  const commands: Record<string, Command> = {
    [FLOOR]: ["node", ["-e", loads]],
    [SYNTH]: ["npm", ["run", "synth"]],
    [CDKTF]: ["npx", ["cdktf", "synth", "--output", join(temporary, "cdktf")]],
    [TS_NODE]: ["npx", ["ts-node", "main.ts"], cdktfInit(join(temporary, "template"))],
  };
  for (const count of ALERTS) commands[`${count} alerts`] = node("scripts/bench/many-alerts.ts", String(count));
  for (const count of EVENTS) commands[`${count} events`] = node("preview.ts", ...PREVIEW, events(count, temporary));

  const names = Object.keys(commands);
  const times = new Map(names.map((name) => [name, [] as number[]]));
  // Round by round, so that a slow moment of the machine meets all alike.
  for (let round = 1; round <= ROUNDS; round++)
    for (const [name, command] of Object.entries(commands)) times.get(name)?.push(await time(command, temporary));

  const median = (name: string) => times.get(name)?.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  const cost = (ms: number) => `${ms.toFixed(ms < 100 ? 2 : 0)} ms, ${(ms / median(FLOOR)).toFixed(3)} × the floor`;
  for (const name of names) say(`${name.padEnd(36)} ${cost(median(name))}`);
  for (const other of [CDKTF, TS_NODE]) say(`${SYNTH} takes ${(median(SYNTH) / median(other)).toFixed(2)} of ${other}`);
  for (const [index, to] of names.entries()) {
    const from = names[index - 1] ?? to;
    const [more, before] = [Number.parseInt(to, 10), Number.parseInt(from, 10)];
    if (more > before) say(`One more, from ${from} to ${to}: ${cost((median(to) - median(from)) / (more - before))}`);
  }
}

function node(...args: readonly string[]): Command {
  return ["node", ["-r", "./lib/app/typescript.js", ...args]];
}

/** The sample events over and over. */
function events(count: number, temporary: string): string {
  const samples = readdirSync("events").map((file): unknown => JSON.parse(readFileSync(join("events", file), "utf8")));
  const file = join(temporary, `${count}.json`);
  writeFileSync(file, JSON.stringify(Array.from({ length: count }, (_, index) => samples[index % samples.length])));
  return file;
}

/** What `cdktf init --template=typescript` makes, with the seven resources. */
function cdktfInit(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), "{}");
  const install = spawnSync("npm", ["install", "--no-audit", "--no-fund", ...TS_NODE_PACKAGES], { cwd: folder });
  if (install.status !== 0) throw new Failure(`npm cannot install ${TS_NODE_PACKAGES}.\n${install.stderr}`);
  for (const name of ["cdktf", "constructs", "@cdktf"])
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  const tsconfig = readFileSync("node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json", "utf8");
  writeFileSync(join(folder, "tsconfig.json"), tsconfig);
  const imports = CLASSES.map((name, index) => `import { ${name} } from "${MODULES[index]}";`);
  const resources = CLASSES.map((name) => `new ${name}(stack, "${name}", {} as never);`);
  const app = "const app = new App({ skipValidation: true });\nconst stack = new TerraformStack(app, 'demo');";
  const parts = ['import { App, TerraformStack } from "cdktf";', ...imports, app, ...resources, "app.synth();"];
  writeFileSync(join(folder, "main.ts"), parts.join("\n"));
  return folder;
}

/** Milliseconds from the start of a command to its end. */
async function time([program, args, cwd]: Command, temporary: string): Promise<number> {
  const env = { ...process.env, CDKTF_OUTDIR: join(temporary, "out"), CHECKPOINT_DISABLE: "1", CI: "true" };
  const start = performance.now();
  const ended = run(program, args, { env, ...(cwd !== undefined && { cwd }) });
  await orFailure(ended, ({ message }) => `${program} ${args.join(" ")} failed.\n${message}`);
  return performance.now() - start;
}

runCommand("bench", async (args) => {
  readArguments({ args: [...args] }, "bench");
  await withTemporaryFolder("bench", bench);
  return 0;
});
