import { constants } from "node:os";
import { inspect } from "node:util";
import { helpOf } from "./arguments";
import { asFailure } from "./failure";
import { cleanUp, interrupt } from "./interrupt";
import { say, warn } from "./output";

/** What a write ends with if nobody reads any more: `head` has seen enough, or the terminal is closed. */
const NOBODY_READS = ["EPIPE", "EIO"];

/**
 * Runs what `npm run` COMMAND starts, or prints its help. Its exit code is what `main` returns (if nothing, Node's), that
 * of the `Failure` it throws, 1 for any other error, or 128 + n after signal n.
 */
export function runCommand(command: string, main: (args: readonly string[]) => Promise<number | undefined>): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.includes(error.code ?? "")) throw error;
    });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void interrupt(signal, 128 + constants.signals[signal]));
  process.on("exit", cleanUp);
  process.on("uncaughtException", (error) => process.exit(report(error)));
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) say(helpOf(command));
  else
    main(args)
      .catch(report)
      .then((exitCode = process.exitCode) => {
        process.exitCode = exitCode;
      });
}

/** @returns the exit code */
function report(error: unknown): number {
  const failure = asFailure(error);
  // Before the first look at the stack, so that it names the lines of the sources.
  if (failure === undefined && error instanceof Error)
    for (const look of process.listeners("uncaughtExceptionMonitor")) look(error, "uncaughtException");
  warn(failure?.message ?? (error instanceof Error ? (error.stack ?? error.message) : inspect(error)));
  return failure?.exitCode ?? 1;
}
