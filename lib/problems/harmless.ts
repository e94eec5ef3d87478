const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** The joiners and tags of emoji, and the joiners that scripts such as Persian need. */
const JOINERS = /\u200c|\u200d|[\u{e0020}-\u{e007f}]/u;

/**
 * The text with its control characters and invisible formatting (escape sequences, changes of direction) replaced by
 * visible symbols. Line feeds stay.
 */
export function harmless(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(UNSEEN, (character) => {
    if (character === "\n" || JOINERS.test(character)) return character;
    if (character === "\t") return "    ";
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}
