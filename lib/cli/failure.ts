const REFUSALS = new Map([
  ["ENOENT", "does not exist"],
  ["EISDIR", "is a folder: name a file"],
]);

/** What went wrong, in words that need no stack trace. Exit code 2: the arguments or files cannot be used. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
  }
}

/** Whether a stack refused its settings. By name: an app may have a library of its own, and runs in a thread of its own. */
export function isAboutSettings(error: unknown): error is Error & { readonly name: "InvalidSettings" } {
  return error instanceof Error && error.name === "InvalidSettings";
}

/** What an error has to say in words; undefined if it needs its stack trace. */
export function asFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (isAboutSettings(error)) return new Failure(error.message);
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (errorCode(error).startsWith("ERR_PARSE_ARGS"))
    return new Failure(`${message.replace(/\.(\s.*)?$/s, "")}. --help lists all options.`, 2);
  // The stack or the longest string that JavaScript takes.
  if (!(error instanceof RangeError)) return undefined;
  return new Failure(`An input is nested too deeply or too long to be read (${message}).`, 2);
}

/** Why the system refused something, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** Reads or writes a file or a folder. @throws Failure if the system refuses */
export function orFailure<T>(file: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const code = errorCode(error);
    throw new Failure(`${file}: ${REFUSALS.get(code) ?? `cannot be used (${code})`}.`, 2);
  }
}
