/** A JSON value, as in an event, a pattern or a message. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * The deepest nesting that is read. Jackson, the parser of AWS's open-source rule engine, stops there by default; and
 * `JSON.stringify` overflows the stack at a few thousand levels.
 */
export const MAX_JSON_DEPTH = 1000;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value of a JSON text; undefined if it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether lists and objects are nested more than `MAX_JSON_DEPTH` deep. Does not recurse. */
export function isNestedTooDeeply(value: unknown): boolean {
  let level = [value].filter(isListOrObject);
  for (let depth = 1; depth <= MAX_JSON_DEPTH && level.length > 0; depth++) {
    const next: object[] = [];
    for (const node of level) for (const child of Object.values(node)) if (isListOrObject(child)) next.push(child);
    level = next;
  }
  return level.length > 0;
}

function isListOrObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
