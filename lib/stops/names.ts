import type { Json, JsonObject } from "../eventbridge/json";
import type { Report } from "../problems/problem";

/** A name of a service, task family or container, or a prefix of names that ends in `*`. */
const NAME_OR_PREFIX = /^[A-Za-z0-9_-]{1,255}$|^[A-Za-z0-9_-]{0,254}\*$/;

export function isName(text: string): boolean {
  return NAME_OR_PREFIX.test(text) && !isPrefix(text);
}

export function checkNames(report: Report, setting: string, names: readonly string[]): void {
  for (const name of names)
    if (!NAME_OR_PREFIX.test(name))
      report(
        setting,
        `has ${JSON.stringify(name)}, which must be 1 to 255 letters, digits, '-' and '_' (Amazon ECS's limit), with at most one '*', at the end: write a name, or the beginning of one and '*'.`,
      );
}

/** Matches values that are one of the names or begin with one of the prefixes. */
export function anyName(names: readonly string[]): Json[] {
  return names.map((name) => (isPrefix(name) ? { prefix: name.slice(0, -1) } : name));
}

/**
 * Matches values that are none of the names and begin with none of the prefixes. Several `anything-but` in a list would
 * be alternatives, so names and prefixes together are written as the wildcards of one.
 */
export function noName(names: readonly string[]): JsonObject {
  if (!names.some(isPrefix)) return { "anything-but": names };
  if (names.every(isPrefix)) return { "anything-but": { prefix: names.map((name) => name.slice(0, -1)) } };
  return { "anything-but": { wildcard: names } };
}

function isPrefix(name: string): boolean {
  return name.endsWith("*");
}
