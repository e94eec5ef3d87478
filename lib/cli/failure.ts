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

/** Why the file system refused something, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
