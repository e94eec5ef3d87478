import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "./command";

/** TypeScript 7 has no compiler API, which ts-node needs. */
const PACKAGES = ["ts-node@10", "typescript@5", "@types/node@20"];
/** One quick attempt, so that a machine without a network does not wait. */
const NPM_FLAGS = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=30000"];
const SHARED = ["cdktf", "constructs", "@cdktf"];

export interface Template {
  readonly name: string;
  /** Undefined where it could not be made. */
  readonly command?: Command;
  readonly missing?: string;
}

/** What `cdktf init --template=typescript` makes, with the seven resources in its `main.ts`. */
export function cdktfInit(folder: string): Template {
  const name = "npx ts-node main.ts, as cdktf init has it";
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), "{}");
  const installed = spawnSync("npm", ["install", ...NPM_FLAGS, ...PACKAGES], { cwd: folder, encoding: "utf8" });
  if (installed.status !== 0) {
    const [problem = ""] = /^npm error (?!code).*/m.exec(installed.stderr) ?? [];
    return { name, missing: `npm cannot install ${PACKAGES.join(", ")}. ${installed.error ?? problem}` };
  }
  for (const shared of SHARED)
    symlinkSync(resolve("node_modules", shared), join(folder, "node_modules", shared), "dir");
  copyFileSync("node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json", join(folder, "tsconfig.json"));
  copyFileSync("scripts/bench/template-main.ts", join(folder, "main.ts"));
  return { name, command: { program: "npx", args: ["ts-node", "main.ts"], folder } };
}
