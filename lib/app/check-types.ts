import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { run } from "../cli/run";
import { ROOT } from "./project";

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
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [compiler, "-p", temporary, "--pretty", "false"], { cwd: project });
}
