import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Npm hands on a Ctrl-C that the terminal has sent already, so one key press arrives twice. */
const SAME_KEY_PRESS_MS = 1000;
const running = new Map<Promise<unknown>, (signal: NodeJS.Signals) => unknown>();
let interruptedAt: number | undefined;

/** Waits for work that an interruption stops. Once the program is interrupted, the promise never settles. */
export async function stoppable<T>(work: Promise<T>, stop: (signal: NodeJS.Signals) => unknown): Promise<T> {
  running.set(work, stop);
  try {
    return await work;
  } finally {
    running.delete(work);
    if (interruptedAt !== undefined) await new Promise(() => {});
  }
}

/** Stops what is running, waits for its end, and exits; a second interruption does not wait. */
export async function interrupt(signal: NodeJS.Signals, exitCode: number): Promise<void> {
  if (interruptedAt === undefined) {
    interruptedAt = Date.now();
    await Promise.allSettled([...running].flatMap(([work, stop]) => [work, stop(signal)]));
  } else if (Date.now() - interruptedAt < SAME_KEY_PRESS_MS) return;
  process.exit(exitCode);
}

/** Uses something that `remove` removes afterwards, however the program ends. `remove` is synchronous and never throws. */
export async function withCleanUp<T>(remove: () => void, use: () => Promise<T>): Promise<T> {
  process.once("exit", remove);
  try {
    return await use();
  } finally {
    process.off("exit", remove);
    remove();
  }
}

/** Uses a temporary folder that only its user can read. */
export function withTemporaryFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  return withCleanUp(remove, () => use(folder));
}
