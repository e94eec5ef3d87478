import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { requiredVariables, type SynthesizedStack, type Variable } from "../lib/app/project";
import { Failure } from "../lib/cli/failure";
import { say } from "../lib/cli/output";
import { sameFor } from "../lib/eventbridge/json";
import { valueAt } from "../lib/preview/read/resources";

/** The files that Terraform reads values from in a stack's folder. https://developer.hashicorp.com/terraform/language/values/variables */
const TFVARS = /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/;
const TEXTS = { type: "string", multiple: true } as const;
const NAMED = {
  app: { ...TEXTS, short: "a" },
  output: { ...TEXTS, short: "o" },
  var: TEXTS,
  "var-file": TEXTS,
} as const;
/** The other options of cdktf that take a value, so that it is not taken for a stack. */
const PARALLELISM = ["parallelism", "terraform-parallelism"] as const;
const OTHERS = sameFor(TEXTS, ...PARALLELISM, "outputs-file", "log-level", "log-file-directory");

export type Options = ReturnType<typeof cdktfOptions>;

/** What matters here among the options of cdktf; what it does not know, it refuses. */
export function cdktfOptions(args: readonly string[]) {
  const config = { args: [...args], options: { ...NAMED, ...OTHERS }, strict: false, allowPositionals: true } as const;
  const { values, positionals } = parseArgs(config);
  if ("skip-synth" in values)
    throw new Failure(
      "--skip-synth: the app is always synthesized. For JSON as it is: npx cdktf deploy --skip-synth.",
      2,
    );
  const texts = (name: keyof typeof NAMED) => [values[name]].flat().filter((value) => typeof value === "string");
  const [[app], [output]] = [texts("app"), texts("output")];
  return { stacks: positionals, app, output, vars: texts("var"), varFiles: texts("var-file") };
}

/** The variables of the stacks that Terraform would ask for, each once. HCP Terraform has variables of its own. */
export function missingVariables(
  stacks: readonly SynthesizedStack[],
  outdir: string,
  { vars, varFiles }: Options,
  env: NodeJS.ProcessEnv,
): readonly Variable[] {
  const isRemote = ({ json: { terraform } }: SynthesizedStack) =>
    valueAt(terraform, ["cloud"]) ?? valueAt(terraform, ["backend", "remote"]);
  const missing = stacks.flatMap((stack) => {
    if (isRemote(stack)) return [];
    const folder = join(outdir, dirname(stack.path));
    const inFolder = existsSync(folder) ? readdirSync(folder).filter((file) => TFVARS.test(file)) : [];
    const files = [...varFiles, ...inFolder.map((file) => join(folder, file))];
    const given = [...vars.map((text) => text.split("=")[0]), ...files.flatMap(namesIn)];
    return requiredVariables(stack).filter(({ name }) => env[`TF_VAR_${name}`] === undefined && !given.includes(name));
  });
  return [...new Map(missing.map((variable) => [variable.name, variable])).values()];
}

/** The variables that a file of values, in HCL or JSON, sets. What is wrong with it, Terraform says. */
function namesIn(file: string): readonly string[] {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return [...text.matchAll(/(?:^|[{,])\s*"?([\w-]+)"?\s*[=:]/gm)].flatMap(([, name]) => name ?? []);
}

/** What to do about variables without a value. */
export function told(missing: readonly Variable[]): string {
  const remedy = "Set them in the environment, in a *.auto.tfvars file of the stack's folder, or with --var-file:";
  const lines = missing.map(
    ({ name, description = "", isSensitive }) => `  TF_VAR_${name}${isSensitive ? " (secret)" : ""}: ${description}`,
  );
  return [`Variables are missing. ${remedy}`, ...lines].join("\n");
}

/** Asks until each has an answer, and shows what is typed only at the prompt of a variable that is no secret. */
export async function ask(variables: readonly Variable[]): Promise<Record<string, string>> {
  let isHidden = true;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  terminal.on("line", () => {
    if (isHidden) process.stdout.write("\n");
    isHidden = true;
  });
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const lines = terminal[Symbol.asyncIterator]();
  const values: Record<string, string> = {};
  for (const { name, description = "", isSensitive } of variables) {
    say(description);
    terminal.setPrompt(`${name}${isSensitive ? " (not shown)" : ""}: `);
    let value = "";
    while (value === "") {
      isHidden = false;
      terminal.prompt();
      isHidden = isSensitive;
      const line = await lines.next();
      if (line.done) throw new Failure(`${name} has no value.`, 2);
      value = line.value.trim();
    }
    values[`TF_VAR_${name}`] = value;
  }
  terminal.close();
  return values;
}
