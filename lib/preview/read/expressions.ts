import { isJsonObject, type Json, parseJson } from "../../eventbridge/json";

/** A value that Terraform does not know before apply, or that is sensitive, and the expression that gives it. */
export class NotKnown {
  readonly problem: string;

  constructor(expression: string, why = "Not known before apply") {
    this.problem = `${why}: ${expression}`;
  }
}

/** The value of a reference such as `var.cluster_arn`. */
export type Resolve = (reference: string) => Json | NotKnown;

/** An escaped `${` or `%{`, an interpolation and what is in it, or the start of what is not read. */
const PIECE = /\$\$\{|%%\{|\$\{((?:"(?:[^"\\]|\\.)*"|\{[^{}]*\}|[^"{}])*)\}|[$%]\{/gs;
const REFERENCE = /[A-Za-z_][\w-]*(?:\.[\w-]+)+/g;
const PART = /^element\(split\("([^"\\]+)", ([^,]+)\), (\d+)\)$/;
const LOOKUP = /^lookup\((\{[^{}]*\}), (.+), "([^"\\]*)"\)$/;

/**
 * The value of an argument in `cdk.tf.json`: literal text, references, and the two forms of function call that this
 * project's stacks contain. Any other expression is not known.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function evaluate(value: Json, resolve: Resolve): Json | NotKnown {
  const unknown: NotKnown[] = [];
  const known: Json = JSON.parse(JSON.stringify(value), (_key, item) => {
    const result = typeof item === "string" ? template(item, resolve) : item;
    if (result instanceof NotKnown) unknown.push(result);
    return result;
  });
  return unknown[0] ?? known;
}

export function references(value: Json | undefined): readonly string[] {
  const sources = typeof value === "string" ? [...value.matchAll(PIECE)] : [];
  return sources.flatMap(([, source = ""]) => source.replace(/"(?:[^"\\]|\\.)*"/g, "").match(REFERENCE) ?? []);
}

function template(text: string, resolve: Resolve): Json | NotKnown {
  const instead: (Json | NotKnown)[] = [];
  const filled = text.replace(PIECE, (piece, source: string | undefined, index) => {
    if (piece === "$${" || piece === "%%{") return piece.slice(1);
    const value = source === undefined ? new NotKnown(text.slice(index)) : expression(source.trim(), resolve);
    if (value instanceof NotKnown || piece === text) instead.push(value);
    else if (typeof value === "object") instead.push(new NotKnown(piece));
    return String(value);
  });
  const [value = filled] = instead;
  return value;
}

function expression(source: string, resolve: Resolve): Json | NotKnown {
  if (source.match(REFERENCE)?.[0] === source) return resolve(source);
  const [, separator = "", list, index] = PART.exec(source) ?? [];
  const [, map = "", key = list, otherwise = ""] = LOOKUP.exec(source) ?? [];
  const value = key === undefined ? new NotKnown(source || "${}") : expression(key, resolve);
  if (typeof value !== "string") return value instanceof NotKnown ? value : new NotKnown(source);
  if (list !== undefined) {
    const parts = value.split(separator);
    return parts[Number(index) % parts.length] ?? "";
  }
  const entries = parseJson(map.replaceAll('" = "', '":"'));
  if (!isJsonObject(entries)) return new NotKnown(source);
  return Object.hasOwn(entries, value) ? (entries[value] ?? otherwise) : otherwise;
}
