import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../../cli/failure";
import { type Json, parseJson } from "../../eventbridge/json";
import { InputProblem } from "../model";

/** Deeper than any event, plan or stack, and no danger to functions that call themselves. */
const MAX_DEPTH = 500;
const MAX_NAME = 200;
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder: name a file",
  ENOTDIR: "is not a folder",
};

/** The text of a file. @throws InputProblem if it cannot be read */
export function readText(file: string): string {
  return attempt(file, () => decode(readFileSync(file)));
}

/** The JSON files of a folder, sorted by name. @throws InputProblem if it cannot be read */
export function jsonFilesIn(folder: string): readonly string[] {
  const names = attempt(folder, () => readdirSync(folder)).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => join(folder, name));
}

/** Decodes UTF-8, and the UTF-16 that a redirection in Windows PowerShell writes. */
export function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * The value of a JSON text. Of the parser's message only the position is passed on: it quotes the text, which may
 * contain a secret.
 * @param source what an error says that the text is from
 * @throws InputProblem if it is not JSON
 */
export function readJson(text: string, source: string): Json {
  const value = parseJson(text);
  if (value === undefined) {
    throw new InputProblem(`${source}: is ${text.trim() === "" ? "empty" : `not JSON${position(text)}`}.`);
  }
  let level: readonly Json[] = [value];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  if (level.length === 0) return value;
  throw new InputProblem(`${source}: is nested more than ${MAX_DEPTH} levels deep, which no event or plan is.`);
}

/** A name from the command line or a file as it stands in an error: on one line, and not too long. */
export function shown(name: string): string {
  const line = name.slice(0, MAX_NAME).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
  return name.length > MAX_NAME ? `${line}…` : line;
}

function position(text: string): string {
  try {
    JSON.parse(text);
    return "";
  } catch (error) {
    const index = /at position (\d+)/.exec(String(error))?.[1];
    if (index === undefined) return "";
    const before = text.slice(0, Number(index)).split("\n");
    return ` (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`;
  }
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = errorCode(error);
    throw new InputProblem(`${shown(file)}: ${REASONS[code] ?? `cannot be read (${code})`}.`);
  }
}
