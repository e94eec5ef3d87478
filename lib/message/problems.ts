import { inputPathProblem } from "../eventbridge/input-paths";
import { type InputTransformer, placeholders, transformerProblems } from "../eventbridge/input-transformer";
import { isJsonObject } from "../eventbridge/json";
import { SLACK_LIMITS, slackProblems } from "../slack/payload-problems";
import { isName } from "../stops/name-filter";
import { isKept } from "../terraform/text";
import { type ComposedMessage, type MessageContext, SERVICE } from "./compose";
import { FreeText, isPayloadObject } from "./event-value";
import { emptiestBody, longestBody, usualBody } from "./extreme-bodies";
import type { MessageField } from "./fields";
import { isClusterLink, type MessageLink } from "./links";
import { messageTransformer, type SlackMessage } from "./slack-message";
import { TEXTS } from "./texts";

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const FOOTER_MAX_LENGTH = 300;
const MAX_CONTAINERS = 10;
const KINDS = ["language", "payload", "inputTemplate"] as const;
const COLOR = /^(good|warning|danger|#[0-9A-Fa-f]{6})$/;
const MENTION = /^(here|channel|[UWS][A-Z0-9]{2,})$/;
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const LOG_GROUP = /^[.\-_/#A-Za-z0-9]{1,512}$/;
const LINK_URL = /^https?:\/\/[^\s|<>"]+$/;

/**
 * Everything in the message that EventBridge or Slack would refuse, for some event at least, each with its remedy.
 * @param setting its name, such as `alerts.crashes.message`
 * @param context with a cluster whose parts are as long as they can be
 * @param required paths that every event of the alert has
 */
export function messageProblems(
  setting: string,
  message: SlackMessage,
  context: MessageContext,
  required: ReadonlySet<string>,
): string[] {
  if (message === "original") return [];
  const kinds = KINDS.filter((kind) => message[kind] !== undefined);
  if (kinds.length !== 1)
    return [
      `'${setting}' must be "original" or have exactly one of ${KINDS.map((k) => `'${k}'`).join(", ")}, got ${kinds.length === 0 ? "none" : kinds.map((k) => `'${k}'`).join(" and ")}: keep one.`,
    ];
  if (message.language !== undefined) {
    const problems = composedProblems(setting, message, context);
    if (problems.length > 0) return problems;
  }
  if (message.inputTemplate !== undefined && !isKept(message.inputTemplate))
    return [
      `'${setting}.inputTemplate' has characters that Terraform would change (it takes text in Unicode's composed form, NFC): write them as \\uXXXX.`,
    ];
  const markup = message.payload ? markupProblems(setting, message.payload, "payload") : [];
  if (markup.length > 0) return markup;
  return transformerProblemsOf(setting, messageTransformer(message, context), required);
}

function transformerProblemsOf(
  setting: string,
  transformer: InputTransformer,
  required: ReadonlySet<string>,
): string[] {
  const { inputPaths, inputTemplate } = transformer;
  const unknown = placeholders(inputTemplate).filter(
    ({ name }) => !Object.hasOwn(inputPaths, name) && !name.startsWith("aws.events."),
  );
  const refused = [
    ...transformerProblems(transformer),
    ...(Object.keys(inputPaths).length > 0
      ? []
      : unknown.map(({ name }) => `<${name}> has no path: add it to 'inputPaths'`)),
  ];
  if (refused.length > 0) return refused.map((p) => `'${setting}' makes a transformer that EventBridge refuses: ${p}`);

  const usual = bodyProblems(usualBody(transformer));
  if (usual.length > 0) return usual.map((p) => `'${setting}' makes a message that is never delivered: ${p}`);
  const only = (problems: readonly string[]) => problems.filter((problem) => !usual.includes(problem));
  return [
    ...only(bodyProblems(emptiestBody(transformer, required))).map(
      (p) =>
        `'${setting}' is refused by Slack where values of the event are missing: ${p} Put text beside the value, or show it in a field of an attachment, where it may be empty.`,
    ),
    ...only(bodyProblems(longestBody(transformer))).map(
      (p) =>
        `'${setting}' is refused by Slack where values of the event are as long as they can be: ${p} Give the value a text of its own.`,
    ),
  ];
}

function bodyProblems({ body, valid }: { readonly body: string; readonly valid: boolean }): string[] {
  if (!valid)
    return [
      "it is not JSON once it is filled (a list or an object inside of quotes makes it so). Let such a value stand alone, or take a text.",
    ];
  const payload = JSON.parse(body);
  if (!isJsonObject(payload)) return ["it is not an object, which Slack wants. Begin the template with '{'."];
  return slackProblems(payload).map((problem) => problem.replace(/\.?$/, "."));
}

/** Free text where Slack reads markup could mention anybody, or look like a link of ours. */
function markupProblems(setting: string, value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => markupProblems(setting, item, `${path}[${index}]`));
  if (!isPayloadObject(value)) return [];
  const read = new Set<unknown>(Array.isArray(value.mrkdwn_in) ? value.mrkdwn_in : []);
  if (path === "payload" || value.type === "mrkdwn") read.add("text");
  return Object.entries(value).flatMap(([key, item]) => {
    const at = `${path}.${key}`;
    const items =
      key === "fields" && read.has(key) && Array.isArray(item) ? item.map((entry) => Object(entry).value) : [item];
    return read.has(key) && items.some((one) => one instanceof FreeText)
      ? [
          `'${setting}' lets Slack read free text of the event as markup at '${at}', where it could mention anybody: show it as plain_text, in rich_text, or in an attachment without mrkdwn_in.`,
        ]
      : markupProblems(setting, item, at);
  });
}

function composedProblems(setting: string, message: ComposedMessage, context: MessageContext): string[] {
  const { language, color, mention = [], fields, links = [], footer } = message;
  const problems = titleProblems(`${setting}.title`, message.title, context);
  if (!Object.hasOwn(TEXTS, language))
    problems.push(
      `'${setting}.language' must be one of ${Object.keys(TEXTS).join(", ")}, got ${JSON.stringify(language)}: correct it.`,
    );
  if (color !== undefined && !COLOR.test(color))
    problems.push(
      `'${setting}.color' must be good, warning, danger or a hex colour such as #d00000, got ${JSON.stringify(color)}: correct it.`,
    );
  for (const who of mention)
    if (!MENTION.test(who))
      problems.push(
        `'${setting}.mention' has ${JSON.stringify(who)}, which must be here, channel, or an id of Slack's: U… or W… of a user, S… of a user group (not a name). Copy it from the profile in Slack.`,
      );
  if (fields?.length === 0)
    problems.push(`'${setting}.fields' must not be empty: name some, or leave it out for the default ones.`);
  for (const field of fields ?? []) problems.push(...fieldProblems(`${setting}.fields`, field));
  for (const link of links) problems.push(...linkProblems(`${setting}.links`, link, context));
  if (footer !== undefined && (footer.trim() === "" || footer.length > FOOTER_MAX_LENGTH))
    problems.push(
      `'${setting}.footer' must be 1 to ${FOOTER_MAX_LENGTH} characters (Slack's limit), got ${footer.length}: ${footer.trim() === "" ? "leave it out" : "shorten it"}.`,
    );
  return problems;
}

function titleProblems(setting: string, title: string | undefined, context: MessageContext): string[] {
  if (title === undefined) return [];
  if (title.trim() === "") return [`'${setting}' must not be empty: leave it out for the default one.`];
  const problems: string[] = [];
  const { headerText: most } = SLACK_LIMITS;
  const { length } = title.replaceAll(SERVICE, () => context.onlyService ?? SERVICE);
  if (length > most)
    problems.push(`'${setting}' must be at most ${most} characters (Slack's header limit), got ${length}: shorten it.`);
  if (title.includes(SERVICE) && context.onlyService === undefined && !context.groupIsKnown)
    problems.push(
      `'${setting}' has ${SERVICE}, which some events of the alert may lack (Slack refuses an empty text): name 'services' or 'families' in 'stops', ["*"] for all, or take it out.`,
    );
  return problems;
}

function fieldProblems(setting: string, field: MessageField): string[] {
  if (typeof field === "string") {
    if (Object.hasOwn(TEXTS.en.fields, field)) return [];
    return [
      `'${setting}' has ${JSON.stringify(field)}, which must be one of ${Object.keys(TEXTS.en.fields).join(", ")}: correct it.`,
    ];
  }
  if (field.containers !== undefined) {
    const { containers } = field;
    if (Number.isInteger(containers) && containers >= 1 && containers <= MAX_CONTAINERS) return [];
    return [
      `'${setting}' has ${containers} containers, which must be a whole number from 1 to ${MAX_CONTAINERS}: correct it.`,
    ];
  }
  const problems: string[] = [];
  if (field.label.trim() === "")
    problems.push(`'${setting}' has a field without a label, beside which Slack takes no empty value: give it one.`);
  if (field.path !== undefined) {
    const problem = field.path.includes("[*]")
      ? "finds a list, which Slack takes for no text"
      : inputPathProblem(field.path);
    if (problem) problems.push(`'${setting}' has the path '${field.path}', which ${problem}: correct it.`);
  }
  return problems;
}

function linkProblems(setting: string, link: MessageLink, context: MessageContext): string[] {
  if (isClusterLink(link) && !context.cluster)
    return [
      `'${setting}' has a page of the cluster, but the alert is for any cluster ('stops.cluster'): take the link out.`,
    ];
  if (link === "stoppedTasks") return [];
  if ("service" in link && !isName(link.service))
    return [
      `'${setting}' has the service ${JSON.stringify(link.service)}, which must be its name of 1 to 255 letters, digits, '-' and '_': correct it.`,
    ];
  if ("logGroup" in link && !LOG_GROUP.test(link.logGroup))
    return [
      `'${setting}' has the log group ${JSON.stringify(link.logGroup)}, which must be its name of 1 to 512 letters, digits and '.-_/#': correct it.`,
    ];
  const url = "runbook" in link ? link.runbook : "url" in link ? link.url : undefined;
  if (url !== undefined && !LINK_URL.test(url))
    return [
      `'${setting}' has the URL ${JSON.stringify(url)}, which must begin with https:// or http:// and have no white space, quotes, '|', '<' or '>': write those as %20, %22, %7C, %3C, %3E.`,
    ];
  if ("text" in link && link.text.trim() === "") return [`'${setting}' has a link without a text: give it one.`];
  return [];
}
