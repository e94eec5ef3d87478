import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { IManifest } from "cdktf";
import { Failure } from "../cli/failure";
import { warn } from "../cli/output";
import { entriesOf, isJsonObject, type JsonObject, parseJson } from "../eventbridge/json";

/** The project's folder. */
export const ROOT = resolve(__dirname, "../..");

/** What `cdktf.json` of the current folder says. @throws Failure if it cannot be read */
export function readConfig(): JsonObject {
  const config = existsSync("cdktf.json") ? parseJson(readFileSync("cdktf.json", "utf8")) : {};
  if (!isJsonObject(config)) throw new Failure("cdktf.json: is not a JSON object.", 2);
  return config;
}

/** The folder that `cdktf synth` writes to. */
export function outputFolder(): string {
  return process.env.CDKTF_OUTDIR ?? String(readConfig().output ?? "cdktf.out");
}

export interface SynthesizedStack {
  readonly name: string;
  /** The contents of `cdk.tf.json`. */
  readonly json: JsonObject;
  /** Path of `cdk.tf.json` in the output folder. */
  readonly path: string;
}

/** A Terraform variable without a default. */
export type Variable = ReturnType<typeof requiredVariables>[number];

/** The stacks that an app has synthesized into a folder. Prints what it warns of. @throws Failure if there are none */
export function readStacks(outdir: string): readonly SynthesizedStack[] {
  const file = join(outdir, "manifest.json");
  const remedy = "It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).";
  if (!existsSync(file)) throw new Failure(remedy);
  const manifest: IManifest = JSON.parse(readFileSync(file, "utf8"));
  return Object.values(manifest.stacks).map(({ name, synthesizedStackPath: path, annotations }) => {
    for (const { message } of annotations) warn(`Warning (${name}): ${message}`);
    const json = parseJson(readFileSync(join(outdir, path), "utf8"));
    if (!isJsonObject(json)) throw new Failure(`${path}: is not JSON. Leave \`hclOutput\` of the app to its default.`);
    return { name, path, json };
  });
}

/** The variables that have no default. */
export function requiredVariables({ json }: SynthesizedStack) {
  return entriesOf(json.variable).flatMap(([name, declaration]) => {
    if (!isJsonObject(declaration) || "default" in declaration) return [];
    const { description, sensitive } = declaration;
    return [{ name, description: description?.toString(), isSensitive: sensitive === true }];
  });
}
