import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** @default - the project's */
  readonly folder?: string;
}

/** A command failed, or was interrupted. */
export class Stopped extends Error {}

/**
 * Milliseconds that a command takes, from its start to its end.
 * @param outdir where it may synthesize to
 * @throws Stopped where it fails
 */
export function time({ program, args, folder = "." }: Command, outdir: string): number {
  const start = performance.now();
  const { status, signal, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: outdir, CHECKPOINT_DISABLE: "1", CI: "true" },
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  const milliseconds = performance.now() - start;
  if (status !== 0)
    throw new Stopped(
      `${[program, ...args].join(" ")} ended with ${signal ?? `exit code ${status}`}:\n${error ?? stderr}`,
    );
  return milliseconds;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half) - 1] ?? Number.NaN)) / 2;
}
