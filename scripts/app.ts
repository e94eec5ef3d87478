import { resolve } from "node:path";
import { checkTypes } from "../lib/app/synthesize";
import { runCommand } from "../lib/cli/command";

/** The `app` of `cdktf.json`: checks the types of an app, then runs it. */
runCommand("synth", async ([app = "main.ts"]) => {
  const path = resolve(app);
  await checkTypes(path);
  process.argv.splice(1, 2, path);
  require(path);
});
