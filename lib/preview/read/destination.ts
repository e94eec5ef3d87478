import type { Alert } from "../model";
import { onlyOne, type Resource, referredResource } from "./resources";

const API_DESTINATION = "aws_cloudwatch_event_api_destination";
/** The type of a resource or data source in a reference, which is the only name there with an underscore and a dot. */
const TYPE = /^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*(?:data\.)?(\w+_\w+)\./;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionBodyParameter.html */
const BODY_PARAMETER = ["auth_parameters", 0, "invocation_http_parameters", 0, "body", 0, "key"] as const;
const SLACK_HOST = /(?:^|\.)slack(?:-gov)?\.com$/;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#eb-targets-access-control */
const NO_ROLE =
  "The target has no 'role_arn', so AWS refuses it: EventBridge must assume a role to invoke this target.";
const NO_WEBHOOK =
  "The endpoint is not an incoming webhook, whose path begins with /services/: webhooks of Workflow Builder take only the variables that the workflow declares, no blocks or attachments, and Slack's Web API answers 200 even if it refuses a message.";
/** By default 300. At 10, EventBridge's retries make up for what Slack turns away. */
const HIGH_RATE =
  "The API destination sends more than 10 messages a second, but Slack takes about one, so many at once arrive late: set 'invocation_rate_limit_per_second' to 10 or less.";
const PARAMETERS = "The connection adds parameters to the body, which is shown without them.";

/** How a target delivers its messages. @param notes gets what would keep it from that */
export function deliveryTo(
  target: Resource,
  resources: readonly Resource[],
  notes: string[],
): Pick<Alert, "isSlack" | "webhookVariable"> {
  const arn = target.argument("arn");
  const types = target.refersTo("arn").flatMap((reference) => TYPE.exec(reference)?.[1] ?? []);
  const isApi = typeof arn === "string" ? arn.includes(":api-destination/") : types.includes(API_DESTINATION);
  const isKnown = typeof arn === "string" || types.length > 0;
  if (isKnown && !isApi) return { isSlack: false, webhookVariable: undefined };
  if (isApi && !target.argument("role_arn")) notes.push(NO_ROLE);

  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const api = referredResource(target, "arn", of(API_DESTINATION), "arn");
  if (!api) return { isSlack: true, webhookVariable: undefined };
  const variables = api.refersTo("invocation_endpoint").flatMap((one) => /^var\.([\w-]+)$/.exec(one)?.[1] ?? []);
  const endpoint = api.argument("invocation_endpoint");
  const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isSlack = url === undefined || SLACK_HOST.test(url.hostname);
  if (isSlack) {
    if (url && !(url.hostname.startsWith("hooks.") && url.pathname.startsWith("/services/"))) notes.push(NO_WEBHOOK);
    const method = api.argument("http_method");
    if (typeof method === "string" && method !== "POST")
      notes.push(`The API destination's 'http_method' is ${method}, but Slack takes messages by POST only.`);
    if (Number(api.argument("invocation_rate_limit_per_second") ?? 300) > 10) notes.push(HIGH_RATE);
  }
  const connection = referredResource(api, "connection_arn", of("aws_cloudwatch_event_connection"), "arn");
  if (connection?.argument(...BODY_PARAMETER)) notes.push(PARAMETERS);
  return { isSlack, webhookVariable: onlyOne(variables) };
}
