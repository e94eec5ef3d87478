import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const pending = new Set<() => void>();

/** Runs every clean-up that is still pending, the last one first. */
export function cleanUp(): void {
  for (const remove of [...pending].reverse()) remove();
  pending.clear();
}

/** Uses something that `remove` removes afterwards, however the program ends. `remove` is synchronous and never throws. */
export async function withCleanUp<T>(remove: () => void, use: () => Promise<T>): Promise<T> {
  pending.add(remove);
  try {
    return await use();
  } finally {
    if (pending.delete(remove)) remove();
  }
}

/** Uses a temporary folder that only its user can read. */
export function withTemporaryFolder<T>(name: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  return withCleanUp(
    () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    () => use(folder),
  );
}
