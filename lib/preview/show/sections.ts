/** Part of a document: a start, and items of which as many are shown as there is room for. */
export interface Section {
  /** Such as a heading, with what separates it from the first item. */
  readonly start: string;
  /** Made only as long as there is room, since a message takes long to draw. */
  readonly items?: readonly (() => string)[];
  /** What separates the items; a blank line by default. */
  readonly between?: string;
  /** What follows the items, with what separates it from them. */
  readonly end?: string;
  /** Says how many items are left out, with what separates it from the items. */
  readonly leftOut?: (count: number) => string;
}

/** GitHub refuses comments with more characters. */
export const MAX_COMMENT_LENGTH = 65_536;
const BLANK_LINE = "\n\n";

/**
 * The sections, with blank lines between, in at most `room` characters. It is cut between items only, so that no fence
 * and no fold stays open. A section takes at most half of the room that is left, unless it is the last.
 */
export function layOut(sections: readonly Section[], room: number): string {
  const parts: string[] = [];
  const rest = noteOn(sections.length);
  let left = room - rest.length;
  for (const [index, section] of sections.entries()) {
    const share = index === sections.length - 1 ? left : Math.floor(left / 2);
    const part = laidOut(section, share, left);
    if (part === undefined) {
      const note = noteOn(sections.length - index).slice(parts.length === 0 ? BLANK_LINE.length : 0);
      return `${parts.join(BLANK_LINE)}${note}`.slice(0, Math.max(0, room));
    }
    parts.push(part);
    left -= part.length + BLANK_LINE.length;
  }
  return parts.join(BLANK_LINE);
}

/** The section within its share of what is left; undefined if not even its start fits into what is left. */
function laidOut(
  { start, items = [], between = BLANK_LINE, end = "", leftOut = noteOn }: Section,
  share: number,
  left: number,
) {
  const fixed = start.length + end.length + (items.length > 0 ? leftOut(items.length).length : 0);
  if (fixed > left) return undefined;
  let text = start;
  for (const [index, item] of items.entries()) {
    const next = `${index > 0 ? between : ""}${item()}`;
    if (text.length - start.length + next.length + fixed > Math.max(share, fixed))
      return `${text}${leftOut(items.length - index)}${end}`;
    text += next;
  }
  return text + end;
}

function noteOn(count: number): string {
  return `${BLANK_LINE}_${count} more left out: the comment would be too long for GitHub._`;
}
