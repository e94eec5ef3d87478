import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../cli/failure";
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

/** A variable that Terraform cannot do without. */
export interface RequiredVariable {
  readonly name: string;
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

/** The variables of a stack that have no default. */
export function requiredVariables({ json }: SynthesizedStack): readonly RequiredVariable[] {
  return Object.entries(object(json.variable)).flatMap(([name, declaration]) => {
    const { description, sensitive, ...rest } = object(declaration);
    if ("default" in rest) return [];
    return {
      name,
      description: description === undefined ? undefined : String(description),
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
