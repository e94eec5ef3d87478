import { harmless } from "../problems/harmless";
import { redact } from "../problems/redact";

/** Prints to standard output. */
export function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Prints to standard error. */
export function warn(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** Anybody's text for a terminal or a CI log: without webhook URLs, control characters and commands of logs. */
export function printable(text: string): string {
  return withoutCommands(harmless(text).split("\n").map(redact).join("\n"));
}

/** Without what GitHub Actions and Azure Pipelines read from logs as commands. */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*)::/gm, "$1∷").replace(/##(vso)?\[/g, "## $1[");
}
