import type { Json, JsonObject } from "../eventbridge/json";

/** Names of services, task families and containers, and prefixes of names that end in `*`. */
const NAME_OR_PREFIX = /^[A-Za-z0-9_-]{1,255}$|^[A-Za-z0-9_-]{0,254}\*$/;

export function isName(text: string): boolean {
  return NAME_OR_PREFIX.test(text) && !isPrefix(text);
}

/** Why a name or prefix can match nothing, or undefined. */
export function nameFilterProblem(setting: string, name: string): string | undefined {
  if (NAME_OR_PREFIX.test(name)) return undefined;
  return `'${setting}' has ${JSON.stringify(name)}, which must be a name of 1 to 255 letters, digits, '-' and '_' (Amazon ECS's limit), or the beginning of one followed by a single '*' at its end: correct it.`;
}

/** Values that are one of the names or begin with one of the prefixes. */
export function anyName(names: readonly string[]): Json[] {
  return names.map((name) => (isPrefix(name) ? { prefix: name.slice(0, -1) } : name));
}

/**
 * Values that are none of the names and begin with none of the prefixes. Several `anything-but` in a list would be
 * alternatives, so names and prefixes together are written as wildcards of a single one.
 */
export function noName(names: readonly string[]): JsonObject {
  if (!names.some(isPrefix)) return { "anything-but": names };
  if (names.every(isPrefix)) return { "anything-but": { prefix: names.map((name) => name.slice(0, -1)) } };
  return { "anything-but": { wildcard: names } };
}

function isPrefix(name: string): boolean {
  return name.endsWith("*");
}
