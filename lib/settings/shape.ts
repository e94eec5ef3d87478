import { quotedList, type Report } from "../problems/problem";

/** The types of settings, and how to write a value of each. */
const REMEDIES = {
  string: "write it in quotes",
  number: "write it without quotes",
  boolean: "write it without quotes",
  list: "write it in brackets",
  object: "write it in braces",
};

/** What a setting is at run time: TypeScript checks neither JavaScript and JSON nor misspelt settings of a variable. */
export interface Shape {
  readonly type: keyof typeof REMEDIES;
  /** The string that may stand in its place; true for any string. */
  readonly orString?: string | true;
  /** The shape of every part, whose keys the user chooses. */
  readonly each?: Shape;
  /** The shape of each setting. */
  readonly known?: Readonly<Record<string, Shape>>;
}

type SettingOf<T> = T extends unknown ? keyof T & string : never;

/** An object with the settings of `T`, or of any member of a union. The compiler requires all of them. */
export function settings<T>(known: Readonly<Record<SettingOf<T>, Shape>>): Shape {
  return { type: "object", known };
}

/**
 * Reports each value of another type, and each key that is not a setting.
 * @returns whether all types are right, so that the settings can be read on
 */
export function checkShape(report: Report, setting: string, value: unknown, shape: Shape): boolean {
  const { type, orString, each, known = {} } = shape;
  if (typeof value === "string" && (orString === true || orString === value)) return true;
  if (typeOf(value) !== type) {
    const or = orString === undefined ? "" : `${orString === true ? "a string" : `"${orString}"`} or `;
    report(setting, `must be ${or}${withArticle(type)}, got ${shown(value)}: ${REMEDIES[type]}, or omit it.`);
    return false;
  }
  if (!each && !shape.known) return true;
  const parts = Object.entries(Object(value)).map(([key, part]) => {
    const at = setting === "" ? key : `${setting}.${key}`;
    const one = each ?? (Object.hasOwn(known, key) ? known[key] : undefined);
    if (one) return (part === undefined && !each) || checkShape(report, at, part, one);
    report(at, `is not a setting: ${nearest(key, Object.keys(known))}`);
    return true;
  });
  return parts.every(Boolean);
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

function withArticle(type: string): string {
  return `${type === "object" ? "an" : "a"} ${type}`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? withArticle(typeOf(value)) : String(value);
}

/** The setting that shares the most pairs of letters with the key, as a remedy. */
function nearest(key: string, known: readonly string[]): string {
  const pairs = (word: string) => [...word.toLowerCase()].map((letter, at, all) => letter + (all[at + 1] ?? ""));
  const shared = (name: string) => pairs(name).filter((pair) => pairs(key).includes(pair)).length;
  const likeness = (name: string) => (2 * shared(name)) / (name.length + key.length);
  const [best = ""] = known.toSorted((a, b) => likeness(b) - likeness(a));
  return likeness(best) > 0.3 ? `did you mean '${best}'?` : `remove it, or choose one of ${quotedList(known)}.`;
}
