import { type InputTransformer, placeholders, transformerProblems } from "../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../eventbridge/json";
import type { Report } from "../problems/problem";
import { isTooDeep, readings, slackProblems } from "../slack/payload-problems";
import { isKept } from "../terraform/text";
import { checkComposed } from "./compose";
import type { MessageContext } from "./context";
import { type EventKind, findsNothing } from "./event-kinds";
import { isEventValue } from "./event-value";
import { emptiestBody, longestBody, usualBody } from "./extreme-bodies";
import type { SlackPayload } from "./payload";
import { type AnyMessage, isComposed, isPayload, MESSAGE_KINDS, messageTransformer } from "./slack-message";

/**
 * Reports everything in the message that EventBridge or Slack would refuse, at least for some event.
 * @param setting its path, such as `alerts.crashed.message`
 * @param context with a cluster whose parts are as long as they can be
 * @param required paths that every event of the alert has; undefined if that is not known
 */
export function checkMessage(
  report: Report,
  setting: string,
  message: "original" | AnyMessage,
  context: MessageContext,
  required: ReadonlySet<string> | undefined,
): void {
  if (message === "original") return;
  let problems = 0;
  const counted: Report = (...problem) => {
    problems++;
    report(...problem);
  };
  const kinds = MESSAGE_KINDS.filter((kind) => message[kind] !== undefined);
  if (kinds.length !== 1)
    counted(
      setting,
      `must be "original" or have exactly one of ${MESSAGE_KINDS.map((kind) => `'${kind}'`).join(", ")}, got ${kinds.length === 0 ? "none" : kinds.map((kind) => `'${kind}'`).join(" and ")}: keep one.`,
    );
  else if (isComposed(message)) checkComposed(counted, setting, message, context);
  else if (isPayload(message)) checkPayload(counted, setting, message.payload);
  else if (!isKept(message.inputTemplate))
    counted(
      `${setting}.inputTemplate`,
      "has characters that Terraform would change (it normalizes strings to Unicode's composed form, NFC): write them as \\uXXXX.",
    );
  if (problems === 0) checkTransformer(report, setting, messageTransformer(message, context), context.kind, required);
}

function checkTransformer(
  report: Report,
  setting: string,
  transformer: InputTransformer,
  kind: EventKind,
  required: ReadonlySet<string> | undefined,
): void {
  const refused = [...transformerProblems(transformer), ...unknownPlaceholders(transformer)];
  for (const problem of refused) report(setting, `makes a transformer that EventBridge refuses: ${problem}`);
  const missing = Object.values(transformer.inputPaths).filter((path) => findsNothing(kind, path));
  for (const path of missing)
    report(
      setting,
      `shows '${path}', which finds nothing in the events of this alert: take a value that they have, and name an element of each list on the way, as in [0].`,
    );
  if (refused.length > 0 || missing.length > 0) return;

  // A body that is right with values as long as they can be is right with any.
  const longest = bodyProblems(longestBody(transformer, kind));
  const usual = longest.length > 0 ? bodyProblems(usualBody(transformer, kind)) : [];
  for (const problem of usual) report(setting, `makes a message that is never delivered: ${problem}`);
  if (usual.length > 0) return;
  if (required)
    for (const problem of bodyProblems(emptiestBody(transformer, kind, required)))
      report(
        setting,
        `is refused by Slack if values of the event are missing: ${problem} Put text beside the value, or show it in a field of an attachment, where it may be empty.`,
      );
  for (const problem of longest)
    report(
      setting,
      `is refused by Slack if values of the event are as long as they can be: ${problem} Give the value a text of its own.`,
    );
}

/** Without any input path, EventBridge sends a placeholder as it is written. */
function unknownPlaceholders({ inputPaths, inputTemplate }: InputTransformer): string[] {
  if (Object.keys(inputPaths).length > 0) return [];
  return placeholders(inputTemplate)
    .filter(({ name }) => !name.startsWith("aws.events."))
    .map(({ name }) => `<${name}> has no path: add it to 'inputPaths'.`);
}

function bodyProblems({ body, valid }: { readonly body: string; readonly valid: boolean }): string[] {
  if (!valid)
    return [
      "it is not JSON once it is filled (a list or an object inside quotes breaks it). Let such a value stand alone, or choose a string.",
    ];
  const payload = parseJson(body);
  if (!isJsonObject(payload)) return ["it is not an object, which Slack requires. Begin the template with '{'."];
  return slackProblems(payload).map((problem) => problem.replace(/\.?$/, "."));
}

function checkPayload(report: Report, setting: string, payload: SlackPayload): void {
  if (isTooDeep(payload)) report(`${setting}.payload`, "is nested too deep for a message: flatten it.");
  else checkMarkup(report, setting, payload);
}

/** Free text that Slack reads as markup could mention anybody, or look like one of our links. */
function checkMarkup(report: Report, setting: string, payload: SlackPayload): void {
  for (const { value, at, reading } of readings(payload, isEventValue))
    if (value.kind === "free" && reading === "markup")
      report(
        setting,
        `lets Slack read free text of the event as markup at 'payload.${at}', where it could mention anybody: show it as plain_text, in rich_text, or in an attachment without mrkdwn_in.`,
      );
}
