import { spawnSync } from "node:child_process";
import { setTimeout } from "node:timers/promises";

const POLL_MS = 50;

/** The processes that a process has started, and those that they have started; none where there is no `ps`. */
export function descendantsOf(pid: number): readonly number[] {
  const { stdout = "" } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const processes = [...(stdout ?? "").matchAll(/(\d+)\s+(\d+)/g)].map(([, child, parent]) => [
    Number(child),
    Number(parent),
  ]);
  const found = [pid];
  for (const parent of found) for (const [child = 0, of] of processes) if (of === parent) found.push(child);
  return found.slice(1);
}

/** Sends SIGINT: Terraform ends in good order, and its providers ignore it. */
export function interruptAll(pids: readonly number[]): void {
  for (const pid of pids) trySignal(pid, "SIGINT");
}

/** Waits until all processes have ended, but no longer than this. */
export async function endOf(pids: readonly number[], milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end && pids.some((pid) => trySignal(pid, 0))) await setTimeout(POLL_MS);
}

/** @returns whether there is such a process */
function trySignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
