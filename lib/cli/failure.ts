/** What went wrong, in words that need no stack trace. */
export class Failure extends Error {
  override readonly name: string = "Failure";

  constructor(
    message: string,
    /** 1: something failed. 2: the arguments or files cannot be used. */
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** What an error has to say in words; undefined if it needs its stack trace. */
export function asFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  // By name: an app may have a library of its own.
  if (error instanceof Error && error.name === "InvalidSettings") return new Failure(error.message);
  // The stack or the longest string that JavaScript takes.
  return error instanceof RangeError
    ? new Failure(`An input is nested too deeply or too long to be read (${error.message}).`, 2)
    : undefined;
}

/** Why the file system refused something, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
