import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { outputFolder, requiredVariables } from "../lib/app/project";
import { synthesize } from "../lib/app/synthesize";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { say } from "../lib/cli/output";

runCommand("synth", async (args) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [app = "main.ts", ...others] = positionals;
  if (others.length > 0) throw new Failure(`${positionals.join(" ")}: name one app. npm run synth -- --help`, 2);
  const outdir = outputFolder();
  const stacks = await synthesize(app, outdir);
  const [first] = stacks;
  if (first === undefined) throw new Failure(`${app} has no stack, so there is nothing to deploy.`);
  for (const { path } of stacks) say(`Wrote ${relative("", join(outdir, path))}`);

  const option = resolve(app) === resolve("main.ts") ? "" : ` --app ${relative("", app)}`;
  const deploy = (stack: string) => `npm run deploy${stack || option ? ` --${stack}${option}` : ""}`;
  const isAlone = stacks.length === 1;
  say(`Next: ${isAlone ? deploy("") : `${deploy(` ${first.name}`)}   (or all of them: ${deploy(" '*'")})`}`);
  for (const stack of stacks) {
    const names = requiredVariables(stack).map(({ name }) => `TF_VAR_${name}`);
    const needs = `needs ${names.join(" and ")} in the environment; in a terminal, npm run deploy asks.`;
    if (names.length > 0) say(`${isAlone ? "It" : stack.name} ${needs}`);
  }
});
