import { isJsonList, isJsonObject, type Json } from "./json";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const MAX_LENGTH = 256;
const INPUT_PATH = /^\$(?:\.[A-Za-z0-9_/-]+|\[(?:\d+|\*)\])*$/;
const STEP = /\.([A-Za-z0-9_/-]+)|\[(\d+|\*)\]/g;

/** Why EventBridge refuses an input path, or undefined. A key with any other character cannot be reached. */
export function inputPathProblem(path: string): string | undefined {
  if (!INPUT_PATH.test(path))
    return "must begin with '$' and go on in steps: '.key' (letters, digits, '-', '_', '/'), '[0]' or '[*]'";
  if (path.length <= MAX_LENGTH) return undefined;
  return `must be at most ${MAX_LENGTH} characters (EventBridge's limit), got ${path.length}: shorten it`;
}

/** What an input path finds in an event, if anything; after `[*]`, a list without the elements that lack it. */
export function readInputPath(path: string, event: Json): Json | undefined {
  if (!INPUT_PATH.test(path)) return undefined;
  let found: readonly Json[] = [event];
  let many = false;
  for (const [, key = "", index] of path.matchAll(STEP)) {
    const child = (value: Json) => {
      if (index !== undefined) return isJsonList(value) ? value[Number(index)] : undefined;
      return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    };
    if (index !== "*") {
      found = found.map(child).filter((one) => one !== undefined);
    } else if (!many && !isJsonList(found[0])) {
      return undefined;
    } else {
      many = true;
      found = found.flatMap((value) => (isJsonList(value) ? value : []));
    }
  }
  return many ? found : found[0];
}
