import { parseJson } from "./json";

export interface Placeholder {
  readonly name: string;
  /** Whether it is inside a quoted string of the template. */
  readonly position: "quoted" | "bare";
  /** Whether it is an object's key, or part of one. */
  readonly isInKey: boolean;
}

const QUOTED = /"(?:[^"\\]+|\\.)*"?/gs;
const NAME = /<([A-Za-z0-9_.-]+)>/g;
const TOKEN = new RegExp(`\\\\["\\\\]|${QUOTED.source}|${NAME.source}`, "gs");
const COLON = /\s*:/y;

/** The template that was read last: it is checked and filled several times in a row. */
let last: { readonly template: string; readonly found: readonly Placeholder[] } | undefined;

/** The placeholders of a template, in order. A `<` without a name and a `>` is text. */
export function placeholders(template: string): readonly Placeholder[] {
  if (last?.template !== template) last = { template, found: findPlaceholders(template) };
  return last.found;
}

function findPlaceholders(template: string): readonly Placeholder[] {
  return [...template.matchAll(TOKEN)].flatMap(({ 0: token, index }) => {
    const position = token.startsWith('"') ? "quoted" : "bare";
    COLON.lastIndex = index + token.length;
    const isInKey = COLON.test(template);
    return [...token.matchAll(NAME)].map(([, name = ""]) => ({ name, position, isInKey }));
  });
}

export function isJsonTemplate(template: string): boolean {
  return template.trimStart().startsWith("{");
}

export function fillTemplate(template: string, replace: (placeholder: Placeholder) => string): string {
  const inOrder = placeholders(template).values();
  return template.replace(NAME, (text) => {
    const { value } = inOrder.next();
    return value === undefined ? text : replace(value);
  });
}

/** Why a filled template is not JSON, or undefined. If it is not a JSON template, it may be several quoted strings. */
export function syntaxProblem(body: string, inJson: boolean): string | undefined {
  try {
    JSON.parse(body);
    return undefined;
  } catch (error) {
    if (!inJson && isQuotedStrings(body)) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

function isQuotedStrings(body: string): boolean {
  const others = body.replace(QUOTED, (quoted) => (parseJson(quoted) === undefined ? quoted : ""));
  return body.trim() !== "" && others.trim() === "";
}
