import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../lib/app/project";
import { synthesize } from "../../lib/app/synthesize";
import { withCleanUp } from "../../lib/cli/clean-up";
import { Failure } from "../../lib/cli/failure";
import { CommandFailure, orFailure, run } from "../../lib/cli/run";

/** No hook of the repository runs for the worktree. */
const NO_HOOKS = ["-c", "core.hooksPath=/dev/null"];

/** The stacks of the version to compare with, or why there are none. */
export interface Earlier {
  readonly stacks: readonly { readonly name: string; readonly file: string }[];
  readonly missing: string | undefined;
}

/**
 * Synthesizes the app of another commit with the packages of this one.
 * @throws Failure if there is no such commit
 */
export async function withEarlier<T>(
  base: string,
  temporary: string,
  use: (earlier: Earlier) => Promise<T>,
): Promise<T> {
  const commit = await commitOf(base);
  const inRepository = (await git("rev-parse", "--show-prefix")).trim();
  const worktree = join(temporary, "worktree");
  return withCleanUp(
    () => remove(worktree),
    async () => {
      const added = git(...NO_HOOKS, "worktree", "add", "--quiet", "--detach", worktree, commit);
      await orFailure(added, ({ message }) => `--base ${base}: git worktree add failed.\n${message}`);
      return use(await stacksOf(join(worktree, inRepository), join(temporary, "earlier")));
    },
  );
}

function git(...args: readonly string[]): Promise<string> {
  return run("git", args, { cwd: ROOT });
}

function remove(worktree: string): void {
  rmSync(worktree, { recursive: true, force: true, maxRetries: 3 });
  spawnSync("git", ["worktree", "prune"], { cwd: ROOT });
}

/** The commit at which HEAD left the base, so that what others changed there since is not taken for this change's. */
async function commitOf(base: string): Promise<string> {
  try {
    const commit = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`);
    return (await git("merge-base", commit.trim(), "HEAD").catch(() => commit)).trim();
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    if (error.isMissing) throw new Failure("--base needs git: install it and put it on the PATH.");
    const remedy = "Fetch it first (in a shallow clone: git fetch --unshallow), or name another.";
    throw new Failure(`--base ${base}: this repository has no such commit. ${remedy}`, 2);
  }
}

async function stacksOf(project: string, outdir: string): Promise<Earlier> {
  try {
    const packages = join(project, "node_modules");
    rmSync(packages, { recursive: true, force: true });
    symlinkSync(join(ROOT, "node_modules"), packages, "junction");
    const stacks = await synthesize(join(project, "main.ts"), { project, outdir });
    return { stacks: stacks.map(({ name, path }) => ({ name, file: join(outdir, path) })), missing: undefined };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const words = error.message.replaceAll(`${project}/`, "").replace(/^.* does not synthesize\.\n/, "");
    return { stacks: [], missing: words.replace(/\s+/g, " ") };
  }
}
