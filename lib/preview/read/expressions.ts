import { isJsonObject, type Json, parseJson } from "../../eventbridge/json";

/** A value that Terraform does not know before apply, or that is sensitive, and the expression that gives it. */
export class NotKnown {
  constructor(
    readonly expression: string,
    readonly why: "Not known before apply" | "Sensitive, so it is not read" = "Not known before apply",
  ) {}
}

/** The value of a reference such as `var.cluster_arn`. */
export type Resolve = (reference: string) => Json | NotKnown;

/** An escaped `${` or `%{`, an interpolation and what is in it, or the start of what is not read. */
const PIECE = /\$\$\{|%%\{|\$\{((?:"(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^"{}])*)\}|[$%]\{/gs;
const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[\w-]+)+$/;
const PART = /^element\(split\("([^"\\]+)", ([^,]+)\), (\d+)\)$/;
const LOOKUP = /^lookup\((\{[^{}]*\}), (.+), "([^"\\]*)"\)$/;

/**
 * The value of an argument in `cdk.tf.json`: literal text, references, and the two forms of function call that this
 * project's stacks contain. Any other expression is not known.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function evaluate<T extends Json | undefined>(value: T, resolve: Resolve): T | Json | NotKnown {
  if (value === undefined) return value;
  const unknown: NotKnown[] = [];
  const known: Json = JSON.parse(JSON.stringify(value), (_key, item) => {
    const result = typeof item === "string" ? template(item, resolve) : item;
    if (result instanceof NotKnown) unknown.push(result);
    return result;
  });
  return unknown[0] ?? known;
}

/** The references in an argument. */
export function references(value: Json | undefined): readonly string[] {
  if (typeof value !== "string") return [];
  return [...value.matchAll(PIECE)].flatMap(
    ([, source = ""]) => source.replace(/"(?:[^"\\]|\\.)*"/g, "").match(/[A-Za-z_][\w-]*(?:\.[\w-]+)+/g) ?? [],
  );
}

function template(text: string, resolve: Resolve): Json | NotKnown {
  let result = "";
  let end = 0;
  for (const { 0: piece, 1: source, index } of text.matchAll(PIECE)) {
    result += text.slice(end, index);
    end = index + piece.length;
    if (piece === "$${" || piece === "%%{") {
      result += piece.slice(1);
      continue;
    }
    const value = source === undefined ? new NotKnown(text.slice(index)) : expression(source.trim(), resolve);
    if (value instanceof NotKnown || piece.length === text.length) return value;
    if (typeof value === "object") return new NotKnown(piece);
    result += value;
  }
  return result + text.slice(end);
}

function expression(source: string, resolve: Resolve): Json | NotKnown {
  if (REFERENCE.test(source)) return resolve(source);
  const [, separator = "", list, index] = PART.exec(source) ?? [];
  const [, map = "", key, otherwise = ""] = LOOKUP.exec(source) ?? [];
  const argument = list ?? key;
  const value = argument === undefined ? undefined : expression(argument, resolve);
  if (value instanceof NotKnown) return value;
  if (typeof value !== "string") return new NotKnown(source || "${}");
  if (list !== undefined) {
    const parts = value.split(separator);
    return parts[Number(index) % parts.length] ?? "";
  }
  const entries = parseJson(map.replaceAll('" = "', '":"'));
  if (!isJsonObject(entries)) return new NotKnown(source || "${}");
  return Object.hasOwn(entries, value) ? (entries[value] ?? otherwise) : otherwise;
}
