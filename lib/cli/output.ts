import { redact } from "../problems/redact";

/** Escape sequences, changes of direction and such; not line feeds, nor the joiners and tags of emoji and scripts. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}](?<!\n|\u200c|\u200d|[\u{e0020}-\u{e007f}])/gu;

/** Prints to standard output. */
export function say(text: string): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Prints to standard error. */
export function warn(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** Anybody's text for a terminal or a CI log: without webhook URLs, and with what nobody sees or obeys made visible. */
export function printable(text: string): string {
  const visible = text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (character === "\t") return "    ";
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
  });
  return withoutCommands(visible.split("\n").map(redact).join("\n"));
}

/** Without what GitHub Actions and Azure Pipelines read from logs as commands. */
export function withoutCommands(text: string): string {
  return text.replace(/^([^\S\n]*)::/gm, "$1∷").replace(/##(vso)?\[/g, "## $1[");
}
