import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { Failure } from "./failure";

/** `parseArgs`, whose refusal is one sentence. @throws Failure with exit code 2 */
export function readArguments<const T extends ParseArgsConfig>(config: T, command: string) {
  try {
    return parseArgs<T>(config);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/);
    throw new Failure(`${reason}. All options: npm run ${command} -- --help`, 2);
  }
}

/** What the file `help` says of a command, below its heading. */
export function helpOf(command: string): string {
  const parts = readFileSync(join(__dirname, "../../help"), "utf8").split(/^== (.+?) =+\n/m);
  const heading = parts.findIndex((part) => part.split(", ").includes(`npm run ${command}`));
  return parts[heading + 1]?.trim() ?? "";
}
