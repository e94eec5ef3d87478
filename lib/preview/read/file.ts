import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../eventbridge/json";
import { InputProblem } from "../model";

/** Deeper than any event, plan or stack, and no danger to functions that call themselves. */
const MAX_DEPTH = 500;
const MAX_NAME = 200;

/** The text of a file. @throws InputProblem if it cannot be read */
export function readText(file: string): string {
  try {
    return decode(readFileSync(file));
  } catch (error) {
    throw new InputProblem(`${shown(file)}: ${reason(error)}`);
  }
}

/** The JSON files of a folder, sorted by name. @throws InputProblem if it cannot be read */
export function jsonFilesIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    throw new InputProblem(`${shown(folder)}: ${reason(error)}`);
  }
}

/** Decodes UTF-8, and the UTF-16 that a redirection in Windows PowerShell writes. */
export function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * The value of a JSON text. The parser's message is not passed on, only its position: it quotes the text, which may
 * contain a secret.
 * @param source what an error says that the text is from
 * @throws InputProblem if it is not JSON
 */
export function readJson(text: string, source: string): Json {
  if (text.trim() === "") throw new InputProblem(`${source}: is empty.`);
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputProblem(`${source}: is not JSON${position(text, error)}.`);
  }
  if (isTooDeep(value)) {
    throw new InputProblem(`${source}: is nested more than ${MAX_DEPTH} levels deep, which no event or plan is.`);
  }
  return value;
}

/** A name from the command line or a file as it stands in an error: on one line, and not too long. */
export function shown(name: string): string {
  const line = name.slice(0, MAX_NAME).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return name.length > MAX_NAME ? `${line}…` : line;
}

function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return level.length > 0;
}

function position(text: string, error: unknown): string {
  const index = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (index === undefined) return "";
  const before = text.slice(0, Number(index)).split("\n");
  return ` (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`;
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "does not exist.";
  if (code === "EISDIR") return "is a folder: name a file.";
  if (code === "ENOTDIR") return "is not a folder.";
  return `cannot be read (${code ?? (error instanceof Error ? error.name : "unknown error")}).`;
}
