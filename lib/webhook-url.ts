const HOST = String.raw`hooks\.slack(?:-gov)?\.com\.?(?::\d+)?`;
const SLASH = String.raw`(?:\\*/|\\+u002f|%(?:25)?2f)`;
/** With or without its scheme, also percent-encoded and with the escapes that JSON has for a slash. */
const WEBHOOK = new RegExp(
  String.raw`(?:https?(?::|%(?:25)?3a)${SLASH}+)?${HOST}${SLASH}(?:[\w\-.~%/+=?&#:@,;!$*]|\\+/|\\+u002f)+`,
  "gi",
);
/** With an id at least behind what all of them have; an address without is no secret. */
const PLAIN_WEBHOOK = new RegExp(String.raw`${HOST}/(?:[^\s"]*/)?(?:services|workflows|triggers)/+[\w-]{2}`, "i");

/** Whether the URL of a Slack incoming webhook, which is a secret, is in a text, however it is written there. */
export function holdsWebhook(text: string): boolean {
  return PLAIN_WEBHOOK.test(decoded(decoded(text)));
}

/** A text without the URLs of webhooks, and of what else may be one. */
export function withoutWebhooks(text: string): string {
  return text.replace(WEBHOOK, "https://hooks.slack.com/(hidden)");
}

/** A text without the escapes of JSON and of URLs. */
function decoded(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replaceAll("\\", "");
}
