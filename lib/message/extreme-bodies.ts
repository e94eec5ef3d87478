import { type InputTransformer, transform } from "../eventbridge/input-transformer";
import type { Json } from "../eventbridge/json";
import { ALWAYS_PRESENT } from "./event-value";

/** Most characters that values of an ECS event have; reasons have 1,024, and so may what is not known. */
const LONGEST: Readonly<Record<string, number>> = {
  "$.account": 12,
  "$.region": 25,
  "$.time": 20,
  "$.detail.availabilityZone": 30,
  "$.detail.clusterArn": 330,
  "$.detail.createdAt": 24,
  "$.detail.group": 263,
  "$.detail.launchType": 17,
  "$.detail.startedAt": 24,
  "$.detail.stopCode": 24,
  "$.detail.stoppedAt": 24,
  "$.detail.taskArn": 400,
  "$.detail.taskDefinitionArn": 330,
};
const LONGEST_REASON = 1024;
/** Paths of an ECS event at which there is no text but an object or a list. */
const NO_TEXT =
  /\[\*\]|^\$(\.(resources|detail(\.(containers|attachments|attributes|overrides|ephemeralStorage|inferenceAccelerators|tags)(\[\d+\])?)?))?$/;
const CONTEXT = { ruleArn: "x".repeat(150), ruleName: "x".repeat(64), ingestionTime: "2026-01-01T00:00:00.000Z" };

/** A body of an event that there could be, and whether it is JSON, so that EventBridge sends it. */
type Body = ReturnType<typeof transform>;

/** The body where every value is a short text, or what else stands at its path. */
export function usualBody(transformer: InputTransformer): Body {
  return bodyOf(transformer, () => "x");
}

/** The body where every value that can be missing is missing. `required`: paths that the pattern demands. */
export function emptiestBody(transformer: InputTransformer, required: ReadonlySet<string>): Body {
  return bodyOf(transformer, (path) => (required.has(path) || ALWAYS_PRESENT.has(path) ? "x" : undefined));
}

/** The body where every value is as long as it can be. */
export function longestBody(transformer: InputTransformer): Body {
  return bodyOf(transformer, (path) => "x".repeat(LONGEST[path] ?? LONGEST_REASON));
}

function bodyOf({ inputPaths, inputTemplate }: InputTransformer, textAt: (path: string) => string | undefined): Body {
  const values: Record<string, Json> = {};
  for (const [name, path] of Object.entries(inputPaths)) {
    const value = NO_TEXT.test(path) ? ["x"] : textAt(path);
    if (value !== undefined) values[name] = value;
  }
  const paths = Object.fromEntries(Object.keys(inputPaths).map((name) => [name, `$.${name}`]));
  return transform({ inputTemplate, inputPaths: paths }, values, CONTEXT);
}
