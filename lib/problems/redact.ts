/** The address of a webhook with at least part of an id: the bare address is not a secret. */
const WEBHOOK = /hooks\.slack(-gov)?\.com\.?(:\d+)?\/([^\s"]*\/)?(services|workflows|triggers)\/+[\w-]{2}/i;
const HIDDEN = "https://hooks.slack.com/(hidden)";
/** Text without any of these holds no webhook's URL, however it is escaped. */
const MAY_HOLD_WEBHOOK = /slack|\\u|%[0-9a-f]/i;

/** Whether the text contains the URL of a Slack incoming webhook, which is a secret, however it is escaped. */
export function holdsWebhook(text: string): boolean {
  return MAY_HOLD_WEBHOOK.test(text) && WEBHOOK.test(unescaped(unescaped(text)));
}

/** The text with every word that holds a webhook's URL hidden. */
export function redact(text: string): string {
  if (!MAY_HOLD_WEBHOOK.test(text)) return text;
  return text.replace(/[^\s"'<>|]+/g, (word) => (holdsWebhook(word) ? HIDDEN : word));
}

/** The paths at which a JSON value has a webhook's URL, as a string or in a key. */
export function webhookPlaces(value: unknown, at = ""): string[] {
  if (typeof value === "string") return holdsWebhook(value) ? [at] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(holdsWebhook(key) ? [at] : []),
    ...webhookPlaces(item, at === "" ? key : `${at}.${key}`),
  ]);
}

/** The text without the escapes of JSON and of URLs. */
function unescaped(text: string): string {
  return text
    .replace(/(?:\\u00|%)([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\\", "");
}
