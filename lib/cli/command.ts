import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { asFailure, errorCode } from "./failure";
import { interrupt } from "./interrupt";
import { say, warn } from "./output";

/**
 * Runs what `npm run` COMMAND starts, or prints its help. Its exit code is what `main` returns (if nothing, Node's), that of
 * the `Failure` it throws, 1 for any other error, or 128 + n after signal n.
 */
export function runCommand(command: string, main: (args: readonly string[]) => Promise<number | undefined>): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error) => {
      // Nobody reads any more: `head` has seen enough, or the terminal is closed.
      if (!["EPIPE", "EIO"].includes(errorCode(error))) throw error;
    });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void interrupt(signal, 128 + constants.signals[signal]));
  process.on("uncaughtException", (error) => {
    const failure = asFailure(error);
    warn(failure?.message ?? inspect(error));
    process.exit(failure?.exitCode ?? 1);
  });
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) say(helpOf(command));
  else
    main(args).then((exitCode) => {
      process.exitCode ??= exitCode;
    });
}

/** What the file `help` says of a command, below its heading. */
export function helpOf(command: string): string {
  const parts = readFileSync(join(__dirname, "../../help"), "utf8").split(/^== (.+?) =+\n/m);
  const heading = parts.findIndex((part) => part.split(", ").includes(`npm run ${command}`));
  return parts[heading + 1]?.trim() ?? "";
}
