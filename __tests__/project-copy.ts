import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { environment, type Variables } from "./terraform/workspace";

const NOT_COPIED = new Set(["node_modules", "cdktf.out", ".git"]);

/** A copy of the project with `main.ts` as shipped, so that commands that write into it leave this one alone. */
export function projectCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), "project-"));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  copySources(copy);
  shipMain(copy);
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** Copies the project without its packages, and without what its commands leave behind. */
export function copySources(folder: string): void {
  cpSync(".", folder, { recursive: true, filter: (path) => !NOT_COPIED.has(path) && !path.endsWith(".tfstate") });
}

/** Puts `main.ts` as shipped into a copy of the project, whatever it is here by now. */
export function shipMain(folder: string): void {
  const original = readFileSync("examples/original.ts", "utf8");
  writeFileSync(join(folder, "main.ts"), original.replace('"../lib"', '"./lib"'));
}

/** Runs a command that must succeed in the folder, and gives all that it printed, without colours. */
export function run(
  folder: string,
  command: readonly string[],
  variables?: Variables,
  more?: NodeJS.ProcessEnv,
): string {
  const [program = "", ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env: { ...environment(variables), CI: "true", NO_COLOR: "1", FORCE_COLOR: "0", ...more },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command.join(" ")} failed:\n${error ?? ""}${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}
