import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { outputFolder, readConfig } from "../lib/app/project";
import { readStacks, type SynthesizedStack } from "../lib/app/stacks";
import { synthesize } from "../lib/app/synthesize";
import { withCleanUp } from "../lib/cli/clean-up";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { stoppable } from "../lib/cli/interrupt";
import { warn } from "../lib/cli/output";
import { readOptions } from "./cdktf/options";
import { variablesFor } from "./cdktf/variables";

const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");
/** How long an interrupted Terraform may take to end. */
const PATIENCE_MS = 300_000;

/** `cdktf deploy`, `diff` and `destroy`, with a value for every variable and no plan left behind. */
runCommand(process.argv[2] ?? "", async ([command = "", ...args]) => {
  const options = readOptions(args);
  const outdir = options.output ?? outputFolder();
  if (options.skipSynth && !existsSync(join(outdir, "manifest.json")))
    throw new Failure(`--skip-synth: ${outdir} holds no synthesized stack. Leave the option out.`, 2);
  const stacks = options.skipSynth ? readStacks(outdir) : await synthesize(appOf(options.app), { outdir });
  const variables = await variablesFor(choose(stacks, options.stacks), outdir, options);

  // Plans and states hold the webhook's URL. A state from before keeps its mode when Terraform writes it again.
  process.umask(0o077);
  const states = stacks.flatMap(({ name }) => [`terraform.${name}.tfstate`, `terraform.${name}.tfstate.backup`]);
  for (const state of states.filter(existsSync)) chmodSync(state, 0o600);
  const removePlans = () => {
    for (const { path } of stacks) rmSync(join(outdir, dirname(path), "plan"), { force: true });
  };
  removePlans();
  if (!options.skipSynth) args.push("--skip-synth");
  if (options.output === undefined) args.push("--output", outdir);
  // Terraform's question would reach nobody: cdktf hands on no answer.
  const env = { ...process.env, ...variables, TF_INPUT: "0" };
  return withCleanUp(removePlans, () => cdktf([command, ...args], env));
});

/** Runs cdktf in this terminal. @returns its exit code */
function cdktf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [CDKTF, ...args], { stdio: "inherit", env });
  const ended = new Promise<number>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  // Terraform's terminal is cdktf's own, and Terraform ends with it.
  process.once("exit", () => child.kill("SIGKILL"));
  return stoppable(ended, async (signal) => {
    // cdktf would leave Terraform to itself, which then still writes its plan, or kill it while it applies. So it must
    // wait, and start nothing more, until Terraform has ended.
    child.kill("SIGSTOP");
    const group = processes().find(({ pid }) => pid === child.pid)?.group;
    const children = () => processes().filter(({ parent }) => parent === child.pid);
    // Ctrl-C has reached what is in the terminal's group already, and a second one is an emergency to Terraform.
    const hasIt = signal === "SIGINT" && process.stdin.isTTY ? group : undefined;
    for (const { pid } of children().filter((one) => one.group !== hasIt)) interruptProcess(pid);
    if (children().length > 0)
      warn(
        "\nWaiting for Terraform to finish what it has begun. Ctrl-C ends it at once, and can leave its state locked.",
      );
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end && children().length > 0) await setTimeout(50);
    child.kill("SIGKILL");
  });
}

/** All processes that have not ended. */
function processes(): readonly { readonly pid: number; readonly parent: number; readonly group: number }[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,stat="], { encoding: "utf8" });
  return [...(stdout ?? "").matchAll(/^ *(\d+) +(\d+) +(\d+) +[^Z\s]/gm)].map(([, pid, parent, group]) => ({
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
  }));
}

function interruptProcess(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch {
    // It has ended.
  }
}

/** The app that a command such as `node -r ./lib/app/typescript.js scripts/app.ts main.ts` runs. */
function appOf(app = String(readConfig().app)): string {
  const file = /(?:^|[\s"'])([^\s"']+\.[cm]?[jt]s)["']?$/.exec(app.trim())?.[1];
  if (file === undefined) throw new Failure(`--app ${app}: must be or end with the app's file, such as main.ts.`, 2);
  return file;
}

/** The stacks that cdktf chooses by its names, which may have wildcards. */
function choose(stacks: readonly SynthesizedStack[], names: readonly string[]): readonly SynthesizedStack[] {
  if (names.length === 0 && stacks.length > 1) {
    const all = stacks.map(({ name }) => name).join(", ");
    throw new Failure(`The app has several stacks: name those that are meant (${all}), or '*' for all.`, 2);
  }
  const patterns = names.map((name) => new RegExp(`^${name.replace(/[^\w*]/g, "\\$&").replaceAll("*", ".*")}$`));
  return names.length === 0 ? stacks : stacks.filter(({ name }) => patterns.some((pattern) => pattern.test(name)));
}
