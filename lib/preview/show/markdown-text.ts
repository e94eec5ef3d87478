import { printable } from "../../cli/output";

/** Anybody's text as inline code, on one line, in which GitHub reads no mentions, links or formatting. */
export function inlineCode(text: string): string {
  const line = printable(text).replace(/\s+/g, " ").trim();
  if (line === "") return "` `";
  const ticks = "`".repeat(longestTicks(line) + 1);
  const air = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${air}${line}${air}${ticks}`;
}

/** The same in a table cell, which a bar ends even in code. Escaping it would not help after a backslash. */
export function cellCode(text: string): string {
  return inlineCode(text.replaceAll("|", "¦"));
}

/** Code in the summary of a `<details>`, which is HTML. */
export function htmlCode(text: string): string {
  const line = printable(text).replace(/\s+/g, " ");
  return `<code>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** Anybody's text as a block of code that it cannot end. */
export function fenced(text: string, language: "text" | "diff" = "text"): string {
  const shown = printable(text);
  const fence = "`".repeat(Math.max(3, longestTicks(shown) + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
}

function longestTicks(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
