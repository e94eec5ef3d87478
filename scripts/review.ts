import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { outputFolder, ROOT } from "../lib/app/project";
import { synthesize } from "../lib/app/synthesize";
import { runCommand } from "../lib/cli/command";
import { asFailure, Failure, orFailure } from "../lib/cli/failure";
import { withTemporaryFolder } from "../lib/cli/interrupt";
import { run } from "../lib/cli/run";
import { preview } from "../lib/preview/preview";
import { failureDocument, nothingToCompare, reviewDocument, type StackReview } from "./review/document";

type Options = { readonly [Key in "base" | "against" | "commit"]?: string | undefined };

/** The stacks of the version to compare with, by name, or why there are none. */
type Earlier = { readonly files: ReadonlyMap<string, string>; readonly problem?: string };

runCommand("review", async (args) => {
  const text = { type: "string" } as const;
  const options = { base: text, against: text, output: text, commit: text } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.base !== undefined && values.against !== undefined)
    throw new Failure("--base and --against: both say what to compare with, give one.", 2);
  try {
    write(values.output, await withTemporaryFolder("review", (temporary) => review(values, temporary)));
  } catch (error) {
    const words = asFailure(error)?.message ?? String(error);
    if (values.output !== undefined) write(values.output, failureDocument(words, values.commit));
    throw error;
  }
});

function write(output: string | undefined, document: string): void {
  if (output === undefined) process.stdout.write(document);
  else orFailure(`--output ${output}`, () => writeFileSync(output, document));
}

/** @param temporary a folder that nobody else can read, since plans hold secrets */
async function review({ base, against, commit }: Options, temporary: string): Promise<string> {
  await run("terraform", ["version"]);
  const outdir = resolve(outputFolder());
  const stacks = await synthesize("main.ts", outdir);
  const names = stacks.map(({ name }) => name);
  if (against !== undefined && !existsSync(against)) throw new Failure(`--against ${against}: does not exist.`, 2);
  if (against !== undefined && names.length > 1)
    throw new Failure(`--against is for one stack, and the app has ${names.join(", ")}: use --base.`, 2);
  const given = against === undefined ? undefined : { files: new Map(names.map((name) => [name, against])) };
  const earlier: Earlier | undefined = base === undefined ? given : await stacksOf(base, temporary);
  const reviews: StackReview[] = [];
  for (const { name, path } of stacks) {
    const options = { cwd: join(outdir, dirname(path)), env: { ...process.env, TF_IN_AUTOMATION: "1" } };
    const terraform = (command: string, ...args: readonly string[]) =>
      run("terraform", [command, ...args], options, `${name}: terraform ${command} failed.`);
    await terraform("init", "-input=false", "-no-color");
    await terraform("plan", "-input=false", "-no-color", "-lock-timeout=5m", `-out=${join(temporary, "plan")}`);
    const json = join(temporary, "plan.json");
    writeFileSync(json, await terraform("show", "-json", join(temporary, "plan")));
    const plan = await terraform("show", "-no-color", join(temporary, "plan"));
    const file = earlier?.files.get(name);
    const remark = earlier && file === undefined ? nothingToCompare(earlier.problem) : undefined;
    reviews.push({ ...(await preview({ plan: json, against: file })), name, plan, remark });
  }
  const removed = [...(earlier?.files.keys() ?? [])].filter((name) => !names.includes(name));
  return reviewDocument(reviews, removed, commit);
}

/**
 * Synthesizes the app of another commit with the packages of this one: of the commit at which HEAD left the base, so that
 * what others changed there since is not taken for this change's.
 * @throws Failure if there is no such commit
 */
async function stacksOf(base: string, temporary: string): Promise<Earlier> {
  const git = (...args: readonly string[]) => run("git", args, { cwd: ROOT });
  await git("--version");
  const named = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`).catch(() => {
    const remedy = "Fetch it first (in a shallow clone: git fetch --unshallow), or name another.";
    throw new Failure(`--base ${base}: this repository has no such commit. ${remedy}`, 2);
  });
  const commit = await git("merge-base", named.trim(), "HEAD").catch(() => named);
  const [archive, project, outdir] = [join(temporary, "tar"), join(temporary, "project"), join(temporary, "earlier")];
  await git("archive", "--output", archive, commit.trim());
  mkdirSync(project);
  await run("tar", ["-xf", archive, "-C", project]);
  symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
  process.chdir(project);
  try {
    const stacks = await synthesize("main.ts", outdir);
    return { files: new Map(stacks.map(({ name, path }) => [name, join(outdir, path)])) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { files: new Map(), problem: error.message };
  } finally {
    process.chdir(ROOT);
  }
}
