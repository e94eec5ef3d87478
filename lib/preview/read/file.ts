import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../eventbridge/json";
import { InputProblem } from "../model";

/** The text of a file that the user names. @throws InputProblem when it cannot be read */
export function readText(file: string): string {
  try {
    return decode(readFileSync(file));
  } catch (error) {
    throw new InputProblem(`${file}: ${reason(error)}`);
  }
}

/** The JSON files of a folder, in the order of their names. @throws InputProblem when it cannot be read */
export function jsonFilesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    throw new InputProblem(`${folder}: ${reason(error)}`);
  }
}

/** Text of UTF-8, or of the UTF-16 that a redirection in Windows PowerShell writes. */
export function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * The JSON of a text. What the parser says is not passed on but its place: it quotes the text, which may hold a secret.
 * @throws InputProblem when it is not JSON
 */
export function parseJson(text: string, file: string): Json {
  if (text.trim() === "") throw new InputProblem(`${file}: is empty.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputProblem(`${file}: is not JSON${place(text, error)}.`);
  }
}

function place(text: string, error: unknown): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return "";
  const before = text.slice(0, Number(position)).split("\n");
  return ` (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`;
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "does not exist.";
  if (code === "EISDIR") return "is a folder: name a file.";
  if (code === "ENOTDIR") return "is not a folder.";
  return `cannot be read (${code ?? error}).`;
}
