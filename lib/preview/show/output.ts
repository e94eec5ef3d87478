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
