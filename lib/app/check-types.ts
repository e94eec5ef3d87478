import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../cli/failure";
import { CommandFailure, run } from "../cli/run";
import { ROOT } from "./project";

/** An unused name is nothing to keep a deployment back for; `npm test` refuses it. */
const LENIENT = { noUnusedLocals: false, noUnusedParameters: false };

/**
 * Has the compiler check an app and what it imports, with the `tsconfig.json` of its project. JavaScript has no types.
 * @param temporary a folder for the compiler's settings
 * @throws Failure with the compiler's words
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
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  try {
    await run(process.execPath, [compiler, "-p", temporary, "--pretty", "false"], { cwd: project });
  } catch (error) {
    throw error instanceof CommandFailure ? new Failure(error.words) : error;
  }
}
