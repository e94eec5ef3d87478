import { cpSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { errorCode, Failure, isAboutSettings } from "../cli/failure";
import { withTemporaryFolder } from "../cli/interrupt";
import { checkTypes, runApp } from "./run-app";
import { readStacks, type SynthesizedStack } from "./stacks";

/** How long an app with wrong types may take to say what is wrong with its settings. */
const GRACE_MS = 1000;
/** The end of a line of a stack trace. */
const PLACE = /\(?(?:file:\/\/)?((?:\/|[A-Z]:\\)[^()]*:\d+:\d+)\)?$/;

/**
 * Runs an app of CDKTF in the current folder while the compiler checks its types; the output counts only if both succeed.
 * @param outdir where to write what `cdktf synth` writes, if anywhere
 * @throws Failure if there is no such app (exit code 2) or it does not synthesize
 */
export async function synthesize(app: string, outdir?: string): Promise<readonly SynthesizedStack[]> {
  const path = resolve(app);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile() || !/\.[cm]?[jt]s$/.test(path)) {
    const problem = stat === undefined ? "does not exist" : "is not an app";
    throw new Failure(`${app}: ${problem}. Name a TypeScript file, such as main.ts.`, 2);
  }
  return withTemporaryFolder("synth", async (temporary) => {
    const made = join(temporary, "out");
    const stacks = await stacksOf(path, temporary, made).catch((error: unknown) => {
      throw new Failure(`${app} does not synthesize.\n${wordsOf(error)}`);
    });
    if (outdir !== undefined) copy(made, outdir);
    return stacks;
  });
}

async function stacksOf(app: string, temporary: string, outdir: string) {
  const stop = new AbortController();
  const types = checkTypes(app, temporary);
  types.catch(() => setTimeout(() => stop.abort(), GRACE_MS).unref());
  const [typed, ran] = await Promise.allSettled([types, runApp(app, outdir, stop.signal)]);
  const problem: unknown = ran.status === "rejected" ? ran.reason : undefined;
  if (typed.status === "rejected")
    throw new Failure(isAboutSettings(problem) ? `${typed.reason.message}\n${problem.message}` : typed.reason.message);
  if (problem !== undefined) throw problem;
  return readStacks(outdir);
}

/** The error's message, and where it was thrown if it does not say what to do. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Failure || isAboutSettings(error)) return error.message;
  const frames = error.stack?.split("\n").filter((line) => !/node_modules|node:/.test(line)) ?? [];
  const [place] = frames.flatMap((line) => PLACE.exec(line)?.[1] ?? []);
  return place === undefined ? error.message : `${error.message} (${relative("", place)})`;
}

function copy(from: string, to: string): void {
  try {
    cpSync(from, to, { recursive: true });
  } catch (error) {
    const remedy = "Make it writable, or name another in CDKTF_OUTDIR.";
    throw new Failure(`${to}: cannot be written (${errorCode(error)}). ${remedy}`);
  }
}
