import { type ParseArgsConfig, parseArgs } from "node:util";
import { Failure } from "./failure";

/** `parseArgs`, whose refusal is one sentence. @throws Failure with exit code 2 */
export function readArguments<const T extends ParseArgsConfig>(config: T, program: string) {
  try {
    return parseArgs<T>(config);
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split(/\.(?:\s|$)/);
    throw new Failure(`${reason}. All options: npm run ${program} -- --help`, 2);
  }
}
