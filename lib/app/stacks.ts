import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../cli/failure";
import { warn } from "../cli/output";
import { isJsonObject, type JsonObject, parseJson } from "../eventbridge/json";

export interface SynthesizedStack {
  readonly name: string;
  /** The contents of `cdk.tf.json`. */
  readonly json: JsonObject;
  /** Path of `cdk.tf.json` in the output folder. */
  readonly path: string;
}

/** A Terraform variable. */
export interface Variable {
  readonly name: string;
  readonly description: string | undefined;
  readonly isSensitive: boolean;
}

/** What CDKTF writes beside the stacks. */
interface Manifest {
  readonly stacks: Readonly<Record<string, StackManifest>>;
}

interface StackManifest {
  readonly name: string;
  readonly synthesizedStackPath: string;
  readonly annotations: readonly { readonly message: string }[];
}

/** The stacks that an app has synthesized into a folder. Prints what it warns of. @throws Failure if there are none */
export function readStacks(outdir: string): readonly SynthesizedStack[] {
  const file = join(outdir, "manifest.json");
  const remedy = "It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).";
  if (!existsSync(file)) throw new Failure(remedy);
  const manifest: Manifest = JSON.parse(readFileSync(file, "utf8"));
  return Object.values(manifest.stacks).map(({ name, synthesizedStackPath: path, annotations }) => {
    for (const { message } of annotations) warn(`Warning (${name}): ${message}`);
    const json = parseJson(readFileSync(join(outdir, path), "utf8"));
    if (!isJsonObject(json)) throw new Failure(`${path}: is not JSON. Leave \`hclOutput\` of the app to its default.`);
    return { name, path, json };
  });
}

/** The variables that have no default. */
export function requiredVariables({ json }: SynthesizedStack): readonly Variable[] {
  const variables = isJsonObject(json.variable) ? Object.entries(json.variable) : [];
  return variables.flatMap(([name, declaration]) => {
    if (!isJsonObject(declaration) || "default" in declaration) return [];
    const { description, sensitive } = declaration;
    return [{ name, description: description?.toString(), isSensitive: sensitive === true }];
  });
}
