import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { type SynthesizedStack, type Variable, variablesOf } from "../../lib/app/stacks";
import { Failure } from "../../lib/cli/failure";
import { printable } from "../../lib/cli/output";
import { isJsonObject, parseJson } from "../../lib/eventbridge/json";
import { holdsWebhook } from "../../lib/problems/redact";
import type { Options } from "./options";

/** The files that Terraform reads values from in a stack's folder. https://developer.hashicorp.com/terraform/language/values/variables */
const TFVARS = /^terraform\.tfvars(\.json)?$|\.auto\.tfvars(\.json)?$/;

/**
 * Environment variables with a value for every variable of the stacks that has none, as given in the terminal.
 * @throws Failure if standard input or output is no terminal, with every variable that has no value
 */
export async function variablesFor(
  stacks: readonly SynthesizedStack[],
  outdir: string,
  options: Options,
): Promise<Record<string, string>> {
  const missing = missingVariables(stacks, outdir, options, process.env);
  if (missing.length > 0 && !(process.stdin.isTTY && process.stdout.isTTY)) throw new Failure(told(missing), 2);
  return missing.length === 0 ? {} : ask(missing);
}

/** The variables of the stacks that Terraform would ask for, each once. */
export function missingVariables(
  stacks: readonly SynthesizedStack[],
  outdir: string,
  options: Options,
  env: NodeJS.ProcessEnv,
): readonly Variable[] {
  const missing = stacks.filter(isRunHere).flatMap((stack) => {
    const folder = join(outdir, dirname(stack.path));
    const inFolder = existsSync(folder) ? readdirSync(folder).filter((file) => TFVARS.test(file)) : [];
    const files = [...options.varFile, ...inFolder.map((file) => join(folder, file))];
    const given = new Set([...options.var.map((text) => text.split("=")[0]), ...files.flatMap(namesIn)]);
    return variablesOf(stack).filter(
      ({ name, isRequired }) => isRequired && env[`TF_VAR_${name}`] === undefined && !given.has(name),
    );
  });
  return [...new Map(missing.map((variable) => [variable.name, variable])).values()];
}

/** HCP Terraform has variables of its own. */
function isRunHere({ json: { terraform } }: SynthesizedStack): boolean {
  if (!isJsonObject(terraform)) return true;
  return !("cloud" in terraform || (isJsonObject(terraform.backend) && "remote" in terraform.backend));
}

/** The variables that a file of values sets. What is wrong with it, Terraform says. */
function namesIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const json = parseJson(text);
  if (isJsonObject(json)) return Object.keys(json);
  return [...text.matchAll(/^\s*"?([\w-]+)"?\s*=/gm)].flatMap(([, name]) => name ?? []);
}

function told(missing: readonly Variable[]): string {
  const lines = missing.map(({ name, description, isSensitive }) => {
    const secret = isSensitive ? " (secret)" : "";
    return `  TF_VAR_${name}${secret}${description === undefined ? "" : `: ${description}`}`;
  });
  const what = missing.length === 1 ? "A variable has no value. Set this" : "Variables have no value. Set these";
  return `${what} in the environment, or give them in a *.auto.tfvars file of the stack's folder or with --var-file:\n${lines.join("\n")}`;
}

/**
 * Asks for each until there is an answer. What is typed is shown only after the prompt of a variable that is no secret,
 * so that a paste of several lines shows none.
 */
async function ask(variables: readonly Variable[]): Promise<Record<string, string>> {
  let isHidden = true;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) process.stdout.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  terminal.on("line", () => {
    isHidden = true;
  });
  terminal.on("SIGINT", () => {
    process.stdout.write("\n");
    process.kill(process.pid, "SIGINT");
  });
  const lines = terminal[Symbol.asyncIterator]();
  const values: Record<string, string> = {};
  for (const { name, description, isSensitive } of variables) {
    if (description !== undefined) process.stdout.write(`${printable(description)}\n`);
    let value = "";
    while (value === "") {
      isHidden = isSensitive;
      if (isSensitive) process.stdout.write(`${name} (not shown): `);
      terminal.setPrompt(`${name}: `);
      terminal.prompt();
      const line = await lines.next();
      if (line.done) throw new Failure(`${name} has no value.`, 2);
      if (isSensitive) process.stdout.write("\n");
      value = line.value.trim();
      // Terraform would repeat it in its refusal.
      if (!isSensitive && holdsWebhook(value)) {
        process.stdout.write(`${name} is not the webhook's URL, which is a secret.\n`);
        value = "";
      }
    }
    values[`TF_VAR_${name}`] = value;
  }
  terminal.close();
  return values;
}
