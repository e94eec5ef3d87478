import { cpSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { withTemporaryFolder } from "../cli/clean-up";
import { errorCode, Failure } from "../cli/failure";
import { checkTypes } from "./check-types";
import { ROOT, readConfig } from "./project";
import { AppFailure, runApp } from "./run-app";
import { readStacks, type SynthesizedStack } from "./stacks";

/** How long an app with wrong types may take to say what is wrong with its settings. */
const GRACE_MS = 1000;

export interface SynthesisOptions {
  /** Folder of the app's project, in which it runs. @default - this checkout */
  readonly project?: string;
  /** Where to write what `cdktf synth` writes. @default - nothing is written */
  readonly outdir?: string;
}

/**
 * Runs an app of CDKTF while the compiler checks its types; the output counts only if both succeed.
 * @throws Failure if there is no such app (exit code 2) or it does not synthesize
 */
export async function synthesize(
  app: string,
  { project = ROOT, outdir }: SynthesisOptions = {},
): Promise<readonly SynthesizedStack[]> {
  const path = resolve(app);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || !/\.[cm]?[jt]s$/.test(path)) {
    const problem = stat === undefined ? "does not exist" : "is not an app";
    throw new Failure(`${app}: ${problem}. Name a TypeScript file, such as main.ts.`, 2);
  }
  return withTemporaryFolder("synth", async (temporary) => {
    const made = join(temporary, "out");
    const stacks = await inFolder(project, () => stacksOf(path, project, temporary, made)).catch((error) => {
      throw error instanceof Failure ? new Failure(`${app} does not synthesize.\n${error.message}`) : error;
    });
    if (outdir !== undefined) copy(made, outdir);
    return stacks;
  });
}

async function stacksOf(app: string, project: string, temporary: string, outdir: string) {
  const stop = new AbortController();
  const types = checkTypes(app, project, temporary);
  types.catch(() => setTimeout(() => stop.abort(), GRACE_MS).unref());
  const run = runApp(app, outdir, readConfig(project).context, stop.signal);
  const [typed, ran] = await Promise.allSettled([types, run]);
  const problem = ran.status === "rejected" ? ran.reason : undefined;
  if (typed.status === "rejected") {
    const settings = problem instanceof AppFailure && problem.isAboutSettings ? `\n${problem.message}` : "";
    throw new Failure(`${typed.reason.message}${settings}`);
  }
  if (problem !== undefined) throw problem;
  return readStacks(outdir);
}

async function inFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await use();
  } finally {
    process.chdir(before);
  }
}

function copy(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true });
  } catch (error) {
    const remedy = "Make it writable, or name another in CDKTF_OUTDIR.";
    throw new Failure(`${to}: cannot be written (${errorCode(error)}). ${remedy}`);
  }
}
