import { writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { stoppable } from "../cli/interrupt";
import { warn } from "../cli/output";
import { run } from "../cli/run";
import { ROOT, readConfig } from "./project";

/** The compiler itself: `tsc` would start it in a second process. */
const COMPILER = join(ROOT, `node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`);
/** Runs the app as `node APP` does. Node shows no source of what a thread throws before its first turn is over. */
const START = `const { workerData } = require("node:worker_threads");
process.argv[1] = workerData;
setImmediate(() => require("node:module")._load(workerData, null, true));`;
const PATIENCE_SECONDS = 10;

/**
 * Has the compiler check an app and what it imports, with the `tsconfig.json` of the current folder. JavaScript has no
 * types, and an unused name is no reason to stop a deployment.
 * @param temporary a folder for the compiler's settings
 * @throws Failure with the compiler's words
 */
export async function checkTypes(app: string, temporary: string): Promise<void> {
  if (/\.[cm]?js$/.test(app)) return;
  const typeRoots = [join(ROOT, "node_modules/@types")];
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false, typeRoots };
  const config = { extends: resolve("tsconfig.json"), files: [app], include: [], exclude: [], compilerOptions };
  writeFileSync(join(temporary, "tsconfig.json"), JSON.stringify(config));
  // One thread, and no garbage collection of Go, so that the app can have the other core meanwhile.
  const options = ["-p", temporary, "--pretty", "false", "--singleThreaded"];
  await run(COMPILER, options, { env: { ...process.env, GOGC: "off" } });
}

/**
 * Runs an app in a thread of its own until nothing is left to do: whatever it does to globals and modules stays there,
 * and it may exit or hang. As under cdktf, it does not see Terraform's variables.
 * @param app an absolute path
 * @throws whatever it throws, sooner or later, or its exit code in words
 */
export async function runApp(app: string, outdir: string, stop: AbortSignal): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TF_VAR_")));
  const context = JSON.stringify(readConfig().context ?? {});
  const worker = new Worker(START, {
    eval: true,
    workerData: app,
    execArgv: ["-r", join(ROOT, "lib/app/typescript.js")],
    env: { CDKTF_CONTEXT_JSON: context, ...env, CDKTF_OUTDIR: outdir },
    stdout: true,
    stderr: true,
  });
  // Standard output is for the report alone.
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", warn);
  stop.addEventListener("abort", () => void worker.terminate());
  const stillRunning = `${relative("", app)} is still running after ${PATIENCE_SECONDS} seconds. Ctrl-C ends it.`;
  const patience = setTimeout(() => warn(stillRunning), PATIENCE_SECONDS * 1000);
  const ended = new Promise<void>((done, failed) => {
    worker.on("error", failed);
    worker.on("exit", (code) => (code === 0 ? done() : failed(`It ended with exit code ${code}.`)));
  });
  await stoppable(ended, () => worker.terminate()).finally(() => clearTimeout(patience));
}
