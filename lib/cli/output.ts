import { redact } from "../problems/redact";

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Line feeds, the joiners and tags of emoji, and the joiners that scripts such as Persian need. */
const KEPT = /[\n\u200c]|\u200d|[\u{e0020}-\u{e007f}]/u;

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

/** The text with control characters and invisible formatting (escape sequences, changes of direction) made visible. */
function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (KEPT.test(character)) return character;
    if (character === "\t") return "    ";
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
  });
}

/** Without what GitHub Actions and Azure Pipelines read from logs as commands. */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*)::/gm, "$1∷").replace(/##(vso)?\[/g, "## $1[");
}
