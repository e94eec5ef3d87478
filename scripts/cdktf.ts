import { spawn } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { outputFolder, readConfig } from "../lib/app/project";
import { readStacks, type SynthesizedStack } from "../lib/app/stacks";
import { synthesize } from "../lib/app/synthesize";
import { withCleanUp } from "../lib/cli/clean-up";
import { runCommand } from "../lib/cli/command";
import { descendantsOf, endOf, interruptAll } from "../lib/cli/descendants";
import { Failure } from "../lib/cli/failure";
import { stoppable } from "../lib/cli/interrupt";
import { say } from "../lib/cli/output";
import { helpOf, type Options, readOptions } from "./cdktf/options";
import { variablesFor } from "./cdktf/variables";

const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");
/** How long an interrupted Terraform may take to end. */
const PATIENCE_MS = 30_000;

/** `cdktf deploy`, `diff` and `destroy`, with a value for every variable and no plan left behind. */
runCommand(async ([command = "", ...args]) => {
  const options = readOptions(args);
  if (options.help) {
    say(helpOf(command));
    return cdktf([command, "--help"], process.env);
  }
  const outdir = options.output ?? outputFolder();
  const stacks = options.skipSynth ? readStacks(outdir) : await synthesize(appOf(options), { outdir });
  const chosen = choose(stacks, options.stacks);
  const variables = await variablesFor(chosen, outdir, options, process.env);

  // Plans and states hold the webhook's URL.
  process.umask(0o077);
  const removePlans = () => {
    for (const { path } of stacks) rmSync(join(outdir, dirname(path), "plan"), { force: true });
  };
  for (const { name } of stacks) hideState(`terraform.${name}.tfstate`);
  removePlans();
  return withCleanUp(removePlans, () =>
    // Terraform's question would reach nobody: cdktf hands on no answer.
    cdktf([command, ...args, "--skip-synth", "--output", outdir], { ...process.env, ...variables, TF_INPUT: "0" }),
  );
});

/** Runs cdktf in this terminal. @returns its exit code */
function cdktf(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [CDKTF, ...args], { stdio: "inherit", env });
  const ended = new Promise<number>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => done(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  return stoppable(ended, async (signal) => {
    // cdktf would leave Terraform to itself, which then still writes its plan, or kill it while it applies.
    const terraform = child.pid === undefined ? [] : descendantsOf(child.pid);
    // Ctrl-C in a terminal has reached it already, and it takes a second one for an emergency.
    if (signal !== "SIGINT" || !process.stdin.isTTY) interruptAll(terraform);
    await endOf(terraform, PATIENCE_MS);
    child.kill(signal);
  });
}

/** The app that a command such as `node --import tsx scripts/app.ts main.ts` runs. */
function appOf({ app = String(readConfig().app) }: Options): string {
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

/** A state from before keeps its mode when Terraform writes it again. */
function hideState(file: string): void {
  for (const state of [file, `${file}.backup`]) {
    try {
      chmodSync(state, 0o600);
    } catch {}
  }
}
