import { inputPathProblem } from "../eventbridge/input-paths";
import { type InputTransformer, placeholders, transform, transformerProblems } from "../eventbridge/input-transformer";
import { isJsonObject, type Json, parseJson } from "../eventbridge/json";
import { quotedList, type Report } from "../problems/problem";
import { markupPlaces, slackProblems } from "../slack/payload-problems";
import { isKept } from "../terraform/text";
import { checkComposed } from "./compose";
import type { MessageContext } from "./context";
import { type EventKind, eventValueAt, exampleAt, FINDS_NOTHING, findsNothing, STOP } from "./event-kinds";
import { isEventValue, LONGEST_REASON } from "./event-value";
import { type AnyMessage, isComposed, isPayload, MESSAGE_KINDS, messageTransformer } from "./slack-message";

const CONTEXT = { ruleArn: "x".repeat(150), ruleName: "x".repeat(64), ingestionTime: "2026-01-01T00:00:00.000Z" };

/** Reports what EventBridge or Slack would refuse for any event. @returns the transformer, if there is one */
export function checkMessage(
  report: Report,
  setting: string,
  message: AnyMessage,
  context: MessageContext,
): InputTransformer | undefined {
  if (message === "original") {
    if (context.kind !== STOP) report(setting, "must not be \"original\", which is for stops: set 'language' instead.");
    return messageTransformer(message, context);
  }
  let problems = 0;
  const counted: Report = (...problem) => {
    problems++;
    report(...problem);
  };
  const given = Object.entries(message).flatMap(([key, value]) => (value === undefined ? [] : key));
  const kinds = [...MESSAGE_KINDS.keys()].filter((kind) => given.includes(kind));
  const own = MESSAGE_KINDS.get(kinds[0] ?? "") ?? given;
  for (const key of kinds.length === 1 ? given.filter((key) => !own.includes(key)) : [])
    counted(`${setting}.${key}`, `cannot be set together with '${kinds}': remove one of them.`);
  if (kinds.length !== 1)
    counted(
      setting,
      `must have exactly one of ${quotedList([...MESSAGE_KINDS.keys()])}, got ${quotedList(kinds) || "none"}.`,
    );
  else if (isComposed(message)) checkComposed(counted, setting, message, context);
  else if (isPayload(message))
    for (const at of markupPlaces(message.payload, isFree))
      report(setting, `lets Slack read free text as markup at 'payload.${at}': use plain_text, or no mrkdwn_in.`);
  else if (!isKept(message.inputTemplate))
    counted(`${setting}.inputTemplate`, "has characters that Terraform would change (to NFC): write \\uXXXX.");
  if (problems > 0) return undefined;
  const transformer = messageTransformer(message, context);
  for (const text of deliveryProblems(transformer, context)) report(setting, text);
  return transformer;
}

/** Free text that Slack reads as markup could mention anybody, or look like one of our links. */
function isFree(value: unknown): boolean {
  return isEventValue(value) && value.kind === "free";
}

function deliveryProblems(transformer: InputTransformer, { kind, required }: MessageContext): string[] {
  const { inputPaths, inputTemplate } = transformer;
  // Without any input path, EventBridge sends a placeholder as it is written.
  const sent = Object.keys(inputPaths).length === 0 ? placeholders(inputTemplate) : [];
  const unknown = sent.filter(({ name }) => !name.startsWith("aws.events."));
  const missing = Object.values(inputPaths).filter((path) => !inputPathProblem(path) && findsNothing(kind, path));
  const ofPaths = [
    ...transformerProblems(transformer).map((problem) => `makes a transformer that EventBridge refuses: ${problem}`),
    ...unknown.map(({ name }) => `has <${name}>, which has no path: add it to 'inputPaths'.`),
    ...missing.map((path) => `shows '${path}', which ${FINDS_NOTHING}.`),
  ];
  if (ofPaths.length > 0) return ofPaths;
  // A body that is right with values as long as they can be is right with any.
  const longest = bodyProblems(transformer, kind, (path) =>
    "x".repeat(eventValueAt(kind, path)?.longest ?? LONGEST_REASON),
  );
  const usual = longest.length > 0 ? bodyProblems(transformer, kind, () => "x") : [];
  const isPresent = (path: string) =>
    required?.has(path) || kind.alwaysPresent.includes(path) || eventValueAt(kind, path)?.isAlwaysPresent;
  const emptiest = required ? bodyProblems(transformer, kind, (path) => (isPresent(path) ? "x" : undefined)) : [];
  const texts = (problems: readonly string[], what: string, remedy: string) =>
    problems
      .filter((problem) => !usual.includes(problem))
      .map((problem) => `is refused by Slack if values of the event are ${what}: ${problem} ${remedy}`);
  return [
    ...usual.map((problem) => `makes a message that is never delivered: ${problem}`),
    ...texts(emptiest, "missing", "Put text beside it, or show it in a field of an attachment, where it may be empty."),
    ...texts(longest, "as long as they can be", "Give the value a text of its own."),
  ];
}

/** What is wrong with the body for an event with this text at each path; without one, the value is missing. */
function bodyProblems(transformer: InputTransformer, kind: EventKind, textAt: (path: string) => string | undefined) {
  const { inputPaths, inputTemplate } = transformer;
  const values: Record<string, Json> = {};
  for (const [name, path] of Object.entries(inputPaths)) {
    const [example, text] = [exampleAt(kind, path) ?? "", textAt(path)];
    if (typeof example === "object") values[name] = ["x"];
    else if (text !== undefined) values[name] = example === "" ? text : example;
  }
  const paths = Object.fromEntries(Object.keys(inputPaths).map((name) => [name, `$.${name}`]));
  const { body, valid } = transform({ inputTemplate, inputPaths: paths }, values, CONTEXT);
  if (!valid) return ["it is not JSON once it is filled: a list or object breaks a string. Let it stand alone."];
  const payload = parseJson(body);
  if (!isJsonObject(payload)) return ["it is not an object, which Slack requires. Begin the template with '{'."];
  return slackProblems(payload).map((problem) => problem.replace(/\.?$/, "."));
}
