import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transformerProblems } from "../../lib/eventbridge/input-transformer";
import { STOP } from "../../lib/message/event-kinds";
import { event, text } from "../../lib/message/event-value";
import { type FieldName, fieldNames } from "../../lib/message/fields";
import type { SlackMessage } from "../../lib/message/slack-message";
import { slackProblems } from "../../lib/slack/payload-problems";
import { STOP_CAUSES } from "../../lib/stops/causes";
import type { TaskStops } from "../../lib/stops/task-stops";
import { SAMPLE_EVENTS, variant } from "../sample-events";
import { anyStopEvent, anyText, delivered, mrkdwnTexts, transformerOf } from "./delivered";

const ALL_FIELDS = [
  ...fieldNames(STOP).filter((name): name is FieldName => name !== ""),
  { containers: 3 },
  { label: "Own", path: "$.detail.overrides.containerOverrides[0].name" },
  { label: "Fixed", text: "text" },
] as const;
const EVERYTHING = {
  language: "en",
  mention: ["here", "U012AB3CD", "S0123ABCD"],
  fields: ALL_FIELDS,
  links: [
    "stoppedTasks",
    { service: "api" },
    { logGroup: "/ecs/api" },
    { runbook: "https://example.com/a?b&c" },
    { url: "https://example.com", text: "<More>" },
  ],
  footer: 'Says "who"',
} as const satisfies SlackMessage;
const PAYLOAD: SlackMessage = {
  payload: {
    text: text`Stopped with ${event.stopCode} <by hand>`,
    blocks: [{ type: "section", text: { type: "mrkdwn", text: text`*Stopped* in ${event.region}` } }],
    attachments: [{ title: "Reason", text: event.stoppedReason, mrkdwn_in: [] }],
  },
};
const SERVICES: TaskStops = { causes: "abnormal", services: ["*"] };

describe.each<[string, SlackMessage, TaskStops]>([
  ["the default fields", { language: "en" }, {}],
  ["everything", EVERYTHING, {}],
  ["everything in Japanese, with the service in its title", { ...EVERYTHING, language: "ja" }, SERVICES],
  ["everything for any cluster", { ...EVERYTHING, links: [] }, { cluster: "any" }],
  ["one's own payload", PAYLOAD, {}],
])("a message with %s", (_what, message, stops) => {
  const transformer = transformerOf(message, stops);

  it("is one that EventBridge accepts", () => {
    expect(transformerProblems(transformer)).toEqual([]);
  });

  it("is sent, accepted by Slack, and the same whether EventBridge escapes inside strings or not, for any event", () => {
    fc.assert(
      fc.property(anyStopEvent, (stop) => {
        const known = stops === SERVICES ? withGroup(stop) : stop;
        const body = delivered(transformer, known);
        expect(delivered(transformer, known, "raw")).toEqual(body);
        expect(slackProblems(body)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never has Slack read the event's text as mrkdwn, so that no event can mention or link", () => {
    const free = {
      group: "<!channel>",
      stoppedReason: "<!channel>",
      startedBy: "<!channel>",
      capacityProviderName: "<!channel>",
    };
    const containers = [{ name: "app", exitCode: 1, reason: "<!channel>" }];
    const body = delivered(transformer, variant("crashed", { ...free, containers }));
    expect(JSON.stringify(body)).toContain("<!channel>");
    expect([body.text, ...mrkdwnTexts(body)].join()).not.toContain("<!channel>");
    for (const attachment of body.attachments) expect(attachment.mrkdwn_in).toEqual([]);
  });
});

describe("the default message", () => {
  const labels = (body: { attachments: { fields?: { title: string; value: string }[] }[] }) =>
    body.attachments.flatMap(({ fields = [] }) => fields);

  it.each(["en", "ja"] as const)("has no label without a value for a stop with one container, in '%s'", (language) => {
    for (const [name, sample] of Object.entries(SAMPLE_EVENTS)) {
      const body = delivered(transformerOf({ language }), sample);
      for (const { title, value } of labels(body)) {
        expect(title.trim(), name).not.toBe("");
        expect(value.trim(), name).not.toBe("");
      }
      const containers = Object(sample.detail).containers.length;
      if (containers > 0) expect(body.attachments[1].title, name).toMatch(/: [\w-]+ /);
    }
  });

  it("shows the stop code behind the time, so that its label suits a stop without one", () => {
    const field = (more: object) =>
      labels(delivered(transformerOf({ language: "en" }), variant("crashed", { stoppedAt: "now", ...more })))[0];
    const title = "Stopped (UTC)";
    expect(field({})).toMatchObject({ title, value: "now EssentialContainerExited" });
    expect(field({ stopCode: undefined })).toMatchObject({ title, value: "now " });
  });

  it("lists all containers with their exit codes in one place, so that the failed one is easy to see", () => {
    const containers = Array.from({ length: 10 }, (_, index) => ({ name: `c${index}`, exitCode: index }));
    const body = delivered(transformerOf({ language: "en" }), variant("crashed", { containers }));
    expect(body.attachments[1].title.trim()).toBe(
      "Containers and exit codes: c0 0  c1 1  c2 2  c3 3  c4 4  c5 5  c6 6  c7 7  c8 8  c9 9",
    );
  });

  it("shows the stopped reason and the service literally where every event of the alert has them", () => {
    const stops: TaskStops = { causes: ["unhealthy"], services: ["*"] };
    const reason = "Task failed ELB health checks in <!channel>";
    const event = variant("load-balancer-health-check-failed", { stoppedReason: reason, group: "service:*api*" });
    const body = delivered(transformerOf({ language: "en" }, stops), event);
    expect(body.blocks[0].elements[0].elements[1].text).toBe("service:*api*");
    expect(body.blocks[1].elements[0].elements).toEqual([{ type: "text", text: reason }]);
    expect(JSON.stringify(body.attachments)).not.toContain("<!channel>");
    expect(body.attachments[0]).not.toHaveProperty("title");
  });
});

describe("custom texts", () => {
  it("arrive as they are written", () => {
    const title = fc
      .string({ minLength: 1, maxLength: 150, unit: "grapheme" })
      .filter((t) => t.trim() !== "" && t.length <= 150 && !t.includes("{service}"));
    fc.assert(
      fc.property(
        title,
        anyText,
        anyText.filter((t) => t.trim() !== ""),
        (title, fixed, label) => {
          const message = { language: "en", title, footer: "f", fields: [{ label, text: fixed }] } as const;
          const body = delivered(transformerOf(message), SAMPLE_EVENTS.crashed ?? {});
          expect(body.blocks[0].text.text).toBe(title);
          expect(body.attachments[0].fields).toEqual([{ title: label, value: fixed, short: false }]);
        },
      ),
    );
  });

  it("may contain what only looks like a placeholder or markup", () => {
    const message = {
      language: "en",
      title: "a <group> & <!channel>",
      fields: [{ label: "<account>", text: "<https://x|y>" }],
    } as const;
    const body = delivered(transformerOf(message), SAMPLE_EVENTS.crashed ?? {});
    expect(body.blocks[0].text.text).toBe("a <group> & <!channel>");
    expect(body.text).toContain("a &lt;group&gt; &amp; &lt;!channel&gt; (demo): arn:");
    expect(body.attachments[0].fields[0]).toMatchObject({ title: "<account>", value: "<https://x|y>" });
  });
});

describe("the title", () => {
  const title = (stops: TaskStops, language: "en" | "ja" = "en") =>
    delivered(transformerOf({ language }, stops), variant("out-of-memory", { group: "service:checkout-api" }));

  it("says what happened, for each cause with words and an emoji of its own, in both languages", () => {
    const titles = (["en", "ja"] as const).flatMap((language) =>
      STOP_CAUSES.map((cause) => title({ causes: [cause] }, language).blocks[0].text.text),
    );
    expect(titles).toEqual([
      "🚫 A task failed to start",
      "💥 A task crashed",
      "🧠 A task ran out of memory",
      "🤒 A task failed its health checks",
      "⚡ A task was interrupted",
      "🚫 タスクの起動に失敗しました",
      "💥 タスクが異常終了しました",
      "🧠 タスクがメモリ不足で停止しました",
      "🤒 タスクのヘルスチェックが失敗しました",
      "⚡ タスクが中断されました",
    ]);
    expect(title({}).blocks[0].text.text).toBe("🛑 A task stopped");
    expect(title({ causes: "abnormal" }).blocks[0].text.text).toBe("🚨 A task stopped abnormally");
    expect(title({ stopCodes: ["UserInitiated"] }).blocks[0].text.text).toBe("🛑 A task stopped");
  });

  it("names the only service of the alert, also in the notification", () => {
    const { blocks, text } = title({ causes: ["outOfMemory"], services: ["checkout-api"] });
    expect(blocks[0].text.text).toBe("🧠 checkout-api ran out of memory");
    expect(text).toMatch(/^🧠 checkout-api ran out of memory \(demo\): arn:aws:ecs:.*:task-definition\/.*:\d+$/);
  });

  it("has the word task for {service} where no value of the event can stand", () => {
    const plainTitle = (title: string) => {
      const transformer = transformerOf({ language: "en", title }, { services: ["a", "b"] });
      return String(Object(delivered(transformer, SAMPLE_EVENTS.crashed ?? {})).attachments[0].fallback);
    };
    expect(plainTitle("🛑 {service} stopped")).toBe("🛑 A task stopped");
    expect(plainTitle("Shop: {service} stopped")).toBe("Shop: a task stopped");
  });

  it("names the service of the event where every event of the alert has one", () => {
    const { blocks } = title({ causes: ["outOfMemory"], services: ["checkout-*"], families: ["*"] });
    const style = { bold: true };
    expect(blocks[0].elements[0].elements).toEqual([
      { type: "text", text: "🧠 ", style },
      { type: "text", text: "service:checkout-api", style },
      { type: "text", text: " ran out of memory", style },
    ]);
  });
});

describe("links", () => {
  it("lead to the console in the cluster's Region, or wherever custom URLs point", () => {
    const message = { language: "en", links: EVERYTHING.links } as const;
    const [links] = mrkdwnTexts(delivered(transformerOf(message), SAMPLE_EVENTS.crashed ?? {}));
    expect(links?.split("  ·  ")).toEqual([
      "<https://ap-northeast-1.console.aws.amazon.com/ecs/v2/clusters/demo/tasks?region=ap-northeast-1|Tasks of the cluster>",
      "<https://ap-northeast-1.console.aws.amazon.com/ecs/v2/clusters/demo/services/api/health?region=ap-northeast-1|Service api>",
      "<https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1#logsV2:log-groups/log-group/$252Fecs$252Fapi|Logs /ecs/api>",
      "<https://example.com/a?b&amp;c|Runbook>",
      "<https://example.com|&lt;More&gt;>",
    ]);
  });
});

describe("mentions", () => {
  it("arrive as Slack's markup", () => {
    const body = delivered(transformerOf(EVERYTHING), SAMPLE_EVENTS.crashed ?? {});
    expect(mrkdwnTexts(body)[0]).toBe("<!here> <@U012AB3CD> <!subteam^S0123ABCD>");
  });
});

describe("the template", () => {
  it("is indented, so that a changed label is one changed line", () => {
    const lines = (label: string) =>
      transformerOf({ language: "en", fields: ["service", { label, text: "x" }] }).inputTemplate.split("\n");
    const [before, after] = [lines("Before"), lines("After")];
    expect(after).toHaveLength(before.length);
    expect(after.filter((line, index) => line !== before[index])).toEqual(['          "title": "After",']);
  });

  it("distinguishes two values whose paths make the same name", () => {
    const { inputPaths } = transformerOf({
      language: "en",
      fields: [
        { label: "one", path: "$.detail.a-b" },
        { label: "two", path: "$.detail.a.b" },
      ],
    });
    expect(Object.values(inputPaths)).toEqual(expect.arrayContaining(["$.detail.a-b", "$.detail.a.b"]));
  });

  it("may be an existing input transformer", () => {
    const own = { inputPaths: { code: "$.detail.stopCode" }, inputTemplate: '{"text": "Stopped: <code>"}' };
    expect(delivered(transformerOf(own), SAMPLE_EVENTS.crashed ?? {})).toEqual({
      text: "Stopped: EssentialContainerExited",
    });
  });
});

function withGroup(stop: ReturnType<typeof variant>) {
  const { detail } = stop;
  const group = typeof detail === "object" && detail !== null && "group" in detail ? detail.group : undefined;
  return { ...stop, detail: { ...Object(detail), group: group === undefined || group === "" ? "service:x" : group } };
}
