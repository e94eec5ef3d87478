import type { WriteStream } from "node:tty";

/** The width if standard output is not a terminal. */
const DEFAULT_WIDTH = 100;

export interface TerminalOptions {
  readonly width: number;
  readonly colour: boolean;
}

/** https://no-color.org, https://force-color.org */
export function terminalOptions(
  stream: Partial<Pick<WriteStream, "isTTY" | "columns">>,
  { NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv,
): TerminalOptions {
  return {
    width: stream.columns || DEFAULT_WIDTH,
    colour: !NO_COLOR && (FORCE_COLOR ? FORCE_COLOR !== "0" : Boolean(stream.isTTY)),
  };
}

/** Writes all of it: a pipe takes a long text piece by piece, and an exit in between would cut it off. */
export function print(text: string): Promise<void> {
  return new Promise((written, failed) => {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, (error) => {
      if (error && !("code" in error && error.code === "EPIPE")) failed(error);
      else written();
    });
  });
}
