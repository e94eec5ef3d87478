import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { redact } from "../lib/problems/redact";
import { orProblem, ReviewProblem, ROOT, type Running, run } from "./review/command";
import { failureDocument, reviewDocument, type StackReview } from "./review/document";
import { type Earlier, withEarlier } from "./review/earlier";
import { HELP, type Options, readOptions } from "./review/options";
import { reviewStack } from "./review/stack-review";
import { type Stack, secretsOf, synthesize } from "./review/stacks";

const NO_TERRAFORM =
  "Terraform is missing: install it (https://developer.hashicorp.com/terraform/install) and put it on the PATH.";
/** A secret is never as short as this, and hiding such a text would garble the document. */
const SHORT = 8;

/** @returns the document */
async function review({ base, against, commit }: Options, temp: string, running: Running): Promise<string> {
  await orProblem(run("terraform", ["version"], running), ({ isMissing, words }) =>
    isMissing ? NO_TERRAFORM : `terraform version failed.\n${words}`,
  );
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const stacks = await orProblem(
    synthesize(ROOT, outdir, running),
    ({ words }) => `The app does not synthesize.\n${words}`,
  );
  const documentWith = (earlier?: Earlier) => reviewAll(stacks, earlier, commit, temp, running);

  if (base !== undefined) return withEarlier(base, join(temp, "earlier"), running, documentWith);
  if (against === undefined) return documentWith();
  if (!existsSync(against)) throw new ReviewProblem(`--against ${against}: does not exist.`, 2);
  if (stacks.length > 1) {
    const names = stacks.map(({ name }) => name).join(", ");
    throw new ReviewProblem(`--against is for an app with one stack, and this one has ${names}: use --base.`, 2);
  }
  return documentWith({ stacks: stacks.map((stack) => ({ ...stack, file: resolve(against) })), missing: undefined });
}

async function reviewAll(
  stacks: readonly Stack[],
  earlier: Earlier | undefined,
  commit: string | undefined,
  temp: string,
  running: Running,
): Promise<string> {
  const reviews: StackReview[] = [];
  for (const stack of stacks) {
    const made = await reviewStack(stack, earlier, temp, running);
    reviews.push({ ...made, plan: withoutSecrets(made.plan, stack), alerts: withoutSecrets(made.alerts, stack) });
  }
  const names = new Set(stacks.map(({ name }) => name));
  const removed = earlier?.stacks.map(({ name }) => name).filter((name) => !names.has(name));
  return reviewDocument(reviews, removed, commit);
}

/** Terraform hides sensitive values itself; this is for what an app or a message says in spite of that. */
function withoutSecrets(text: string, stack: Stack): string {
  const secrets = secretsOf(stack, process.env).filter(({ length }) => length > SHORT);
  return redact(secrets.reduce((rest, secret) => rest.replaceAll(secret, "(hidden)"), text));
}

async function writeReview(options: Options): Promise<void> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupted.abort());
  const temp = mkdtempSync(join(tmpdir(), "review-"));
  try {
    await write(options, await review(options, temp, { signal: interrupted.signal }));
  } catch (error) {
    if (options.output !== undefined && !interrupted.signal.aborted)
      await write(options, failureDocument(messageOf(error), options.commit));
    throw error;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

async function write({ output }: Options, document: string): Promise<void> {
  if (output === undefined) {
    process.stdout.write(document);
    return;
  }
  try {
    writeFileSync(output, document);
  } catch (error) {
    throw new ReviewProblem(`--output ${output}: cannot be written (${messageOf(error)}).`, 2);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ReviewProblem) return redact(error.message);
  return redact(String(error instanceof Error && !("code" in error) ? error.stack : error));
}

async function main(): Promise<void> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options.help) process.stdout.write(HELP);
    else await writeReview(options);
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = error instanceof ReviewProblem ? error.exitCode : 1;
  }
}

void main();
