import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { Failure } from "../../lib/cli/failure";

/** Writes files into a folder of their own that goes with the test. Anything but text is written as JSON. */
export function folder(files: Readonly<Record<string, unknown>>): string {
  const path = mkdtempSync(join(tmpdir(), "preview-test-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    const isText = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(join(path, name), isText ? content : JSON.stringify(content));
  }
  return path;
}

/** Writes one file and gives its path. */
export function file(name: string, content: unknown): string {
  return join(folder({ [name]: content }), name);
}

/** The message of the Failure with exit code 2 that a reader ends with, without the folder of the file. */
export function problemOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof Failure && error.exitCode === 2) return error.message.replace(/^\S*\/preview-test-\w+\//, "");
    throw error;
  }
  throw new Error("It was taken.");
}
