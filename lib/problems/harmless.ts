const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Line feeds, the joiners and tags of emoji, and the joiners that scripts such as Persian need. */
const KEPT = /[\n\u200c]|\u200d|[\u{e0020}-\u{e007f}]/u;

/** The text with control characters and invisible formatting (escape sequences, changes of direction) made visible. */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (KEPT.test(character)) return character;
    if (character === "\t") return "    ";
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : "\ufffd";
  });
}
