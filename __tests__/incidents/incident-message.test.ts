import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transformerProblems } from "../../lib/eventbridge/input-transformer";
import { ALL_INCIDENTS, INCIDENTS, type ServiceIncidents } from "../../lib/incidents/service-incidents";
import { INCIDENT } from "../../lib/message/event-kinds";
import { fieldNames, type IncidentFieldName } from "../../lib/message/fields";
import type { MessageLink } from "../../lib/message/links";
import type { IncidentMessage } from "../../lib/message/slack-message";
import { slackProblems } from "../../lib/slack/payload-problems";
import { anyText, delivered, incidentTransformer, mrkdwnTexts } from "../message/delivered";
import { INCIDENT_SAMPLES, variant } from "../sample-events";
import { refusal } from "../synthesized";

const FIELDS = fieldNames(INCIDENT).filter((name): name is IncidentFieldName => name !== "");
const EVERYTHING: IncidentMessage = {
  language: "ja",
  mention: ["here"],
  fields: [...FIELDS, { label: "Own", path: "$.detail.eventType" }, { label: "Fixed", text: "text" }],
  links: ["services", "stoppedTasks", { deployments: "api" }, { events: "api" }, { runbook: "https://example.com" }],
  footer: "f",
};

describe.each<[string, IncidentMessage, ServiceIncidents]>([
  ["the default fields", { language: "en" }, { kinds: "abnormal" }],
  ["the default fields in Japanese, for one service", { language: "ja" }, { kinds: "abnormal", services: ["api"] }],
  ["the default fields for any cluster", { language: "en" }, { kinds: ["deploymentFailed"], cluster: "any" }],
  ["a reason that every event has", { language: "en" }, { kinds: ["deploymentRolledBack"] }],
  ["everything", EVERYTHING, { kinds: ALL_INCIDENTS }],
])("a message with %s", (_what, message, incidents) => {
  const transformer = incidentTransformer(message, incidents);

  it("is one that EventBridge accepts", () => {
    expect(transformerProblems(transformer)).toEqual([]);
  });

  it("is sent, accepted by Slack, and the same whether EventBridge escapes inside strings or not, for any event", () => {
    const isKnown = incidents.kinds.includes("deploymentRolledBack") && incidents.kinds.length === 1;
    const reason = isKnown ? anyText.map((text) => `rolling back ${text}`) : fc.option(anyText, { nil: undefined });
    fc.assert(
      fc.property(reason, fc.constantFrom(...Object.keys(INCIDENT_SAMPLES)), (reason, name) => {
        const event = variant(name, { reason });
        const body = delivered(transformer, event);
        expect(delivered(transformer, event, "raw")).toEqual(body);
        expect(slackProblems(body)).toEqual([]);
      }),
    );
  });

  it("has no label without a value, unless its fields were chosen", () => {
    for (const [name, sample] of Object.entries(INCIDENT_SAMPLES))
      for (const { fields = [] } of delivered(transformer, sample).attachments)
        for (const { title, value } of message.language === "ja" && "fields" in message ? [] : fields) {
          expect(title, name).not.toBe("");
          expect(value, name).not.toBe("");
        }
  });
});

it("the original message is refused, even from JavaScript", () => {
  const alerts = { main: { incidents: { kinds: "abnormal" }, message: "original" } };
  expect(refusal({ alerts } as never)).toContain(`'alerts.main.message' must not be "original", which is for stops`);
});

describe("the title", () => {
  const title = (incidents: ServiceIncidents, language: "en" | "ja" = "en") =>
    delivered(incidentTransformer({ language }, incidents), INCIDENT_SAMPLES["service-deployment-failed"] ?? {})
      .blocks[0].text.text;

  it("says what happened, for each incident with words and an emoji of its own, in both languages", () => {
    const titles = (["en", "ja"] as const).flatMap((language) =>
      ALL_INCIDENTS.map((kind) => title({ kinds: [kind] }, language)),
    );
    expect(new Set(titles).size).toBe(2 * ALL_INCIDENTS.length);
    for (const [index, kind] of ALL_INCIDENTS.entries())
      for (const text of [titles[index], titles[index + ALL_INCIDENTS.length]])
        expect(text).toMatch(new RegExp(`^${INCIDENTS[kind].emoji} [^%]+$`));
    expect(title({ kinds: ["placementFailed"] })).toBe("📦 Tasks of a service cannot be placed");
    expect(title({ kinds: ["deploymentFailed"] }, "ja")).toBe("💔 サービスのデプロイが失敗しました");
    expect(title({ kinds: "abnormal" })).toBe("🚨 A problem with a service");
    expect(title({ kinds: ["deploymentStarted", "deploymentCompleted"] })).toBe("📣 Deployment update for a service");
  });

  it("is neutral in words and colour if good and bad news are in one alert", () => {
    const incidents = { kinds: ["deploymentFailed", "deploymentCompleted"] } as const;
    expect(title(incidents)).toBe("🔔 An event for a service");
    expect(title({ ...incidents, services: ["api"] }, "ja")).toBe("🔔 api のイベント");
    const color = (kinds: ServiceIncidents["kinds"]) =>
      delivered(incidentTransformer({ language: "en" }, { kinds }), INCIDENT_SAMPLES["service-throttled"] ?? {})
        .attachments[0].color;
    expect(color(incidents.kinds)).toBe("#808080");
    expect(color("abnormal")).toBe("danger");
    expect(color(["deploymentStarted", "deploymentCompleted"])).toBe("good");
  });

  it("names the only service of the alert", () => {
    expect(title({ kinds: ["deploymentFailed"], services: ["api"] })).toBe("💔 A deployment of api failed");
    expect(title({ kinds: ["deploymentFailed"], services: ["api"] }, "ja")).toBe("💔 api のデプロイが失敗しました");
  });

  it("may have {service} only if the alert is for one service", () => {
    const incidents = { kinds: "abnormal" } as const;
    const message = { language: "en", title: "{service} is in trouble" } as const;
    expect(refusal({ alerts: { main: { incidents, message } } })).toContain(
      "'alerts.main.message.title' has {service}, but the events have only the service's ARN: name one service",
    );
    const body = delivered(
      incidentTransformer(message, { ...incidents, services: ["api"] }),
      INCIDENT_SAMPLES["service-throttled"] ?? {},
    );
    expect(body.blocks[0].text.text).toBe("api is in trouble");
    expect(body.text).toBe(
      "api is in trouble (demo): arn:aws:ecs:ap-northeast-1:123456789012:service/demo/image-resizer",
    );
  });
});

describe("links", () => {
  const links = (incidents: ServiceIncidents) =>
    mrkdwnTexts(
      delivered(incidentTransformer({ language: "en" }, incidents), INCIDENT_SAMPLES["service-throttled"] ?? {}),
    );
  const page = "https://ap-northeast-1.console.aws.amazon.com/ecs/v2/clusters/demo/services";

  it("come before custom ones, and are left out for an empty list", () => {
    const links = (links: readonly MessageLink[]) => {
      const transformer = incidentTransformer({ language: "en", links }, { kinds: "abnormal" });
      return mrkdwnTexts(delivered(transformer, INCIDENT_SAMPLES["service-throttled"] ?? {}));
    };
    const runbook = { runbook: "https://example.com" };
    expect(links([runbook])).toEqual([
      `<${page}?region=ap-northeast-1|Services of the cluster>  ·  <https://example.com|Runbook>`,
    ]);
    expect(links([])).toEqual([]);
  });

  it("lead to the deployments and events of the only service, or else to the services of the cluster", () => {
    expect(links({ kinds: "abnormal", services: ["api"] })).toEqual([
      `<${page}/api/deployments?region=ap-northeast-1|Deployments of api>  ·  <${page}/api/events?region=ap-northeast-1|Events of api>`,
    ]);
    expect(links({ kinds: "abnormal" })).toEqual([`<${page}?region=ap-northeast-1|Services of the cluster>`]);
    expect(links({ kinds: "abnormal", cluster: "any" })).toEqual([]);
  });
});
