import type { Json } from "../../eventbridge/json";
import type { Alert } from "../model";
import { NotKnown } from "./expressions";
import { onlyOne, type Resource, referredResource, typesReferredBy } from "./resources";

export interface Delivery extends Pick<Alert, "isSlack" | "notes" | "webhookVariable"> {
  /** What the connection adds to the body. */
  readonly bodyParameters: Readonly<Record<string, string>>;
}

const API_DESTINATION = "api-destination";
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#eb-targets-access-control */
const NEED_A_ROLE = [API_DESTINATION, "batch", "ecs", "firehose", "kinesis", "states"];
/** Services of resources whose ARN is not known yet; any other type stands for itself. */
const SERVICES: Readonly<Record<string, string>> = {
  aws_batch_job_queue: "batch",
  aws_cloudwatch_event_api_destination: API_DESTINATION,
  aws_ecs_cluster: "ecs",
  aws_kinesis_firehose_delivery_stream: "firehose",
  aws_kinesis_stream: "kinesis",
  aws_sfn_state_machine: "states",
};
const SLACK_HOST = /(?:^|\.)slack(?:-gov)?\.com$/;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const DEFAULT_RATE = 300;
/** At this rate EventBridge's retries make up for what Slack turns away. */
const HIGH_RATE = 10;

const NO_ROLE =
  "The target has no 'role_arn', so AWS refuses it: EventBridge must assume a role to invoke this target.";
const WEB_API =
  "The endpoint is not an incoming webhook: Slack's Web API answers 200 even if it refuses a message, so EventBridge neither retries it nor puts it into a dead-letter queue.";
const WORKFLOW =
  "The endpoint is not an incoming webhook (https://hooks.slack.com/services/…): webhooks of Workflow Builder take only the variables that the workflow declares, no blocks or attachments.";

/** How a target delivers its messages, and what would keep it from that. */
export function deliveryTo(target: Resource, resources: readonly Resource[]): Delivery {
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const service = serviceOf(target.argument("arn"), typesReferredBy(target, "arn"));
  const needsRole = service !== undefined && NEED_A_ROLE.includes(service);
  const notes = needsRole && !target.argument("role_arn") ? [NO_ROLE] : [];
  if (service !== undefined && service !== API_DESTINATION) {
    return { isSlack: false, notes, webhookVariable: undefined, bodyParameters: {} };
  }
  const api = referredResource(target, "arn", of("aws_cloudwatch_event_api_destination"), "arn");
  const connection = api && referredResource(api, "connection_arn", of("aws_cloudwatch_event_connection"), "arn");
  const endpoint = api?.argument("invocation_endpoint");
  const url = typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isSlack = url === undefined || SLACK_HOST.test(url.hostname);
  const { known, others } = bodyParametersOf(connection);
  const added = others.map((key) => `The connection adds '${key}' to the body, not shown here: its value is secret.`);
  return {
    isSlack,
    notes: [...notes, ...(isSlack && api ? slackNotes(api, url) : []), ...added],
    webhookVariable: api && onlyOne(api.refersTo("invocation_endpoint").variables),
    bodyParameters: known,
  };
}

/** The service that an ARN names, or that the types of resources stand for; undefined if neither is known. */
function serviceOf(arn: Json | NotKnown | undefined, types: readonly string[]): string | undefined {
  if (typeof arn !== "string") return onlyOne(types.map((type) => SERVICES[type] ?? type));
  const [, , service, , , resource] = arn.split(":");
  return service === "events" && resource?.startsWith(`${API_DESTINATION}/`) ? API_DESTINATION : service;
}

function slackNotes(api: Resource, url: URL | undefined): readonly string[] {
  const notes: string[] = [];
  if (url !== undefined && !url.hostname.startsWith("hooks.")) notes.push(WEB_API);
  else if (url !== undefined && !url.pathname.startsWith("/services/")) notes.push(WORKFLOW);
  const method = api.argument("http_method");
  if (typeof method === "string" && method !== "POST") {
    notes.push(`The API destination's 'http_method' is ${method}, but Slack takes messages by POST only.`);
  }
  const rate = api.argument("invocation_rate_limit_per_second") ?? DEFAULT_RATE;
  if (typeof rate === "number" && rate > HIGH_RATE) {
    notes.push(
      `The API destination sends up to ${rate} messages a second, but Slack takes about one, so many at once arrive late: set 'invocation_rate_limit_per_second' to ${HIGH_RATE} or less.`,
    );
  }
  return notes;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionBodyParameter.html */
function bodyParametersOf(connection: Resource | undefined) {
  const known: Record<string, string> = {};
  const others: string[] = [];
  for (let index = 0; ; index++) {
    const parameter = ["auth_parameters", 0, "invocation_http_parameters", 0, "body", index];
    const key = connection?.argument(...parameter, "key");
    if (typeof key !== "string")
      return { known, others: key instanceof NotKnown ? [...others, "(not known)"] : others };
    const value = connection?.argument(...parameter, "value");
    const isOpen = !connection?.argument(...parameter, "is_value_secret");
    if (isOpen && typeof value === "string") known[key] = value;
    else others.push(key);
  }
}
