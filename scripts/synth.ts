import { join, relative, resolve } from "node:path";
import { outputFolder } from "../lib/app/project";
import { printWarnings, type SynthesizedStack, variablesOf } from "../lib/app/stacks";
import { synthesize } from "../lib/app/synthesize";
import { readArguments } from "../lib/cli/arguments";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { say } from "../lib/cli/output";

const list = new Intl.ListFormat("en");

runCommand("synth", async (args) => {
  const { positionals } = readArguments({ args: [...args], allowPositionals: true }, "synth");
  const [app = "main.ts", ...others] = positionals;
  await synth(app, others);
  return 0;
});

async function synth(app: string, others: readonly string[]): Promise<void> {
  if (others.length > 0) throw new Failure(`${[app, ...others].join(" ")}: name one app. npm run synth -- --help`, 2);

  const outdir = outputFolder();
  const stacks = await synthesize(app, { outdir });
  if (stacks.length === 0) throw new Failure(`${app} has no stack, so there is nothing to deploy.`);
  printWarnings(stacks);
  for (const { path } of stacks) say(`Wrote ${relative("", join(outdir, path))}`);
  say(whatIsNext(app, outdir, stacks));
}

function whatIsNext(app: string, outdir: string, stacks: readonly SynthesizedStack[]): string {
  const isAlone = stacks.length === 1;
  const first = String(stacks[0]?.name);
  const option = resolve(app) === resolve("main.ts") ? "" : ` --app ${relative("", app)}`;
  const command = (stack: string) => `npm run deploy${stack || option ? ` --${stack}${option}` : ""}`;
  const deploy = isAlone ? command("") : `${command(` ${first}`)}   (or all of them: ${command(" '*'")})`;
  const needs = stacks.flatMap((stack) => {
    const names = variablesOf(stack).flatMap(({ name, isRequired }) => (isRequired ? [`TF_VAR_${name}`] : []));
    if (names.length === 0) return [];
    const subject = isAlone ? "It" : stack.name;
    return [`${subject} needs ${list.format(names)} in the environment; in a terminal, npm run deploy asks.`];
  });
  const folder = relative("", join(outdir, "stacks", first));
  return [`Next: ${deploy}`, ...needs, `Or Terraform itself: terraform -chdir=${folder} init`].join("\n");
}
