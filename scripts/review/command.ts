import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { redact } from "../../lib/problems/redact";

/** The project's folder, in which all commands run. */
export const ROOT = resolve(__dirname, "../..");
const MOST_OUTPUT = 1 << 28;
/** The frame that Terraform draws around errors. */
const FRAME = /^[╷│╵] ?/gm;

/** Something that whoever runs the review can put right. */
export class ReviewProblem extends Error {
  override readonly name = "ReviewProblem";

  constructor(
    message: string,
    /** 2 for arguments that cannot be used. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** A command that could not be run, or that failed. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";

  constructor(
    readonly isMissing: boolean,
    /** What the command said of it. */
    readonly words: string,
  ) {
    super(words);
  }
}

export interface Running {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** What a command prints. @throws CommandFailure */
export function run(
  program: string,
  args: readonly string[],
  { folder = ROOT, env, signal }: Running,
): Promise<string> {
  const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: MOST_OUTPUT, signal };
  return new Promise((done, failed) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) return done(stdout);
      const words = (stderr.trim() || stdout.trim() || error.message).replace(FRAME, "");
      failed(new CommandFailure(error.code === "ENOENT", redact(words).trim()));
    });
  });
}

/** What a program of this project prints. @throws CommandFailure */
export function runScript(file: string, args: readonly string[], running: Running): Promise<string> {
  return run(process.execPath, ["--import", "tsx", resolve(ROOT, file), ...args], running);
}

/** What the command gives, or the problem that its failure is to whoever runs the review. */
export async function orProblem<T>(result: Promise<T>, problem: (failure: CommandFailure) => string): Promise<T> {
  try {
    return await result;
  } catch (error) {
    throw error instanceof CommandFailure ? new ReviewProblem(problem(error)) : error;
  }
}
