import { join, relative, resolve } from "node:path";
import { outputFolder } from "../lib/app/project";
import { requiredVariables, type SynthesizedStack } from "../lib/app/stacks";
import { synthesize } from "../lib/app/synthesize";
import { readArguments } from "../lib/cli/arguments";
import { runCommand } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";
import { say, warn } from "../lib/cli/output";

const HELP = `Check the types and write Terraform JSON, as npx cdktf synth does, without the start-up of its command line.

  npm run synth            main.ts
  npm run synth -- FILE    another app, such as examples/production.ts

It writes cdktf.out/stacks/STACK/cdk.tf.json for each stack; CDKTF_OUTDIR names another folder.

Exit code 0: done. 1: the types are wrong, or the app does not synthesize. 2: the arguments cannot be used.`;

const list = new Intl.ListFormat("en");

async function synth(args: readonly string[]): Promise<number> {
  const options = { help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = readArguments({ args: [...args], options, allowPositionals: true }, "synth");
  const [app = "main.ts", ...others] = positionals;
  if (values.help) {
    say(HELP);
    return 0;
  }
  if (others.length > 0) throw new Failure(`${positionals.join(" ")}: name one app. npm run synth -- --help`, 2);

  const outdir = outputFolder();
  const stacks = await synthesize(app, { outdir });
  if (stacks.length === 0) throw new Failure(`${app} has no stack, so there is nothing to deploy.`);
  for (const { name, warnings } of stacks) for (const warning of warnings) warn(`Warning (${name}): ${warning}`);
  for (const { path } of stacks) say(`Wrote ${relative("", join(outdir, path))}`);
  say(whatIsNext(app, outdir, stacks));
  return 0;
}

function whatIsNext(app: string, outdir: string, stacks: readonly SynthesizedStack[]): string {
  const command = (stack: string) => {
    const options = [stack, ...(resolve(app) === resolve("main.ts") ? [] : ["--app", relative("", app)])]
      .join(" ")
      .trim();
    return options === "" ? "npm run deploy" : `npm run deploy -- ${options}`;
  };
  const [first, ...others] = stacks.map(({ name }) => name);
  const deploy = others.length === 0 ? command("") : `${command(String(first))}   (or all of them: ${command("'*'")})`;
  const lines = stacks.flatMap((stack) => {
    const names = requiredVariables(stack).map(({ name }) => `TF_VAR_${name}`);
    if (names.length === 0) return [];
    return [
      `${others.length === 0 ? "It" : stack.name} needs the environment variables ${list.format(names)}; in a terminal, it asks.`,
    ];
  });
  const folder = relative("", join(outdir, "stacks", String(first)));
  return [`Next: ${deploy}`, ...lines, `Or Terraform itself: terraform -chdir=${folder} init`].join("\n");
}

runCommand(synth);
