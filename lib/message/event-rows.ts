import type { Words } from "./texts";

/** A value of an event, and the field of a message that shows it. */
export interface EventRow {
  readonly path: string;
  /** The most characters that it has. */
  readonly longest: number;
  /** Whether it is anybody's text, with quotes, backslashes and newlines. */
  readonly free?: true;
  /** Whether every event of its kind has it, with at least one character. */
  readonly alwaysPresent?: true;
  readonly field?: Words & {
    readonly name: string;
    /** Whether two such fields fit side by side. */
    readonly short: boolean;
  };
}

export type EventRows = Readonly<Record<string, EventRow>>;

/** The names of the values of a table that are, or are not, anybody's text. */
export type FreeNames<Rows extends EventRows> = {
  [Name in keyof Rows]: Rows[Name] extends { readonly free: true } ? Name : never;
}[keyof Rows];
export type PlainNames<Rows extends EventRows> = Exclude<keyof Rows, FreeNames<Rows>>;

/** The names of the fields of a table. */
export type FieldNames<Rows extends EventRows> = keyof {
  [Name in keyof Rows as Rows[Name] extends { readonly field: { readonly name: infer Field extends string } }
    ? Field
    : never]: Name;
};

/** The longest reason that AWS gives, and the most that is assumed of values that are in no table. */
export const LONGEST_REASON = 1024;

/** Where an event comes from, which every event says. */
export const PLACE_ROWS = {
  account: {
    path: "$.account",
    longest: 12,
    alwaysPresent: true,
    field: { name: "account", en: "AWS account", ja: "AWS アカウント", short: true },
  },
  region: {
    path: "$.region",
    longest: 25,
    alwaysPresent: true,
    field: { name: "region", en: "Region", ja: "リージョン", short: true },
  },
} as const satisfies EventRows;

/** What a path can lead to in an event. `nothing`: it always finds nothing. */
export type ValueKind = "text" | "number" | "boolean" | "object" | "list" | "nothing";

/** Where an event has something other than text: a list as `[element]`. Fields that are not named are text. */
export type Shape = "text" | "number" | "boolean" | readonly [Shape] | { readonly [field: string]: Shape };

const STEP = /\.([A-Za-z0-9_/-]+)|\[(\d+|\*)\]/g;

/** What an input path leads to in an event of this shape. */
export function kindAt(event: Shape, path: string): ValueKind {
  if (path.includes("[*]")) return "list";
  let shape = event;
  for (const [, key, index] of path.matchAll(STEP)) {
    if (typeof shape === "string") return "nothing";
    if (isList(shape)) {
      if (index === undefined) return "nothing";
      shape = shape[0];
    } else {
      if (key === undefined) return "nothing";
      shape = (Object.hasOwn(shape, key) ? shape[key] : undefined) ?? "text";
    }
  }
  if (typeof shape === "string") return shape;
  return isList(shape) ? "list" : "object";
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
