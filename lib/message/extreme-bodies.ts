import { type InputTransformer, transform } from "../eventbridge/input-transformer";
import type { Json } from "../eventbridge/json";
import type { EventKind } from "./event-kinds";
import { kindAt, LONGEST_REASON } from "./event-rows";

const CONTEXT = { ruleArn: "x".repeat(150), ruleName: "x".repeat(64), ingestionTime: "2026-01-01T00:00:00.000Z" };

/** What would be sent for an event that there could be, and whether it is JSON, so that EventBridge sends it. */
type Body = ReturnType<typeof transform>;

/** The body if every value is present: a short string, or whatever else its path leads to. */
export function usualBody(transformer: InputTransformer, kind: EventKind): Body {
  return bodyOf(transformer, kind, () => "x");
}

/** The body if every value that can be missing is missing. */
export function emptiestBody(transformer: InputTransformer, kind: EventKind, required: ReadonlySet<string>): Body {
  const present = new Set([
    ...required,
    ...kind.alwaysPresent,
    ...Object.values(kind.rows).flatMap(({ path, alwaysPresent }) => (alwaysPresent ? [path] : [])),
  ]);
  return bodyOf(transformer, kind, (path) => (present.has(path) ? "x" : undefined));
}

/** The body if every value is as long as it can be. */
export function longestBody(transformer: InputTransformer, kind: EventKind): Body {
  const longest = new Map(Object.values(kind.rows).map(({ path, longest }) => [path, longest]));
  return bodyOf(transformer, kind, (path) => "x".repeat(longest.get(path) ?? LONGEST_REASON));
}

type TextAt = (path: string) => string | undefined;

function bodyOf({ inputPaths, inputTemplate }: InputTransformer, kind: EventKind, textAt: TextAt): Body {
  const values: Record<string, Json> = {};
  for (const [name, path] of Object.entries(inputPaths)) {
    const value = valueAt(path, kind, textAt);
    if (value !== undefined) values[name] = value;
  }
  const paths = Object.fromEntries(Object.keys(inputPaths).map((name) => [name, `$.${name}`]));
  return transform({ inputTemplate, inputPaths: paths }, values, CONTEXT);
}

function valueAt(path: string, { shape }: EventKind, textAt: TextAt): Json | undefined {
  switch (kindAt(shape, path)) {
    case "text":
      return textAt(path);
    case "number":
      return textAt(path) === undefined ? undefined : 4_294_967_295;
    case "boolean":
      return textAt(path) === undefined ? undefined : true;
    case "object":
    case "list":
      return ["x"];
    case "nothing":
      return undefined;
  }
}
