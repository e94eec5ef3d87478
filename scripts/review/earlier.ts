import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { CommandFailure, orProblem, ReviewProblem, ROOT, type Running, run } from "./command";
import { type Stack, synthesize } from "./stacks";

/** No hook of the repository runs for the worktree. */
const NO_HOOKS = ["-c", "core.hooksPath=/dev/null"];

/** The stacks of the version to compare with, or why there are none. */
export interface Earlier {
  readonly stacks: readonly Stack[];
  readonly missing: string | undefined;
}

/**
 * Synthesizes the app of another commit, with the packages and the `synth` of this one.
 * @param folder an empty folder for the worktree
 * @throws ReviewProblem where there is no such commit
 */
export async function withEarlier<T>(
  base: string,
  folder: string,
  running: Running,
  use: (earlier: Earlier) => Promise<T>,
): Promise<T> {
  const commit = await commitOf(base, running);
  const inRepository = (await run("git", ["rev-parse", "--show-prefix"], running)).trim();
  const checkout = run("git", [...NO_HOOKS, "worktree", "add", "--quiet", "--detach", folder, commit], running);
  await orProblem(checkout, ({ words }) => `--base ${base}: git worktree add failed.\n${words}`);
  try {
    return await use(await stacksOf(join(folder, inRepository), running));
  } finally {
    await run("git", ["worktree", "remove", "--force", folder], { signal: new AbortController().signal });
  }
}

/** The commit at which HEAD left the base, so that what others changed there since is not taken for this change's. */
async function commitOf(base: string, running: Running): Promise<string> {
  const revision = async (...args: string[]) => (await run("git", args, running)).trim();
  try {
    const commit = await revision("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`);
    return await revision("merge-base", commit, "HEAD").catch(() => commit);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    if (error.isMissing) throw new ReviewProblem("--base needs git: install it and put it on the PATH.");
    const remedy = "Fetch it first (in a shallow clone: git fetch --unshallow), or name another.";
    throw new ReviewProblem(`--base ${base}: this repository has no such commit. ${remedy}`, 2);
  }
}

async function stacksOf(app: string, running: Running): Promise<Earlier> {
  try {
    const packages = join(app, "node_modules");
    rmSync(packages, { recursive: true, force: true });
    symlinkSync(join(ROOT, "node_modules"), packages, "junction");
    return { stacks: await synthesize(app, "cdktf.out", running), missing: undefined };
  } catch (error) {
    if (running.signal.aborted) throw error;
    const words = error instanceof Error ? error.message : String(error);
    return { stacks: [], missing: withoutFrames(words).replaceAll(`${app}/`, "") };
  }
}

function withoutFrames(words: string): string {
  const [message = ""] = words.split(/\n +at /);
  return message.replace(/\s+/g, " ").trim();
}
