import { cpSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { Failure, isAboutSettings, orFailure } from "../cli/failure";
import { stoppable, withTemporaryFolder } from "../cli/interrupt";
import { warn } from "../cli/output";
import { run } from "../cli/run";
import { ROOT, readConfig, readStacks, type SynthesizedStack } from "./project";

/** The compiler itself: `tsc` would start it in a second process. */
const COMPILER = join(ROOT, `node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`);
/** Runs the app as `node APP` does. Node shows no source of what a thread throws before its first turn is over. */
const START = `const { workerData } = require("node:worker_threads");
setImmediate(() => require("node:module")._load(workerData, null, true));`;
const PATIENCE_MS = 10_000;
/** How long an app with wrong types may take to say what is wrong with its settings. */
const GRACE_MS = 1000;
/** In a stack trace, the first line that is not about Node or a package. */
const PLACE = /^ +at (?!.*(?:node_modules|node:))(?:.*\(|async )?(?:file:\/\/)?(\/.*:\d+:\d+)\)?$/m;

/** Runs an app while the compiler checks its types; the output counts only if both succeed. @throws Failure if not */
export async function synthesize(app: string, outdir?: string): Promise<readonly SynthesizedStack[]> {
  const path = resolve(app);
  if (!/\.[cm]?[jt]s$/.test(path) || !statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new Failure(`${app}: there is no such app. Name a TypeScript file, such as main.ts.`, 2);
  return withTemporaryFolder("synth", async (temporary) => {
    const made = join(temporary, "out");
    const types = checkTypes(path);
    const results = await Promise.allSettled([types, runApp(path, made, types).then(() => readStacks(made))]);
    const problems: unknown[] = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    const [, stacks] = results;
    if (stacks.status === "rejected" || problems.length > 0) {
      // If the types are wrong, anything else may come of that, except problems of settings.
      const told = problems.filter((problem, index) => index === 0 || isAboutSettings(problem));
      throw new Failure(`${app} does not synthesize.\n${told.map(wordsOf).join("\n")}`);
    }
    if (outdir !== undefined) orFailure(outdir, () => cpSync(made, outdir, { recursive: true }));
    return stacks.value;
  });
}

/** Has the compiler check an app. An unused name is no reason to stop a deployment. @throws Failure with its words */
export async function checkTypes(app: string): Promise<void> {
  if (/\.[cm]?js$/.test(app)) return;
  const typeRoots = [join(ROOT, "node_modules/@types")];
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, typeRoots };
  const config = { extends: resolve("tsconfig.json"), files: [app], include: [], exclude: [], compilerOptions };
  await withTemporaryFolder("types", (folder) => {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    // One thread, and no garbage collection of Go, so that the app can have the other core meanwhile.
    const options = ["-p", folder, "--pretty", "false", "--singleThreaded"];
    return run(COMPILER, options, { env: { ...process.env, GOGC: "off" } });
  });
}

/**
 * Runs an app in a thread of its own until nothing is left to do: whatever it does to globals and modules stays there,
 * and it may exit or hang. As under cdktf, it does not see Terraform's variables.
 */
async function runApp(app: string, outdir: string, types: Promise<void>): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TF_VAR_")));
  const worker = new Worker(START, {
    eval: true,
    workerData: app,
    execArgv: ["-r", join(ROOT, "lib/app/typescript.js")],
    env: { CDKTF_CONTEXT_JSON: JSON.stringify(readConfig().context ?? {}), ...env, CDKTF_OUTDIR: outdir },
    stdout: true,
    stderr: true,
  });
  // Standard output is for the report alone.
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", warn);
  types.catch(() => setTimeout(() => worker.terminate(), GRACE_MS).unref());
  const patience = setTimeout(() => warn(`${relative("", app)} is still running. Ctrl-C ends it.`), PATIENCE_MS);
  const ended = new Promise<void>((done, failed) => {
    worker.on("error", failed);
    worker.on("exit", (code) => (code === 0 ? done() : failed(`It ended with exit code ${code}.`)));
  });
  await stoppable(ended, () => worker.terminate()).finally(() => clearTimeout(patience));
}

/** The error's message, and where it was thrown if it does not say what to do. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const saysWhatToDo = error instanceof Failure || isAboutSettings(error);
  const place = saysWhatToDo ? undefined : PLACE.exec(error.stack ?? "")?.[1];
  return place === undefined ? error.message : `${error.message} (${relative("", place)})`;
}
