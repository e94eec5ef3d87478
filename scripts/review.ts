import { existsSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { outputFolder, ROOT } from "../lib/app/project";
import { printWarnings, type SynthesizedStack, variablesOf } from "../lib/app/stacks";
import { synthesize } from "../lib/app/synthesize";
import { withTemporaryFolder } from "../lib/cli/clean-up";
import { runCommand } from "../lib/cli/command";
import { asFailure, errorCode, Failure } from "../lib/cli/failure";
import { orFailure, run } from "../lib/cli/run";
import { failureDocument, reviewDocument } from "./review/document";
import { type Earlier, withEarlier } from "./review/earlier";
import { type Options, readOptions } from "./review/options";
import { reviewStack, type StackReview } from "./review/stack-review";

const NO_TERRAFORM =
  "Terraform is missing: install it (https://developer.hashicorp.com/terraform/install) and put it on the PATH.";
/** A secret is never as short as this, and hiding such a text would garble the document. */
const SHORT = 8;

runCommand("review", async (args) => {
  await write(readOptions(args));
  return 0;
});

/** Writes the document, or where it can be, why there is none. */
async function write(options: Options): Promise<void> {
  const { output, commit } = options;
  try {
    const document = await withTemporaryFolder("review", (temporary) => review(options, temporary));
    if (output === undefined) process.stdout.write(document);
    else writeOutput(output, document);
  } catch (error) {
    const words = asFailure(error)?.message ?? String(error);
    if (output !== undefined) writeOutput(output, failureDocument(words, commit));
    throw error;
  }
}

function writeOutput(file: string, document: string): void {
  try {
    writeFileSync(file, document);
  } catch (error) {
    throw new Failure(`--output ${file}: cannot be written (${errorCode(error)}).`, 2);
  }
}

/** @returns the document */
async function review({ base, against, commit }: Options, temporary: string): Promise<string> {
  await orFailure(run("terraform", ["version"]), ({ message, isMissing }) => (isMissing ? NO_TERRAFORM : message));
  const outdir = resolve(ROOT, outputFolder());
  const stacks = await synthesize(relative("", join(ROOT, "main.ts")), { outdir });
  printWarnings(stacks);

  const documentWith = async (earlier?: Earlier) => {
    const reviews: StackReview[] = [];
    for (const stack of stacks) reviews.push(await reviewStack(stack, outdir, earlier, temporary));
    const names = new Set(stacks.map(({ name }) => name));
    const removed = earlier?.stacks.map(({ name }) => name).filter((name) => !names.has(name));
    return withoutSecrets(reviewDocument(reviews, removed, commit), stacks);
  };
  if (base !== undefined) return withEarlier(base, temporary, documentWith);
  if (against === undefined) return documentWith();
  if (!existsSync(against)) throw new Failure(`--against ${against}: does not exist.`, 2);
  if (stacks.length > 1) {
    const names = stacks.map(({ name }) => name).join(", ");
    throw new Failure(`--against is for an app with one stack, and this one has ${names}: use --base.`, 2);
  }
  return documentWith({ stacks: stacks.map(({ name }) => ({ name, file: against })), missing: undefined });
}

/** Terraform hides sensitive values itself; this is for what an app or a message says in spite of that. */
function withoutSecrets(document: string, stacks: readonly SynthesizedStack[]): string {
  const secrets = stacks.flatMap(variablesOf).flatMap(({ name, isSensitive }) => {
    const value = process.env[`TF_VAR_${name}`] ?? "";
    return isSensitive && value.length > SHORT ? [value] : [];
  });
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, "(hidden)"), document);
}
