import { diffArrays } from "diff";
import type { MessageChange } from "../compare";
import { bodyJson } from "../model";
import { drawBody, jsonLines } from "./draw-message";
import { type Line, paint } from "./text";

/** If more lines than this differ, all old lines stand before all new ones. */
const MAX_DIFFERENCES = 1000;

/** A line of the old message (`-`), the new one (`+`) or both. */
export interface DiffLine {
  readonly sign: "-" | "+" | " ";
  readonly line: Line;
}

/** How two messages differ as drawn or, if they look the same without colour, in their JSON. */
export function messageDiff({ before, after }: MessageChange, width: number): DiffLine[] {
  const draw = (body: string) => drawBody(body, after.alert.isSlack, width);
  const json = (body: string) => jsonLines(bodyJson(body) ?? body);
  const drawn = diff(draw(before.body), draw(after.body));
  return drawn.some(({ sign }) => sign !== " ") ? drawn : diff(json(before.body), json(after.body));
}

function diff(before: readonly Line[], after: readonly Line[]): DiffLine[] {
  const withText = (lines: readonly Line[]) => lines.map((line) => ({ line, text: paint([line], false) }));
  const [old, now] = [withText(before), withText(after)];
  const changes = diffArrays(old, now, {
    comparator: (one, other) => one.text === other.text,
    maxEditLength: MAX_DIFFERENCES,
  }) ?? [
    { removed: true, value: old },
    { added: true, value: now },
  ];
  return changes.flatMap(({ removed, added, value }) =>
    value.map(({ line }): DiffLine => ({ sign: removed ? "-" : added ? "+" : " ", line })),
  );
}
