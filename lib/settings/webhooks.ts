import { NAME_RULES } from "../aws/names";
import { checkRange, type Report } from "../problems/problem";
import { byKey, MAIN, type Naming, reportShared } from "./naming";

/** A Slack incoming webhook: an API destination, and a variable for its URL. */
export interface WebhookSettings {
  /**
   * How many messages EventBridge posts per second at most, 1 to 300. Slack accepts about one per second for each
   * webhook; EventBridge retries what Slack rejects for that reason.
   * https://docs.slack.dev/apis/web-api/rate-limits
   * @default 10
   */
  readonly ratePerSecond?: number;
  /** Name of the API destination. @default - `<namePrefix>-<key>`; `<namePrefix>-api` for the webhook `main` */
  readonly name?: string;
}

export interface ResolvedWebhook {
  readonly key: string;
  readonly name: string;
  readonly ratePerSecond: number;
}

/** The rate of the original configuration. */
const DEFAULT_RATE_PER_SECOND = 10;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateApiDestination.html */
const RATE_PER_SECOND = { min: 1, max: 300, source: "EventBridge's range" };

export function resolveWebhooks(
  report: Report,
  naming: Naming,
  webhooks: Readonly<Record<string, WebhookSettings>> = { [MAIN]: {} },
): readonly ResolvedWebhook[] {
  const names = naming.names(NAME_RULES.destination, "webhooks", webhooks, "api");
  if (names.size === 0) report("webhooks", "must not be empty: name one, or omit it for the webhook 'main'.");
  reportShared(report, "webhooks", "API destination name", [...names]);
  const variables = [...names.keys()].map((key) => [key, webhookVariable(key)] as const);
  reportShared(report, "webhooks", "variable name", variables);
  return byKey(webhooks).map(([key, { ratePerSecond = DEFAULT_RATE_PER_SECOND }]) => {
    checkRange(report, `webhooks.${key}.ratePerSecond`, ratePerSecond, RATE_PER_SECOND);
    return { key, name: names.get(key) ?? key, ratePerSecond };
  });
}

/**
 * Name of the variable that holds the webhook's URL. An environment variable (`TF_VAR_…`) cannot have a hyphen in its
 * name, so it becomes an underscore.
 */
export function webhookVariable(key: string): string {
  return key === MAIN ? "slack_webhook_url" : `${key.replaceAll("-", "_")}_slack_webhook_url`;
}
