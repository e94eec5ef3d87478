import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the file `help` says of a command, below its heading. */
export function helpOf(command: string): string {
  const parts = readFileSync(join(__dirname, "../../help"), "utf8").split(/^== (.+?) =+\n/m);
  const heading = parts.findIndex((part) => part.split(", ").includes(`npm run ${command}`));
  return parts[heading + 1]?.trim() ?? "";
}
