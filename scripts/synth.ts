import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { InvalidSettings } from "../lib/problems/invalid-settings";
import { redact } from "../lib/problems/redact";

/**
 * What `cdktf synth` does, without the start-up of its command line: `npm run synth [-- APP]`. The types are checked
 * while the app runs, and its output counts only when they hold.
 */
async function synth(app: string): Promise<void> {
  if (!existsSync(app)) throw new Refused(`There is no app ${app}: name a TypeScript file, such as main.ts.`);
  const config = JSON.parse(readFileSync("cdktf.json", "utf8"));
  const outdir = process.env.CDKTF_OUTDIR ?? config.output ?? "cdktf.out";
  const temporary = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const types = checkTypes(resolve(app), temporary);
    if (config.context) process.env.CDKTF_CONTEXT_JSON ??= JSON.stringify(config.context);
    process.env.CDKTF_OUTDIR = join(temporary, "out");
    const run = import(pathToFileURL(resolve(app)).href);
    // Of two faults, a wrong type is the one that explains the other.
    await run.catch(() => undefined);
    await types;
    await run;
    cpSync(process.env.CDKTF_OUTDIR, outdir, { recursive: true });
  } finally {
    rmSync(temporary, { recursive: true });
  }
  report(app, outdir);
}

/** What has been said in words that need no stack trace. */
class Refused extends Error {}

function checkTypes(app: string, folder: string): Promise<void> {
  const compilerOptions = { typeRoots: [resolve("node_modules/@types")] };
  const config = { extends: resolve("tsconfig.json"), files: [app], include: [], exclude: [], compilerOptions };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return new Promise((hold, fail) => {
    const tsc = spawn(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    tsc.stdout.on("data", (text) => {
      said += text;
    });
    tsc.on("error", fail);
    tsc.on("close", (status) => (status === 0 ? hold() : fail(new Refused(said.trimEnd()))));
  });
}

function report(app: string, outdir: string): void {
  const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  for (const { synthesizedStackPath } of Object.values<{ synthesizedStackPath: string }>(stacks)) {
    const file = relative("", join(outdir, synthesizedStackPath));
    const declared: Record<string, object> = JSON.parse(readFileSync(file, "utf8")).variable ?? {};
    const asked = Object.keys(declared).filter((name) => !("default" in (declared[name] ?? {})));
    console.log(`Wrote ${file}\nTerraform will ask for ${new Intl.ListFormat("en").format(asked)}.`);
  }
  const names = Object.keys(stacks);
  const deploy = [
    ...(names.length > 1 ? names : []),
    ...(resolve(app) === resolve("main.ts") ? [] : ["--app", `"node --import tsx ${relative("", app)}"`]),
  ];
  const command = `npm run deploy${deploy.length > 0 ? ` -- ${deploy.join(" ")}` : ""}`;
  console.log(`Next: ${command}\nOr Terraform itself: terraform -chdir=${join(outdir, "stacks", names[0] ?? "")} init`);
}

synth(process.argv[2] ?? "main.ts").catch((error: unknown) => {
  const said = error instanceof InvalidSettings || error instanceof Refused ? error.message : inspect(error);
  console.error(redact(said));
  process.exitCode = 1;
});
