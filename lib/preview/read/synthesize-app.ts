import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isJsonObject, type Json, type JsonObject } from "../../eventbridge/json";
import { InvalidSettings } from "../../problems/invalid-settings";
import { InputProblem } from "../model";
import type { Stack } from "./alerts";

const PLACE = /\(?((?:file:|\/|[A-Z]:\\)[^()]*:\d+:\d+)\)?$/;

const synthesized = new Map<string, Promise<readonly Stack[]>>();

/**
 * The stacks that an app of CDKTF synthesizes; no files are left. The app runs in this process, where a module runs
 * once only, so its stacks are remembered.
 * @param context the `context` of `cdktf.json`, which only CDKTF's own command line hands to apps
 * @throws InputProblem when there is no such app or it does not synthesize, with what it threw
 */
export function synthesizeApp(file: string, context: JsonObject = {}): Promise<readonly Stack[]> {
  const path = resolve(file);
  const stacks = synthesized.get(path) ?? run(file, path, context);
  synthesized.set(path, stacks);
  return stacks;
}

async function run(file: string, path: string, context: JsonObject): Promise<readonly Stack[]> {
  if (!existsSync(path)) throw new InputProblem(`${file}: does not exist.`);
  const outdir = mkdtempSync(join(tmpdir(), "preview-"));
  const { CDKTF_OUTDIR, CDKTF_CONTEXT_JSON } = process.env;
  process.env.CDKTF_OUTDIR = outdir;
  process.env.CDKTF_CONTEXT_JSON ??= JSON.stringify(context);
  const { write } = process.stdout;
  // Standard output is for the report alone.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    await import(pathToFileURL(path).href);
    return stacksIn(outdir);
  } catch (error) {
    throw new InputProblem(`${file} does not synthesize. ${describe(error)}`);
  } finally {
    process.stdout.write = write;
    setVariable("CDKTF_OUTDIR", CDKTF_OUTDIR);
    setVariable("CDKTF_CONTEXT_JSON", CDKTF_CONTEXT_JSON);
    rmSync(outdir, { recursive: true, force: true });
  }
}

function stacksIn(outdir: string): readonly Stack[] {
  const manifest = join(outdir, "manifest.json");
  if (!existsSync(manifest)) {
    throw new InvalidApp(
      "It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).",
    );
  }
  const { stacks } = object(readJson(manifest));
  return Object.values(object(stacks)).map((stack) => {
    const { name, synthesizedStackPath } = object(stack);
    return { name: String(name), json: object(readJson(join(outdir, String(synthesizedStackPath)))) };
  });
}

class InvalidApp extends Error {}

/** Its message, and where it was thrown if it is not one of those that say what to do. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof InvalidSettings || error instanceof InvalidApp) return error.message;
  const frames = (error.stack ?? "").split("\n").filter((line) => !/node_modules|node:/.test(line));
  const place = frames.map((line) => PLACE.exec(line)?.[1]).find((found) => found !== undefined);
  return place === undefined ? error.message : `${error.message} (${relative("", place.replace(/^file:\/\//, ""))})`;
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, "utf8"));
}

function object(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
