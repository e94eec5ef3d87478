import { parsed } from "../outcome";
import { drawMessage } from "./draw-message";
import { type Line, paint, span } from "./text";

/** Beyond this many comparisons all old lines come before all new ones. */
const MOST_WORK = 250_000;

/** A line of the old message (`-`), of the new one (`+`) or of both. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly line: Line;
}

/** How two messages differ as they are drawn, or else, where they look the same without colour, in their JSON. */
export function messageDiff(before: string, after: string, width: number): DiffLine[] {
  const drawn = diff(drawing(before, width), drawing(after, width));
  return drawn.some(({ sign }) => sign !== " ") ? drawn : diff(json(before), json(after));
}

function drawing(body: string, width: number): Line[] {
  return drawMessage(parsed(body) ?? body, width);
}

function json(body: string): Line[] {
  const value = parsed(body);
  const text = value === undefined ? body : JSON.stringify(value, undefined, 2);
  return text.split("\n").map((line) => [span(line)]);
}

/** The longest sequence of lines that both have stays; the rest was taken out or put in. */
function diff(before: readonly Line[], after: readonly Line[]): DiffLine[] {
  const removed = (lines: readonly Line[]) => lines.map((line): DiffLine => ({ sign: "-", line }));
  const added = (lines: readonly Line[]) => lines.map((line): DiffLine => ({ sign: "+", line }));
  if (before.length * after.length > MOST_WORK) return [...removed(before), ...added(after)];

  const old = before.map((line) => paint([line], false));
  const now = after.map((line) => paint([line], false));
  const common = commonLengths(old, now);
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) {
      found.push({ sign: " ", line: after[j] ?? [] });
      i++;
      j++;
    } else if ((common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0)) {
      found.push(...removed(before.slice(i, ++i)));
    } else {
      found.push(...added(after.slice(j, ++j)));
    }
  }
  return [...found, ...removed(before.slice(i)), ...added(after.slice(j))];
}

/** `[i][j]`: how many lines the old from its `i` on and the new from its `j` on have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const lengths: number[][] = [];
  let below: number[] = new Array(now.length + 1).fill(0);
  lengths[old.length] = below;
  for (let i = old.length - 1; i >= 0; i--) {
    const row: number[] = new Array(now.length + 1).fill(0);
    for (let j = now.length - 1; j >= 0; j--) {
      row[j] = old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
    lengths[i] = row;
    below = row;
  }
  return lengths;
}
