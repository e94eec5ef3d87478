import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputFolder, ROOT, readConfig, type SynthesizedStack } from "../lib/app/project";
import { synthesize } from "../lib/app/synthesize";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { stoppable, withCleanUp, withTemporaryFolder } from "../lib/cli/interrupt";
import { warn } from "../lib/cli/output";
import { ask, cdktfOptions, missingVariables, told } from "./variables";

const CDKTF = require.resolve("cdktf-cli/bundle/bin/cdktf");

/** `cdktf deploy`, `diff` and `destroy`, with a value for every variable and no plan left behind. */
runCommand(process.argv[2] ?? "", async ([command = "", ...args]) => {
  const options = cdktfOptions(args);
  const outdir = options.output ?? outputFolder();
  // The app is the last word of a command such as `node -r ./lib/app/typescript.js scripts/app.ts main.ts`.
  const app = (options.app ?? String(readConfig().app)).split(/\s+/).at(-1) ?? "";
  const stacks = choose(await synthesize(app, outdir), options.stacks);
  const missing = missingVariables(stacks, outdir, options, process.env);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (missing.length > 0 && !isTerminal) throw new Failure(told(missing), 2);
  if (command !== "diff" && !isTerminal && !args.includes("--auto-approve"))
    throw new Failure("There is no terminal to ask for approval: give it with -- --auto-approve.", 2);
  const variables = missing.length > 0 ? await ask(missing) : {};

  // Plans and states hold the webhook's URL. A state from before keeps its mode when Terraform writes it again.
  process.umask(0o077);
  const states = stacks.flatMap(({ name }) => [`terraform.${name}.tfstate`, `terraform.${name}.tfstate.backup`]);
  for (const state of states.filter(existsSync)) chmodSync(state, 0o600);
  const removePlans = () => {
    for (const { path } of stacks) rmSync(join(outdir, dirname(path), "plan"), { force: true });
  };
  // Terraform's question would reach nobody: cdktf hands on no answer.
  const env = { ...process.env, ...variables, TF_INPUT: "0" };
  if (options.output === undefined) args.push("--output", outdir);
  const start = (temporary: string) => cdktf([command, ...args, "--skip-synth"], env, join(temporary, "interrupted"));
  return withCleanUp(removePlans, () => withTemporaryFolder("cdktf", start));
});

/** Runs cdktf in this terminal. @param interrupted a file: once it exists, no Terraform starts @returns the exit code */
function cdktf(args: readonly string[], given: NodeJS.ProcessEnv, interrupted: string): Promise<number> {
  const REAL_TERRAFORM = given.TERRAFORM_BINARY_NAME ?? "terraform";
  const ours = { TERRAFORM_BINARY_NAME: join(ROOT, "scripts/terraform.sh"), REAL_TERRAFORM, INTERRUPTED: interrupted };
  const env = { ...given, ...ours };
  // In a session of its own, so that Ctrl-C does not reach it: it would leave Terraform to itself, or kill it.
  const child = spawn(process.execPath, [CDKTF, ...args], { stdio: "inherit", detached: true, env });
  const ended = once(child, "close").then(([code]): number => code ?? 1);
  // Terraform's terminal is cdktf's own, and Terraform ends with it.
  process.once("exit", () => child.kill("SIGKILL"));
  return stoppable(ended, async () => {
    writeFileSync(interrupted, "");
    // Once only: a second interruption is an emergency to Terraform. Linux may have no pgrep, macOS has no /proc.
    const children = `cat /proc/${child.pid}/task/${child.pid}/children 2>/dev/null || pgrep -P ${child.pid}`;
    if (spawnSync("sh", ["-c", `kill -INT $(${children})`]).status !== 0) child.kill("SIGKILL");
    else warn("\nWaiting for Terraform to finish what it has begun. Another Ctrl-C can leave its state locked.");
  });
}

/** The stacks that cdktf chooses by its names, which may have wildcards. */
function choose(stacks: readonly SynthesizedStack[], names: readonly string[]): readonly SynthesizedStack[] {
  const all = stacks.map(({ name }) => name).join(", ");
  if (names.length === 0 && stacks.length > 1)
    throw new Failure(`The app has several stacks: name the ones you mean (${all}), or '*' for all.`, 2);
  const patterns = names.map((name) => new RegExp(`^${name.replace(/[^\w*]/g, "\\$&").replaceAll("*", ".*")}$`));
  return names.length === 0 ? stacks : stacks.filter(({ name }) => patterns.some((pattern) => pattern.test(name)));
}
