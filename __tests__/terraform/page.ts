import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { run } from "../project-copy";

/** The fenced blocks of a language under a heading of a page, so that what the page says is what is tried. */
export function codeBlocks(page: string, heading: string, language: string): string[] {
  const sections = readFileSync(page, "utf8").split(/^## /m);
  const section = sections.find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`${page} has no section "${heading}".`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);
}

/** Runs commands of a page, but for those that name a folder of the reader's, and gives what they print. */
export function shell(folder: string, commands: string): string {
  return stripVTControlCharacters(run(folder, ["sh", "-ec", commands.replace(/^export \w+=\.\.\/.*$/gm, "")]));
}

/** Runs all commands under a heading. */
export function follow(folder: string, page: string, heading: string): string {
  return codeBlocks(page, heading, "sh")
    .map((commands) => shell(folder, commands))
    .join("");
}
