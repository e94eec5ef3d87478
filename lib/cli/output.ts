import { harmless } from "../problems/harmless";
import { redact } from "../problems/redact";

/** Prints text to standard output. */
export function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Prints text to standard error. */
export function warn(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/**
 * Anybody's text for a terminal or a CI log: without webhook URLs, control characters, and the commands that GitHub
 * Actions and Azure Pipelines read from logs.
 */
export function printable(text: string): string {
  return withoutCommands(harmless(text).split("\n").map(redact).join("\n"));
}

export function withoutCommands(text: string): string {
  return text
    .replace(/^([^\S\n]*)::/gm, "$1∷")
    .replaceAll("##[", "## [")
    .replaceAll("##vso[", "## vso[");
}
