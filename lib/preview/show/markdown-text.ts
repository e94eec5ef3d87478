import { harmless } from "./text";

/**
 * Anybody's text as code inside a line, where GitHub makes neither mentions nor links nor formatting of it: the
 * backticks around it are more than any in it, and it is one line.
 */
export function inlineCode(text: string): string {
  const line = harmless(text).replace(/\s+/g, " ").trim();
  if (line === "") return "` `";
  const ticks = "`".repeat(longestTicks(line) + 1);
  const air = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${air}${line}${air}${ticks}`;
}

/** The same in a cell of a table, which a bar would end even in code, and whose escape backslashes would undo. */
export function cellCode(text: string): string {
  return inlineCode(text.replaceAll("|", "¦"));
}

/** The same in the summary of a `<details>`, which is HTML. */
export function htmlCode(text: string): string {
  const line = harmless(text).replace(/\s+/g, " ");
  return `<code>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** Anybody's text as a block of code that it cannot end. */
export function fenced(text: string, language: "text" | "diff" = "text"): string {
  const shown = harmless(text);
  const fence = "`".repeat(Math.max(3, longestTicks(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
