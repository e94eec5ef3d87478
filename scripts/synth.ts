import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InvalidSettings } from "../lib/invalid-settings";

/** What `cdktf synth` does, without the start-up of its command line: `npm run synth [-- APP]`. */
async function synth(app: string): Promise<void> {
  const config = JSON.parse(readFileSync("cdktf.json", "utf8"));
  if (config.context) process.env.CDKTF_CONTEXT_JSON ??= JSON.stringify(config.context);
  if (config.output) process.env.CDKTF_OUTDIR ??= config.output;
  if (!existsSync(app)) throw new InvalidApp(`There is no app ${app}: name a TypeScript file, such as main.ts.`);

  await import(pathToFileURL(resolve(app)).href);

  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  for (const stack of Object.values<{ name: string; synthesizedStackPath: string }>(manifest.stacks)) {
    const file = relative("", join(outdir, stack.synthesizedStackPath));
    const declared: Record<string, object> = JSON.parse(readFileSync(file, "utf8")).variable ?? {};
    const asked = Object.keys(declared).filter((name) => !("default" in (declared[name] ?? {})));
    console.log(`Wrote ${file}\nTerraform will ask for ${new Intl.ListFormat("en").format(asked)}.`);
  }
  const folder = join(outdir, "stacks", Object.keys(manifest.stacks)[0] ?? "");
  console.log(`Next: npm run deploy, or Terraform itself: terraform -chdir=${folder} init`);
}

class InvalidApp extends Error {}

synth(process.argv[2] ?? "main.ts").catch((error: unknown) => {
  const expected = error instanceof InvalidSettings || error instanceof InvalidApp;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
});
