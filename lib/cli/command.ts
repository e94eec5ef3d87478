import { constants } from "node:os";
import { inspect } from "node:util";
import { cleanUp } from "./clean-up";
import { Failure } from "./failure";
import { interrupt } from "./interrupt";
import { warn } from "./output";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** What a write ends with if nobody reads any more: `head` has seen enough, or the terminal is closed. */
const NOBODY_READS = new Set(["EPIPE", "EIO"]);

/**
 * Runs a program. Its exit code is what `main` returns (0 if nothing), that of the `Failure` it throws, 1 for any other
 * error, or 128 + n after signal n.
 */
export function runCommand(main: (args: readonly string[]) => Promise<number | undefined>): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.has(error.code ?? "")) throw error;
    });
  for (const signal of SIGNALS) process.on(signal, () => void interrupt(signal, 128 + constants.signals[signal]));
  process.on("exit", cleanUp);
  process.on("uncaughtException", (error) => process.exit(report(error)));

  main(process.argv.slice(2)).then(
    (exitCode) => {
      if (exitCode !== undefined) process.exitCode = exitCode;
    },
    (error: unknown) => {
      process.exitCode = report(error);
    },
  );
}

/** @returns the exit code */
function report(error: unknown): number {
  const failure = asFailure(error);
  warn(failure?.message ?? (error instanceof Error ? (error.stack ?? error.message) : inspect(error)));
  return failure?.exitCode ?? 1;
}

function asFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  // By name: an app may have a library of its own.
  if (error instanceof Error && error.name === "InvalidSettings") return new Failure(error.message);
  // The stack or the longest string that JavaScript takes.
  return error instanceof RangeError
    ? new Failure(`An input is nested too deeply or too long to be read (${error.message}).`, 2)
    : undefined;
}
