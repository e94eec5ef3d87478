import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../cli/failure";
import { warn } from "../cli/output";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../eventbridge/json";

export interface SynthesizedStack {
  readonly name: string;
  /** The contents of `cdk.tf.json`. */
  readonly json: JsonObject;
  /** Path of `cdk.tf.json` in the output folder. */
  readonly path: string;
  /** The app's annotations of this stack. */
  readonly warnings: readonly string[];
}

export interface Variable {
  readonly name: string;
  /** It has no default. */
  readonly isRequired: boolean;
  readonly description: string | undefined;
  readonly isSensitive: boolean;
}

/** The stacks that an app has synthesized into a folder. @throws Failure if it has not */
export function readStacks(outdir: string): readonly SynthesizedStack[] {
  const manifest = join(outdir, "manifest.json");
  if (!existsSync(manifest)) {
    throw new Failure(
      "It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).",
    );
  }
  return Object.values(object(object(readJson(manifest)).stacks)).map((stack) => {
    const { name, synthesizedStackPath, annotations } = object(stack);
    const path = String(synthesizedStackPath);
    return {
      name: String(name),
      path,
      json: object(readJson(join(outdir, path))),
      warnings: Array.isArray(annotations) ? annotations.map((annotation) => String(object(annotation).message)) : [],
    };
  });
}

/** Prints what an app warns of. */
export function printWarnings(stacks: readonly SynthesizedStack[]): void {
  for (const { name, warnings } of stacks) for (const warning of warnings) warn(`Warning (${name}): ${warning}`);
}

/** The Terraform variables of a stack. */
export function variablesOf({ json }: SynthesizedStack): readonly Variable[] {
  return Object.entries(object(json.variable)).map(([name, declaration]) => {
    const { description, sensitive, ...rest } = object(declaration);
    return {
      name,
      isRequired: !("default" in rest),
      description: typeof description === "string" ? description : undefined,
      isSensitive: sensitive === true,
    };
  });
}

function readJson(file: string): Json {
  const json = parseJson(readFileSync(file, "utf8"));
  if (json === undefined) throw new Failure(`${file}: is not JSON. Leave \`hclOutput\` of the app to its default.`);
  return json;
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
