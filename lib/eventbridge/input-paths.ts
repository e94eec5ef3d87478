import { isJsonList, isJsonObject, type Json } from "./json";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const MAX_INPUT_PATH_LENGTH = 256;

const INPUT_PATH = /^\$(?:\.[A-Za-z0-9_/-]+|\[(?:\d+|\*)\])*$/;
const INPUT_PATH_STEP = /\.([A-Za-z0-9_/-]+)|\[(\d+|\*)\]/g;

const REFUSED: readonly (readonly [form: RegExp, reason: string])[] = [
  [/^(?!\$)/, "must begin with '$': write '$.key'"],
  [/\.\./, "must not search with '..': name each step"],
  [/\[\s*['"]/, "must not name a key in brackets: write '.key'"],
  [/\[\s*-/, "must not count from the end of a list: count from the first element, '[0]'"],
  [/\[[^\]]*:/, "must not cut a slice: take one element, '[0]', or all, '[*]'"],
  [/\.\*/, "must not use '.*': only lists have a wildcard, '[*]'"],
  [/^/, "must be '$' and then steps: '.key' (letters, digits, '-', '_', '/'), '[0]' or '[*]'"],
];

/**
 * Why EventBridge refuses an input path, or undefined. It takes `$`, `.key` with letters, digits, `-`, `_` and `/`,
 * `[0]` and `[*]`, at most 256 characters in all; a key with any other character cannot be reached.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function inputPathProblem(path: string): string | undefined {
  if (path.length > MAX_INPUT_PATH_LENGTH)
    return `must be at most ${MAX_INPUT_PATH_LENGTH} characters (EventBridge's limit), got ${path.length}: shorten it`;
  if (INPUT_PATH.test(path)) return undefined;
  return REFUSED.find(([form]) => form.test(path))?.[1];
}

/**
 * What an input path finds in an event, or undefined if it finds nothing or EventBridge refuses the path. After
 * `[*]` it is a list of what the elements have, without those that lack it.
 */
export function readInputPath(path: string, event: Json): Json | undefined {
  if (inputPathProblem(path) !== undefined) return undefined;
  let found: readonly Json[] = [event];
  let many = false;
  for (const [, key = "", index] of path.matchAll(INPUT_PATH_STEP)) {
    if (index !== "*") {
      found = found.map((value) => child(value, index ?? key, index === undefined)).filter((one) => one !== undefined);
    } else if (!many && !isJsonList(found[0])) {
      return undefined;
    } else {
      many = true;
      found = found.flatMap((value) => (isJsonList(value) ? value : []));
    }
  }
  return many ? found : found[0];
}

function child(value: Json, step: string, isKey: boolean): Json | undefined {
  if (isJsonList(value)) return isKey ? undefined : value[Number(step)];
  return isKey && isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
