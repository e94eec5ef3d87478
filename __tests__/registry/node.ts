import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../project-copy";

/**
 * The environment in which commands run on another Node.js. The npm registry has its program in a package for each
 * platform, so it needs no install script.
 */
export function onNode(version: string, folder: string): NodeJS.ProcessEnv {
  const { platform, arch } = process;
  const name = `${platform === "darwin" && arch === "arm64" ? "node-bin" : "node"}-${platform}-${arch}`;
  mkdirSync(folder, { recursive: true });
  run(folder, ["npm", "install", "--prefix", ".", "--ignore-scripts", "--no-audit", "--no-fund", `${name}@${version}`]);
  return { PATH: `${join(folder, "node_modules", name, "bin")}${delimiter}${process.env.PATH}` };
}
