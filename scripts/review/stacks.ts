import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../lib/eventbridge/json";
import { type Running, runScript } from "./command";

/** A synthesized stack. */
export interface Stack {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
}

/** Synthesizes the app of a folder and reads what came of it. @throws CommandFailure with what the app threw */
export async function synthesize(app: string, outdir: string, running: Running): Promise<readonly Stack[]> {
  const env = { ...running.env, CDKTF_OUTDIR: outdir };
  await runScript("scripts/synth.ts", ["main.ts"], { ...running, folder: app, env });
  const { stacks } = readObject(resolve(app, outdir, "manifest.json"));
  return Object.entries(object(stacks)).map(([name, stack]) => {
    const file = resolve(app, outdir, String(object(stack).synthesizedStackPath));
    return { name, folder: dirname(file), file };
  });
}

/** The values that the environment gives to the sensitive variables of a stack. */
export function secretsOf({ file }: Stack, env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(object(readObject(file).variable)).flatMap(([name, variable]) => {
    const value = env[`TF_VAR_${name}`];
    return object(variable).sensitive === true && value !== undefined ? [value] : [];
  });
}

function readObject(file: string): JsonObject {
  return object(JSON.parse(readFileSync(file, "utf8")));
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
