import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure } from "../cli/failure";
import { isJsonObject, type JsonObject, parseJson } from "../eventbridge/json";

/** The project's folder. */
export const ROOT = resolve(__dirname, "../..");

/** What `cdktf.json` says. @throws Failure if it cannot be read */
export function readConfig(project = ROOT): JsonObject {
  const file = join(project, "cdktf.json");
  if (!existsSync(file)) return {};
  const config = parseJson(readFileSync(file, "utf8"));
  if (!isJsonObject(config)) throw new Failure("cdktf.json: is not a JSON object.", 2);
  return config;
}

/** The folder that `cdktf synth` writes to. */
export function outputFolder(): string {
  return process.env.CDKTF_OUTDIR ?? String(readConfig().output ?? "cdktf.out");
}
