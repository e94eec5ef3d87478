import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "../cli/run";
import { ROOT } from "./project";

/** The compiler itself: `tsc` would start it in a second process. */
const COMPILER = join(ROOT, `node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`);
/** An unused name is no reason to stop a deployment; `npm test` refuses it. */
const LENIENT = { noUnusedLocals: false, noUnusedParameters: false };

/**
 * Has the compiler check an app and what it imports, with the `tsconfig.json` of its project. JavaScript has no types.
 * @param temporary a folder for the compiler's settings
 * @throws CommandFailure with the compiler's words
 */
export async function checkTypes(app: string, project: string, temporary: string): Promise<void> {
  if (/\.[cm]?js$/.test(app)) return;
  const compilerOptions = { ...LENIENT, typeRoots: [join(ROOT, "node_modules/@types")] };
  const config = {
    extends: resolve(project, "tsconfig.json"),
    files: [app],
    include: [],
    exclude: [],
    compilerOptions,
  };
  writeFileSync(join(temporary, "tsconfig.json"), JSON.stringify(config));
  // One thread, and no garbage collection of Go, so that the app can have the other core meanwhile.
  const options = ["-p", temporary, "--pretty", "false", "--singleThreaded"];
  await run(COMPILER, options, { cwd: project, env: { ...process.env, GOGC: "off" } });
}
