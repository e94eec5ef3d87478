import { constants } from "node:os";
import { inspect } from "node:util";
import { cleanUp } from "./clean-up";
import { asFailure } from "./failure";
import { helpOf } from "./help";
import { interrupt } from "./interrupt";
import { say, warn } from "./output";

/** What a write ends with if nobody reads any more: `head` has seen enough, or the terminal is closed. */
const NOBODY_READS = ["EPIPE", "EIO"];

type Main = (args: readonly string[]) => Promise<number | undefined>;

/** Runs what `npm run` COMMAND starts, or prints its help. */
export function runCommand(command: string, main: Main): void {
  runProgram(async (args) => {
    if (!args.includes("--help") && !args.includes("-h")) return main(args);
    say(helpOf(command));
    return 0;
  });
}

/**
 * Runs a program. Its exit code is what `main` returns (0 if nothing), that of the `Failure` it throws, 1 for any other
 * error, or 128 + n after signal n.
 */
export function runProgram(main: Main): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.includes(error.code ?? "")) throw error;
    });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void interrupt(signal, 128 + constants.signals[signal]));
  process.on("exit", cleanUp);
  process.on("uncaughtException", (error) => process.exit(report(error)));
  main(process.argv.slice(2))
    .catch(report)
    .then((exitCode) => {
      if (exitCode !== undefined) process.exitCode = exitCode;
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
