import { type InputTransformer, transform } from "../eventbridge/input-transformer";
import type { Json } from "../eventbridge/json";
import { LONGEST_REASON, STOP_EVENT_VALUES, type StopEventValue } from "./stop-event";
import { kindAt } from "./stop-event-shape";

const ROWS: readonly StopEventValue[] = Object.values(STOP_EVENT_VALUES);
const LONGEST = new Map(ROWS.map(({ path, longest }) => [path, longest]));
/** Paths at which every stop event has a string of one character at least. */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set([
  ...ROWS.flatMap(({ path, alwaysPresent }) => (alwaysPresent ? [path] : [])),
  ...["$.detail-type", "$.id", "$.source", "$.detail.desiredStatus", "$.detail.lastStatus", "$.detail.updatedAt"],
]);
const CONTEXT = { ruleArn: "x".repeat(150), ruleName: "x".repeat(64), ingestionTime: "2026-01-01T00:00:00.000Z" };

/** What would be sent for an event that there could be, and whether it is JSON, so that EventBridge sends it. */
type Body = ReturnType<typeof transform>;

/** The body if every value is present: a short string, or whatever else its path leads to. */
export function usualBody(transformer: InputTransformer): Body {
  return bodyOf(transformer, () => "x");
}

/** The body if every value that can be missing is missing. */
export function emptiestBody(transformer: InputTransformer, required: ReadonlySet<string>): Body {
  return bodyOf(transformer, (path) => (required.has(path) || ALWAYS_PRESENT.has(path) ? "x" : undefined));
}

/** The body if every value is as long as it can be. */
export function longestBody(transformer: InputTransformer): Body {
  return bodyOf(transformer, (path) => "x".repeat(LONGEST.get(path) ?? LONGEST_REASON));
}

function bodyOf({ inputPaths, inputTemplate }: InputTransformer, textAt: (path: string) => string | undefined): Body {
  const values: Record<string, Json> = {};
  for (const [name, path] of Object.entries(inputPaths)) {
    const value = valueAt(path, textAt);
    if (value !== undefined) values[name] = value;
  }
  const paths = Object.fromEntries(Object.keys(inputPaths).map((name) => [name, `$.${name}`]));
  return transform({ inputTemplate, inputPaths: paths }, values, CONTEXT);
}

function valueAt(path: string, textAt: (path: string) => string | undefined): Json | undefined {
  switch (kindAt(path)) {
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
