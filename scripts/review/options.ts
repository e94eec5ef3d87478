import { readArguments } from "../../lib/cli/arguments";
import { Failure } from "../../lib/cli/failure";

export type Options = ReturnType<typeof readOptions>;

/** @throws Failure for arguments that do not exist or do not go together */
export function readOptions(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = { base: text, against: text, output: text, commit: text } as const;
  const { values } = readArguments({ args: [...args], options }, "review");
  if (values.base !== undefined && values.against !== undefined) {
    throw new Failure("--base and --against: both say what to compare with, give one.", 2);
  }
  return values;
}
