import { parseJson } from "./json";

export interface Placeholder {
  readonly name: string;
  /** Whether it is inside a quoted string of the template. */
  readonly position: "quoted" | "bare";
  /** The index of its `<` in the template. */
  readonly index: number;
  /** Whether it is an object's key, or part of one. */
  readonly isInKey: boolean;
}

const TEMPLATE_TOKEN = /\\["\\]|"|<([A-Za-z0-9_.-]+)>/g;
const ESCAPED_TOKEN = /\\\\|\\u003c([A-Za-z0-9_.-]+)\\u003e/gi;
const COLON = /\s*:/y;

/** The placeholders of a template, in order. A `<` without a name and a `>` is text. */
export function placeholders(template: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  let string: Omit<Placeholder, "isInKey">[] | undefined;
  for (const { 0: token, 1: name, index } of template.matchAll(TEMPLATE_TOKEN)) {
    COLON.lastIndex = index + token.length;
    if (name !== undefined && string) string.push({ name, position: "quoted", index });
    else if (name !== undefined) found.push({ name, position: "bare", index, isInKey: COLON.test(template) });
    else if (token === '"' && string === undefined) string = [];
    else if (token === '"') {
      const isInKey = COLON.test(template);
      for (const placeholder of string ?? []) found.push({ ...placeholder, isInKey });
      string = undefined;
    }
  }
  for (const placeholder of string ?? []) found.push({ ...placeholder, isInKey: false });
  return found;
}

/**
 * Names that a template has in escaped brackets only, as in `\u003cname\u003e`, which EventBridge never fills.
 * Terraform's `jsonencode` escapes every `<` and `>` like that.
 */
export function escapedNames(template: string): ReadonlySet<string> {
  const filled = new Set(placeholders(template).map(({ name }) => name));
  const names = [...template.matchAll(ESCAPED_TOKEN)].flatMap(([, name]) => name ?? []);
  return new Set(names.filter((name) => !filled.has(name)));
}

export function isJsonTemplate(template: string): boolean {
  return template.trimStart().startsWith("{");
}

export function fillTemplate(template: string, replace: (placeholder: Placeholder) => string): string {
  let filled = "";
  let end = 0;
  for (const placeholder of placeholders(template)) {
    filled += template.slice(end, placeholder.index) + replace(placeholder);
    end = placeholder.index + placeholder.name.length + 2;
  }
  return filled + template.slice(end);
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
  let start = 0;
  let opened: number | undefined;
  for (const { 0: token, index } of body.matchAll(/\\.|"/gs)) {
    if (opened === undefined) {
      if (body.slice(start, index).trim() !== "" || token !== '"') return false;
      opened = index;
    } else if (token === '"') {
      start = index + 1;
      if (parseJson(body.slice(opened, start)) === undefined) return false;
      opened = undefined;
    }
  }
  return opened === undefined && start > 0 && body.slice(start).trim() === "";
}
