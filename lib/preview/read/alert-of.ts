import { compilePattern } from "../../eventbridge/event-pattern";
import { inputPathProblem } from "../../eventbridge/input-paths";
import { escapedPlaceholders, transformerProblems } from "../../eventbridge/input-transformer";
import { isJsonObject, parseJson } from "../../eventbridge/json";
import { clusterOf } from "../cluster";
import type { Alert, Storm } from "../model";
import { stormOf } from "../storms";
import { NotKnown } from "./expressions";
import { busOf, onlyOne, type Resource, referredResource } from "./resources";

const RULE = "aws_cloudwatch_event_rule";
const API_DESTINATION = "aws_cloudwatch_event_api_destination";
/** The type of a resource or data source in a reference, which is the only name there with an underscore and a dot. */
const TYPE = /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?(\w+_\w+)\./;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionBodyParameter.html */
const BODY_PARAMETER = ["auth_parameters", 0, "invocation_http_parameters", 0, "body", 0, "key"] as const;
const SLACK_HOST = /(?:^|\.)slack(?:-gov)?\.com$/;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#eb-targets-access-control */
const NO_ROLE = "The target has no 'role_arn', so AWS refuses it: EventBridge needs a role to invoke it.";
const WEB_API =
  "The endpoint is not an incoming webhook: Slack's Web API answers 200 even if it refuses a message, which is then neither retried nor kept in a dead-letter queue.";
const WORKFLOW =
  "The endpoint is not an incoming webhook, whose path begins with /services/: webhooks of Workflow Builder take only the variables that the workflow declares, no blocks or attachments.";
const PARAMETERS = "The connection adds parameters to the body, which is shown without them.";

/** What AWS would refuse, or what is not known; and what may go wrong. */
type Found = Readonly<Record<"problems" | "notes", string[]>>;

/** The alerts that these resources make: one for each target, and one for each rule that an alarm counts. */
export function alertsOf(resources: readonly Resource[]): readonly Alert[] {
  const targets = resources.filter(({ type }) => type === "aws_cloudwatch_event_target");
  const posting = targets.map((target) =>
    alertOf(target, referredResource(target, "rule", RULE, resources), resources),
  );
  const counting = resources.flatMap((rule) => {
    const storm = rule.type === RULE ? stormOf(rule, resources) : undefined;
    return storm ? alertOf(rule, rule, resources, storm) : [];
  });
  return [...posting, ...counting];
}

function alertOf(from: Resource, rule: Resource | undefined, resources: readonly Resource[], storm?: Storm): Alert {
  const found: Found = { problems: [], notes: [] };
  const name = rule ? rule.argument("name") : from.argument("rule");
  const ruleName = typeof name === "string" ? name : "(known after apply)";
  if (!rule) found.problems.push(`The rule ${ruleName} was not found, so it is not known which events match.`);
  const { pattern, compiled } = rule ? patternOf(rule, found) : {};
  const target = storm
    ? { input: { kind: "counts", storm } as const, isSlack: false, webhookVariable: undefined }
    : { input: inputOf(from, found), ...deliveryTo(from, resources, found) };
  return {
    address: from.address,
    rule: rule?.address,
    ruleName,
    eventBus: busOf(rule ?? from),
    pattern,
    compiled: found.problems.length === 0 ? compiled : undefined,
    clusterArn: clusterOf(pattern)?.arn,
    ...target,
    ...found,
  };
}

function patternOf({ argument }: Resource, { problems, notes }: Found): Partial<Pick<Alert, "pattern" | "compiled">> {
  if (argument("state") === "DISABLED" || argument("is_enabled") === false) problems.push("The rule is disabled.");
  const text = argument("event_pattern");
  if (text instanceof NotKnown) problems.push(text.problem);
  else if (!text) problems.push("The rule has no event pattern, so no event matches.");
  if (typeof text !== "string" || text === "") return {};
  const compiled = compilePattern(text);
  problems.push(...compiled.problems.map((problem) => `Event pattern: ${problem}`));
  notes.push(...compiled.warnings.map((warning) => `Event pattern: ${warning}`));
  const pattern = parseJson(text);
  return isJsonObject(pattern) ? { pattern, compiled } : {};
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
function inputOf({ argument }: Resource, { problems, notes }: Found): Alert["input"] {
  const path = argument("input_path");
  const body = argument("input");
  const unknown = [argument("input_transformer"), path, body].find((one) => one instanceof NotKnown);
  if (unknown instanceof NotKnown) {
    problems.push(unknown.problem);
    return { kind: "unknown" };
  }
  const inputTemplate = argument("input_transformer", 0, "input_template");
  if (typeof inputTemplate === "string") {
    const given = argument("input_transformer", 0, "input_paths");
    const paths = isJsonObject(given) ? Object.entries(given).map(([name, one]) => [name, String(one)]) : [];
    const transformer = { inputPaths: Object.fromEntries(paths), inputTemplate };
    problems.push(...transformerProblems(transformer).map((problem) => `Input transformer: ${problem}`));
    for (const name of escapedPlaceholders(transformer))
      notes.push(
        `Input transformer: \\u003c${name}\\u003e is sent as it stands, since EventBridge fills only <${name}>. Terraform's jsonencode escapes '<' and '>': put them back with 'replace', or write the template as a string.`,
      );
    return { kind: "transformer", transformer };
  }
  if (typeof path === "string" && path !== "") {
    const problem = inputPathProblem(path);
    if (problem) problems.push(`'input_path' is '${path}', which ${problem}.`);
    return { kind: "path", path };
  }
  if (typeof body !== "string" || body === "") return { kind: "event" };
  if (parseJson(body) === undefined) problems.push("'input' must be JSON.");
  return { kind: "constant", body };
}

/** How a target delivers its messages. */
function deliveryTo(target: Resource, resources: readonly Resource[], { notes }: Found) {
  const arn = target.argument("arn");
  const types = target.refersTo("arn").flatMap((reference) => TYPE.exec(reference)?.[1] ?? []);
  const isApi = typeof arn === "string" ? arn.includes(":api-destination/") : types.includes(API_DESTINATION);
  const isKnown = typeof arn === "string" || types.length > 0;
  if (isKnown && !isApi) return { isSlack: false, webhookVariable: undefined };
  if (isApi && !target.argument("role_arn")) notes.push(NO_ROLE);

  const api = referredResource(target, "arn", API_DESTINATION, resources);
  if (!api) return { isSlack: true, webhookVariable: undefined };
  const variables = api.refersTo("invocation_endpoint").flatMap((one) => /^var\.([\w-]+)$/.exec(one)?.[1] ?? []);
  const endpoint = api.argument("invocation_endpoint");
  const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isSlack = url === undefined || SLACK_HOST.test(url.hostname);
  if (isSlack) {
    if (url && !url.hostname.startsWith("hooks.")) notes.push(WEB_API);
    else if (url && !url.pathname.startsWith("/services/")) notes.push(WORKFLOW);
    const method = api.argument("http_method");
    if (typeof method === "string" && method !== "POST")
      notes.push(`The API destination's 'http_method' is ${method}, but Slack takes messages by POST only.`);
  }
  const connection = referredResource(api, "connection_arn", "aws_cloudwatch_event_connection", resources);
  if (connection?.argument(...BODY_PARAMETER)) notes.push(PARAMETERS);
  return { isSlack, webhookVariable: onlyOne(variables) };
}
