import type { Json } from "../../eventbridge/json";
import type { Declared } from "./alert-of";
import { NotKnown } from "./expressions";

/** What a target sends to, as far as it was read. */
export interface Destination {
  /** The API destination, and its connection. */
  readonly api: Declared | undefined;
  readonly connection: Declared | undefined;
  /** Types of the resources that the target's ARN refers to. */
  readonly types: readonly string[];
}

/** What the alert does with its destination. */
export interface Delivery {
  readonly isSlack: boolean;
  readonly notes: readonly string[];
  /** What the connection adds to the body. */
  readonly bodyParameters: Readonly<Record<string, Json>>;
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
/** EventBridge's retries make up for what Slack turns away at this rate. */
const HIGH_RATE = 10;

export function deliveryTo(target: Declared, { api, connection, types }: Destination): Delivery {
  const service = serviceOf(target.argument("arn"), types);
  const role = target.argument("role_arn");
  const needsRole = service !== undefined && NEED_A_ROLE.includes(service) && (role ?? "") === "";
  const notes = needsRole
    ? ["The target has no 'role_arn': EventBridge needs a role to invoke it, so AWS refuses the target."]
    : [];
  if (service !== undefined && service !== API_DESTINATION) return { isSlack: false, notes, bodyParameters: {} };

  const url = urlOf(api?.argument("invocation_endpoint"));
  const isSlack = url === undefined || SLACK_HOST.test(url.hostname);
  const { known, others } = bodyParametersOf(connection);
  return {
    isSlack,
    notes: [
      ...notes,
      ...(isSlack && api !== undefined ? slackNotes(api, url) : []),
      ...others.map(
        (key) => `The connection adds '${key}' to the body; its value is secret or not known, so it is not shown.`,
      ),
    ],
    bodyParameters: known,
  };
}

/** The service that an ARN names, or that the types of resources stand for; undefined if neither tells. */
function serviceOf(arn: Json | NotKnown | undefined, types: readonly string[]): string | undefined {
  if (typeof arn === "string" && arn.startsWith("arn:")) {
    const [, , service, , , resource] = arn.split(":");
    return service === "events" && resource?.startsWith(`${API_DESTINATION}/`) ? API_DESTINATION : service;
  }
  const [service, another] = new Set(types.map((type) => SERVICES[type] ?? type));
  return another === undefined ? service : undefined;
}

function urlOf(endpoint: Json | NotKnown | undefined): URL | undefined {
  return typeof endpoint === "string" && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
}

function slackNotes(api: Declared, url: URL | undefined): readonly string[] {
  const method = api.argument("http_method");
  const rate = api.argument("invocation_rate_limit_per_second") ?? DEFAULT_RATE;
  return [
    ...(url === undefined ? [] : endpointNotes(url)),
    ...(typeof method === "string" && method !== "POST"
      ? [`The API destination's 'http_method' is ${method}: Slack takes messages by POST only.`]
      : []),
    ...(typeof rate === "number" && rate > HIGH_RATE
      ? [
          `The API destination sends up to ${rate} messages a second, but Slack takes about one: many at once are delayed by retries. Set 'invocation_rate_limit_per_second' to ${HIGH_RATE} or less.`,
        ]
      : []),
  ];
}

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
function endpointNotes({ hostname, pathname }: URL): readonly string[] {
  if (!hostname.startsWith("hooks.")) {
    return [
      "The endpoint is not an incoming webhook: Slack's Web API answers 200 even if it refuses a message, so EventBridge neither retries it nor puts it into a dead-letter queue.",
    ];
  }
  if (pathname.startsWith("/services/")) return [];
  return [
    "The endpoint is not an incoming webhook (https://hooks.slack.com/services/…): a webhook of Workflow Builder takes only the variables that its workflow declares, not blocks or attachments.",
  ];
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionBodyParameter.html */
function bodyParametersOf(connection: Declared | undefined) {
  const path = ["auth_parameters", 0, "invocation_http_parameters", 0, "body"] as const;
  const known: Record<string, Json> = {};
  const others: string[] = [];
  for (let index = 0; connection !== undefined; index++) {
    const key = connection.argument(...path, index, "key");
    if (key === undefined) break;
    const value = connection.argument(...path, index, "value");
    const isSecret = connection.argument(...path, index, "is_value_secret");
    if (typeof key === "string" && typeof value === "string" && (isSecret ?? false) === false) known[key] = value;
    else others.push(key instanceof NotKnown ? "(known after apply)" : String(key));
  }
  return { known, others };
}
