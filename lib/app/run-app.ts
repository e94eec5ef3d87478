import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import { Failure } from "../cli/failure";
import { stoppable } from "../cli/interrupt";
import { warn } from "../cli/output";
import { isJsonObject, type Json } from "../eventbridge/json";
import { ROOT } from "./project";

/** Runs the app as `node APP` does. Node shows no source of what a thread throws before its first turn is over. */
const START = `const { workerData } = require("node:worker_threads");
process.argv[1] = workerData;
setImmediate(() => require("node:module")._load(workerData, null, true));`;
const PATIENCE_SECONDS = 10;
const PLACE = /\(?((?:file:|\/|[A-Z]:\\)[^()]*:\d+:\d+)\)?$/;

/** An app threw something, or ended by itself. */
export class AppFailure extends Failure {
  override readonly name = "AppFailure";

  constructor(
    message: string,
    /** Whether it says which settings are wrong. */
    readonly isAboutSettings = false,
  ) {
    super(message);
  }
}

/**
 * Runs an app in a thread of its own until nothing is left to do: whatever it does to globals and modules stays there,
 * and it may exit or hang. As under cdktf, it does not see Terraform's variables.
 * @param app an absolute path
 * @throws AppFailure if it throws anything, sooner or later, or ends with another exit code than 0
 */
export async function runApp(app: string, outdir: string, context: Json | undefined, stop: AbortSignal): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TF_VAR_")));
  if (context !== undefined) env.CDKTF_CONTEXT_JSON ??= JSON.stringify(context);
  const worker = new Worker(START, {
    eval: true,
    workerData: app,
    execArgv: ["-r", join(ROOT, "lib/app/typescript.js")],
    env: { ...env, CDKTF_OUTDIR: outdir },
    stdout: true,
    stderr: true,
  });
  // Standard output is for the report alone.
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on("line", warn);
  stop.addEventListener("abort", () => void worker.terminate());
  const stillRunning = `${relative("", app)} is still running after ${PATIENCE_SECONDS} seconds. Ctrl-C ends it.`;
  const patience = setTimeout(() => warn(stillRunning), PATIENCE_SECONDS * 1000);

  const ended = new Promise<void>((done, failed) => {
    worker.on("error", (error) => failed(describe(error)));
    worker.on("exit", (code) => (code === 0 ? done() : failed(new AppFailure(`It ended with exit code ${code}.`))));
  });
  await stoppable(ended, () => worker.terminate()).finally(() => clearTimeout(patience));
}

/** The error's message, and where it was thrown if it does not say what to do. */
function describe(error: unknown): AppFailure {
  if (!isJsonObject(error)) return new AppFailure(String(error));
  // An error of another thread, and perhaps of another checkout's library, is an instance of no class here.
  if (error.name === "InvalidSettings") return new AppFailure(String(error.message), true);
  const frames = String(error.stack ?? "").split("\n");
  const place = frames.find((line) => PLACE.test(line) && !/node_modules|node:/.test(line));
  const file = PLACE.exec(place ?? "")?.[1]?.replace(/^file:\/\//, "");
  return new AppFailure(`${error.message}${file === undefined ? "" : ` (${relative("", file)})`}`);
}
