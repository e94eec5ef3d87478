const HOST = String.raw`hooks\.slack(?:-gov)?\.com\.?(?::\d+)?`;
const SLASH = String.raw`(?:\\*/|\\+u002f|%(?:25)?2f)`;
/** With or without its scheme, also percent-encoded and with JSON's escapes for a slash. */
const WEBHOOK = new RegExp(
  String.raw`(?:https?(?::|%(?:25)?3a)${SLASH}+)?${HOST}${SLASH}(?:[\w\-.~%/+=?&#:@,;!$*]|\\+/|\\+u002f)+`,
  "gi",
);
/** Followed by at least part of an id: the bare address is not a secret. */
const PLAIN_WEBHOOK = new RegExp(String.raw`${HOST}/(?:[^\s"]*/)?(?:services|workflows|triggers)/+[\w-]{2}`, "i");
const HIDDEN = "https://hooks.slack.com/(hidden)";
/** Text without any of these holds no webhook's URL, however it is escaped. */
const MAY_HOLD_WEBHOOK = /slack|\\u|%[0-9a-f]/i;

/** Whether the text contains the URL of a Slack incoming webhook, which is a secret, however it is escaped. */
export function holdsWebhook(text: string): boolean {
  return MAY_HOLD_WEBHOOK.test(text) && PLAIN_WEBHOOK.test(unescaped(unescaped(text)));
}

/** The text with every webhook's URL hidden. A URL whose letters are escaped is hidden together with its word. */
export function redact(text: string): string {
  if (!MAY_HOLD_WEBHOOK.test(text)) return text;
  return text.replace(WEBHOOK, HIDDEN).replace(/[^\s"]+/g, (word) => (holdsWebhook(word) ? "(hidden)" : word));
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
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\\", "");
}
