import { type SpawnOptions, spawn } from "node:child_process";
import { Failure } from "./failure";
import { stoppable } from "./interrupt";

/** The frame that Terraform draws around errors. */
const FRAME = /^[╷│╵] ?/gm;

/** A command that could not be run, or that failed: its message is what the command said. */
export class CommandFailure extends Failure {
  override readonly name = "CommandFailure";

  constructor(
    message: string,
    readonly isMissing: boolean,
  ) {
    super(message);
  }
}

/** What a command prints to standard output. @throws CommandFailure */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> {
  // In a process group of its own, so that Ctrl-C reaches it once: Terraform takes a second one for an emergency.
  const child = spawn(program, args, { ...options, detached: process.platform !== "win32", stdio: "pipe" });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  child.stdin.end();
  const ended = new Promise<string>((done, failed) => {
    child.on("error", (error) => failed(new CommandFailure(error.message, "code" in error && error.code === "ENOENT")));
    child.on("close", (status, signal) => {
      const words = output.stderr.trim() || output.stdout.trim() || `It ended with ${signal ?? `exit code ${status}`}.`;
      if (status === 0) done(output.stdout);
      else failed(new CommandFailure(words.replace(FRAME, "").trim(), false));
    });
  });
  return stoppable(ended, (signal) => child.kill(signal));
}

/** What a command gives. @throws Failure with the words for its failure */
export async function orFailure<T>(result: Promise<T>, words: (failure: CommandFailure) => string): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof CommandFailure ? new Failure(words(error)) : error;
  }
}
