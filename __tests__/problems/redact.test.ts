import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdsWebhook, redact } from "../../lib/problems/redact";

const SECRET = "MarkedSecret";
/** A webhook's URL as it is, and as people, JSON and URLs may write it. */
const WRITTEN = [
  `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}`,
  `https://hooks.slack-gov.com/workflows/T0/A0/1/${SECRET}`,
  `hooks.slack.com/triggers/T0/1/${SECRET}`,
  `HTTPS://HOOKS.SLACK.COM/Services/T0/B0/${SECRET}`,
  `http://hooks.slack.com//services/T0/B0/${SECRET}`,
  `https:\\/\\/hooks.slack.com\\/services\\/T0\\/B0\\/${SECRET}`,
  `https:\\u002f\\u002fhooks.slack.com\\u002fservices\\u002fT00\\u002fB0\\u002f${SECRET}`,
  `https://hooks.slack.com:443/services/T00/B0/${SECRET}`,
  `https://hooks.slack.com./services/T00/B0/${SECRET}`,
  `https://hooks.slack.com/x/../services/T00/B0/${SECRET}`,
  encodeURIComponent(`https://hooks.slack.com/services/T0/B0/${SECRET}`),
  encodeURIComponent(encodeURIComponent(`https://hooks.slack.com/services/T0/B0/${SECRET}`)),
];

describe("the URL of a webhook", () => {
  it.each(WRITTEN)("is found in a text and removed from it: %s", (url) => {
    for (const text of [url, `a ${url}: c`, `{"text":"<${url}|x>"}`]) {
      expect(holdsWebhook(text)).toBe(true);
      expect(redact(text)).not.toContain(SECRET);
    }
    expect(redact(`a '${url}' b`)).toBe("a 'https://hooks.slack.com/(hidden)' b");
    expect(redact(redact(url))).toBe("https://hooks.slack.com/(hidden)");
  });

  it.each([
    "https://hooks.slack.com",
    "https://hooks.slack.com.example.com/services/T0/",
    "https://api.slack.com/apps",
  ])("is not found where there is none: %s", (text) => {
    expect(holdsWebhook(text)).toBe(false);
    expect(redact(text)).toBe(text);
  });

  it("is removed whatever surrounds it, and the rest stays", () => {
    const around = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !/slack/i.test(text));
    fc.assert(
      fc.property(around, fc.constantFrom(...WRITTEN), around, (before, url, after) => {
        const hidden = redact(`${before} ${url} ${after}`);
        expect(hidden).toBe(`${before} https://hooks.slack.com/(hidden) ${after}`);
      }),
    );
  });
});
