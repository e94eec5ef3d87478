import fc from "fast-check";
import type { Mismatch } from "../../lib/eventbridge/event-pattern";
import type { Json } from "../../lib/eventbridge/json";
import type { Alert, Preview, Result, SampleEvent } from "../../lib/preview/model";

export function alert(name: string, more: Partial<Alert> = {}): Alert {
  return {
    address: `aws_cloudwatch_event_target.${name}`,
    rule: `aws_cloudwatch_event_rule.${name}`,
    ruleName: name,
    eventBus: "default",
    clusterArn: undefined,
    pattern: { source: ["aws.ecs"] },
    input: { kind: "event" },
    webhookVariable: "slack_webhook_url",
    problems: [],
    notes: [],
    isSlack: true,
    ...more,
  };
}

export function sample(name: string): SampleEvent {
  return { name, event: { source: "aws.ecs" }, body: undefined };
}

export function rings(event: string, on: Alert, body: Json, ...problems: string[]): Result {
  return {
    event: sample(event),
    alert: on,
    verdict: problems.length + on.notes.length > 0 ? "warned" : "rings",
    matched: true,
    sent: true,
    body: JSON.stringify(body),
    problems,
  };
}

/** A message that EventBridge does not send. */
export function unsent(event: string, on: Alert, body: string, ...problems: string[]): Result {
  return { ...rings(event, on, null, ...problems), body, sent: false, verdict: "lost" };
}

export function silent(event: string, on: Alert, mismatch?: Mismatch): Result {
  return {
    event: sample(event),
    alert: on,
    verdict: on.problems.length > 0 ? "lost" : "silent",
    matched: false,
    sent: false,
    body: undefined,
    problems: [],
    mismatch: () => mismatch,
  };
}

/** The preview, with the other's alerts in place of its own. */
export function withAlertsOf(preview: Preview, { alerts }: Preview): Preview {
  const results = preview.results.flatMap((result) => {
    const other = alerts[preview.alerts.indexOf(result.alert)];
    return other === undefined ? [] : [{ ...result, alert: other }];
  });
  return { ...preview, alerts, results };
}

/** Texts as events have them and as somebody who means harm would write them. */
export const anyPrintedText = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "停止理由: ",
        "ｶﾅ",
        "コンテナー",
        "🚫",
        "👨‍👩‍👧",
        "⚠️",
        "🇯🇵",
        "(（「」。",
        " ",
        "\n",
        "\t",
        "x".repeat(90),
      ),
      fc.constantFrom("\u001b[31m", "\u001b]0;x\u0007", "\u009b2J", "\r", "\u202e", "\u2028", "\ud83d"),
      fc.constantFrom("*", "_", "`", "```", "````\n", "<!here>", "<@U1>", "<https://x.y|z>", "&lt;", "~~~", "|", "\\"),
      fc.constantFrom(
        "@octocat",
        "https://evil.example",
        "</details>",
        "<img src=x>",
        "[a](http://b.c)",
        "#1",
        "\n\n# ",
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const mrkdwn = anyPrintedText.map((text) => ({ type: "mrkdwn", text }));
const plainText = anyPrintedText.map((text) => ({ type: "plain_text", text }));
const richText = fc.record({
  type: fc.constantFrom("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"),
  indent: fc.integer({ min: -2, max: 20 }),
  elements: fc.array(
    fc.oneof(
      anyPrintedText.map((text) => ({ type: "text", text, style: { bold: true } })),
      anyPrintedText.map((text) => ({ type: "rich_text_section", elements: [{ type: "text", text }] })),
      anyPrintedText.map((url) => ({ type: "link", url, text: url })),
    ),
    { maxLength: 3 },
  ),
});
const block = fc.oneof(
  plainText.map((text) => ({ type: "header", text })),
  mrkdwn.map((text) => ({ type: "section", text })),
  fc.array(mrkdwn, { minLength: 1, maxLength: 3 }).map((fields) => ({ type: "section", fields })),
  fc.array(fc.oneof(mrkdwn, plainText), { maxLength: 3 }).map((elements) => ({ type: "context", elements })),
  plainText.map((text) => ({ type: "actions", elements: [{ type: "button", text, url: "https://x.y" }] })),
  fc.array(richText, { maxLength: 2 }).map((elements) => ({ type: "rich_text", elements })),
  anyPrintedText.map((type) => ({ type })),
);
const attachment = fc.record({
  color: fc.constantFrom("danger", "#36a64f", "none"),
  title: anyPrintedText,
  text: anyPrintedText,
  footer: anyPrintedText,
  mrkdwn_in: fc.constantFrom([], ["text", "fields"]),
  fields: fc.array(fc.record({ title: anyPrintedText, value: anyPrintedText, short: fc.boolean() }), { maxLength: 3 }),
  blocks: fc.array(block, { maxLength: 2 }),
});

/** Messages with any texts, and things that are none. */
export const anyMessage: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      text: anyPrintedText,
      blocks: fc.array(block, { maxLength: 4 }),
      attachments: fc.array(attachment, { maxLength: 2 }),
    }),
  },
  fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
);

/** One to three events with one to four alerts, of any names, that ring, are silent, or fail. */
export const anyPreview: fc.Arbitrary<Preview> = fc
  .record({
    events: fc.uniqueArray(anyPrintedText, { minLength: 1, maxLength: 3 }),
    alerts: fc.uniqueArray(anyPrintedText, { minLength: 1, maxLength: 4 }),
    messages: fc.array(anyMessage, { minLength: 3, maxLength: 3 }),
    problem: anyPrintedText,
    value: anyPrintedText,
  })
  .map(({ events, alerts, messages, problem, value }) => {
    const made = alerts.map((name, index) => alert(name, { problems: index === 3 ? [problem] : [] }));
    return {
      alerts: made,
      events: events.map(sample),
      results: events.flatMap((event, row) =>
        made.map((one, column): Result => {
          if (column === 3) return silent(event, one);
          if (column === 2) return silent(event, one, { path: "detail.group", expected: [problem], actual: value });
          if (column === 1) return rings(event, one, messages[row] ?? null, problem);
          return rings(event, one, messages[row] ?? null);
        }),
      ),
    };
  });
