import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../cli/failure";
import { isJsonObject, type JsonObject, parseJson } from "../eventbridge/json";

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
