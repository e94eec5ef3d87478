import type { Json } from "../../eventbridge/json";
import { Cursor, fail, NotRead } from "./cursor";

/** A Terraform expression, as far as it is read: what is not is `other`, with its text. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "reference"; readonly path: readonly string[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly source: string }
  | { readonly kind: "other"; readonly source: string };

const NUMBER = /-?\d+(?:\.\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y;
const SPACE = /\s*/y;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([nrt"\\]))/y;
const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const KEYWORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * What Terraform reads in a string of `cdk.tf.json`: literal text, and expressions in `${`. A string that is one
 * expression alone is that expression, so that it may be a list.
 *
 * https://developer.hashicorp.com/terraform/language/syntax/json#string
 * https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates
 */
export function parseTemplate(text: string): Expression {
  return new Parser(text).template(undefined);
}

class Parser extends Cursor {
  /** Up to the end of the text, or to the closing quote, where backslashes escape. */
  template(quote: '"' | undefined): Expression {
    const parts: Expression[] = [];
    let literal = "";
    const endLiteral = () => {
      if (literal !== "") parts.push({ kind: "literal", value: literal });
      literal = "";
    };
    while (quote === undefined ? this.at < this.text.length : !this.startsWith(quote)) {
      const start = this.at;
      if (this.take("$${")) literal += "${";
      else if (this.take("%%{")) literal += "%{";
      else if (this.startsWith("${") || this.startsWith("%{")) {
        endLiteral();
        parts.push(this.interpolation(start));
      } else literal += quote === undefined ? this.character() : this.escaped();
    }
    endLiteral();
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) return only;
    return parts.length === 0 ? { kind: "literal", value: "" } : { kind: "template", parts };
  }

  /** `${ … }`; where it is not read, nor is the rest of the text: what it was would not help. */
  private interpolation(start: number): Expression {
    try {
      this.expect("${");
      const expression = this.expression();
      this.expect("}");
      return expression;
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      this.at = this.text.length;
      return { kind: "other", source: balanced(this.text.slice(start)) };
    }
  }

  private expression(): Expression {
    this.match(SPACE);
    const expression = this.term();
    this.match(SPACE);
    return expression;
  }

  private term(): Expression {
    const start = this.at;
    if (this.take('"')) {
      const text = this.template('"');
      this.expect('"');
      return text;
    }
    if (this.take("[")) return { kind: "list", items: this.listUpTo("]") };
    if (this.take("{")) return { kind: "object", entries: this.entries() };
    const number = this.match(NUMBER);
    if (number !== undefined) return { kind: "literal", value: Number(number) };
    const name = this.match(NAME);
    if (name === undefined) throw new NotRead();
    if (this.take("(")) {
      return { kind: "call", name, args: this.listUpTo(")"), source: this.text.slice(start, this.at) };
    }
    const keyword = KEYWORDS.get(name);
    return keyword === undefined ? this.reference(name) : { kind: "literal", value: keyword };
  }

  private reference(first: string): Expression {
    const path = [first];
    while (this.take(".")) path.push(this.match(NAME) ?? fail());
    return { kind: "reference", path };
  }

  private listUpTo(end: string): readonly Expression[] {
    const items: Expression[] = [];
    this.match(SPACE);
    while (!this.take(end)) {
      items.push(this.expression());
      if (!this.take(",") && !this.startsWith(end)) throw new NotRead();
      this.match(SPACE);
    }
    return items;
  }

  private entries(): readonly (readonly [string, Expression])[] {
    const entries: (readonly [string, Expression])[] = [];
    this.match(SPACE);
    while (!this.take("}")) {
      const key = keyOf(this.expression());
      if (!this.take("=")) this.expect(":");
      entries.push([key, this.expression()]);
      if (!this.take(",") && !this.startsWith("}")) throw new NotRead();
      this.match(SPACE);
    }
    return entries;
  }

  private escaped(): string {
    if (!this.startsWith("\\")) return this.character();
    ESCAPE.lastIndex = this.at;
    const [sequence, code, letter = ""] = ESCAPE.exec(this.text) ?? fail();
    this.at += sequence.length;
    return code === undefined ? (ESCAPED[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16));
  }
}

/** A key of an object: a text, or a bare name. */
function keyOf(expression: Expression): string {
  if (expression.kind === "literal" && typeof expression.value === "string") return expression.value;
  const [name, ...more] = expression.kind === "reference" ? expression.path : [];
  return name === undefined || more.length > 0 ? fail() : name;
}

/** The text up to the brace that closes its first one; all of it where none does. */
function balanced(text: string): string {
  let depth = 0;
  for (const { 0: brace, index } of text.matchAll(/[{}]/g)) {
    depth += brace === "{" ? 1 : -1;
    if (depth === 0) return text.slice(0, index + 1);
  }
  return text;
}
