import { resolve } from "node:path";
import { checkTypes } from "../lib/app/check-types";
import { ROOT } from "../lib/app/project";
import { withTemporaryFolder } from "../lib/cli/clean-up";
import { runProgram } from "../lib/cli/command";
import { Failure } from "../lib/cli/failure";

/** The `app` of `cdktf.json`: checks the types of an app, then runs it. */
runProgram(async ([app]) => {
  if (app === undefined) throw new Failure("Usage: node -r ./lib/app/typescript.js scripts/app.ts APP", 2);
  const path = resolve(app);
  await withTemporaryFolder("types", (temporary) => checkTypes(path, ROOT, temporary));
  process.argv.splice(1, 2, path);
  require(path);
  return undefined;
});
