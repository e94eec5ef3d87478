import { readdirSync, readFileSync } from "node:fs";
import { errorCode, Failure } from "../../cli/failure";
import { type Json, parseJson } from "../../eventbridge/json";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EISDIR: "is a folder: name a file",
};

/** The text of a file. @throws Failure if it cannot be read */
export function readText(file: string): string {
  return attempt(file, () => decode(readFileSync(file)));
}

/** The names of a folder's files. @throws Failure if it cannot be read */
export function filesIn(folder: string): string[] {
  return attempt(folder, () => readdirSync(folder));
}

/** Decodes UTF-8, and the UTF-16 that a redirection in Windows PowerShell writes. */
export function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * The value of a JSON text. The parser's message is not passed on: it quotes the text, which may contain a secret.
 * @param source what an error says that the text is from
 * @throws Failure if it is not JSON
 */
export function readJson(text: string, source: string): Json {
  const value = parseJson(text);
  if (value === undefined) throw new Failure(`${source}: is ${text.trim() === "" ? "empty" : "not JSON"}.`, 2);
  return value;
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = errorCode(error);
    throw new Failure(`${file}: ${REASONS[code] ?? `cannot be read (${code})`}.`, 2);
  }
}
