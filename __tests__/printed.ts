import { onTestFinished, vi } from "vitest";

/** Until the test is over, catches what is printed to standard output, and gives it by lines. */
export function printedLines(): () => string[] {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  onTestFinished(() => write.mockRestore());
  return () => text.replace(/\n$/, "").split("\n");
}

/** Sets environment variables until the test is over. */
export function stubEnv(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}
