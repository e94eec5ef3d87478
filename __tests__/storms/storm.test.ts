import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StackSettings, StormMessage } from "../../lib";
import { compilePattern } from "../../lib/eventbridge/event-pattern";
import { transformerProblems } from "../../lib/eventbridge/input-transformer";
import { ALL_INCIDENTS } from "../../lib/incidents/service-incidents";
import { incidentContext, stopContext, stormContext } from "../../lib/message/context";
import { messageTransformer, stormMessage } from "../../lib/message/slack-message";
import { slackProblems } from "../../lib/slack/payload-problems";
import { STOP_CAUSES } from "../../lib/stops/causes";
import { type StormChange, stormPattern } from "../../lib/storms/storm";
import { anyText, CLUSTER, delivered, filled, mrkdwnTexts } from "../message/delivered";
import { refusal, synthesize } from "../synthesized";

const STORM = { events: 20, minutes: 5 };
const NAME = "demo-crashed-storm";

/** An alarm's change of state, as EventBridge delivers it. */
function change(value: string, previous: string, reason?: string, name = NAME) {
  return {
    version: "0",
    id: "1f2e3d4c-5b6a-4798-8a7b-6c5d4e3f2a1b",
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    account: CLUSTER.account,
    time: "2026-03-02T09:14:00Z",
    region: CLUSTER.region,
    resources: [`arn:aws:cloudwatch:${CLUSTER.region}:${CLUSTER.account}:alarm:${name}`],
    detail: {
      alarmName: name,
      state: { value, ...(reason !== undefined && { reason }), timestamp: "2026-03-02T09:14:00.000+0000" },
      previousState: { value: previous, timestamp: "2026-03-02T09:09:00.000+0000" },
      configuration: { metrics: [] },
    },
  };
}

function transformerOf(of: StormChange, message: StormMessage = { language: "en" }, services: readonly string[] = []) {
  const stops = { causes: ["crashed"], ...(services.length > 0 && { services }) } as const;
  const counted = stopContext(stops, new Set());
  return filled(messageTransformer(stormMessage(of, message), stormContext(of, STORM, counted, NAME)));
}

describe("an alert for storms", () => {
  const settings: StackSettings = {
    alerts: { main: {}, crashed: { stops: { causes: ["crashed"] }, storm: STORM } },
    deadLetterQueue: {},
    alarms: {},
    role: { confineToAccount: true },
  };
  const { resource } = synthesize(settings);

  it("is a rule that counts, an alarm, and a rule with a target for each of the alarm's changes", () => {
    expect(Object.keys(resource.aws_cloudwatch_event_rule)).toEqual([
      "crashed",
      "crashed_began",
      "crashed_over",
      "main",
    ]);
    expect(Object.keys(resource.aws_cloudwatch_event_target)).toEqual(["crashed_began", "crashed_over", "main"]);
    expect(resource.aws_cloudwatch_metric_alarm.storm_crashed).toMatchObject({
      alarm_name: "demo-crashed-storm",
      namespace: "AWS/Events",
      metric_name: "MatchedEvents",
      dimensions: { RuleName: "demo-crashed" },
      statistic: "Sum",
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 20,
      period: 300,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
    expect(resource.aws_cloudwatch_event_rule.crashed_over.name).toBe("demo-crashed-over");
  });

  it("delivers through the same destination, role, policy, queue and alarms as other alerts", () => {
    const { main, crashed_began: began } = resource.aws_cloudwatch_event_target;
    for (const argument of ["arn", "role_arn", "dead_letter_config", "depends_on"])
      expect(began[argument]).toEqual(main[argument]);
    const [allow] = JSON.parse(resource.aws_sqs_queue_policy.dead_letter.policy).Statement;
    expect(allow.Condition.ArnEquals["aws:SourceArn"]).toEqual([
      "${aws_cloudwatch_event_rule.crashed_began.arn}",
      "${aws_cloudwatch_event_rule.crashed_over.arn}",
      "${aws_cloudwatch_event_rule.main.arn}",
    ]);
    const [trust] = JSON.parse(resource.aws_iam_role.eventbridge_role.assume_role_policy).Statement;
    expect(trust.Condition.ArnLike["aws:SourceArn"]).toHaveLength(3);
    expect(Object.keys(resource.aws_cloudwatch_metric_alarm)).toEqual([
      "dead_letter_messages",
      "failed_invocations_crashed_began",
      "failed_invocations_crashed_over",
      "failed_invocations_main",
      "storm_crashed",
    ]);
  });

  it("says 1 minute, and otherwise minutes", () => {
    const alerts = { main: { storm: { events: 2, minutes: 1 } } } as const;
    const [alarm] = Object.values(synthesize({ alerts }).resource.aws_cloudwatch_metric_alarm);
    expect(Object(alarm).alarm_description).toMatch(/ 2 events or more within 1 minute\.$/);
    expect(resource.aws_cloudwatch_metric_alarm.storm_crashed.alarm_description).toMatch(/within 5 minutes\.$/);
  });

  it("counts incidents as well", () => {
    const alerts = { placement: { incidents: { kinds: ["placementFailed"] }, storm: STORM } } as const;
    const { aws_cloudwatch_event_rule: rules, aws_cloudwatch_event_target: targets } = synthesize({ alerts }).resource;
    expect(JSON.parse(rules.placement.event_pattern).detail.eventName).toEqual(["SERVICE_TASK_PLACEMENT_FAILURE"]);
    expect(targets.placement_began.input_transformer.input_template).toContain(
      "⛈️ 20 times or more within 5 minutes: Tasks of a service cannot be placed",
    );
  });
});

describe("the rules on the alarm", () => {
  const rings = (of: StormChange, event: ReturnType<typeof change>) =>
    compilePattern(filled(stormPattern(of, NAME))).matches(event);

  it("ring when the storm begins and when it is over, and not when the alarm is new or another's", () => {
    for (const previous of ["OK", "INSUFFICIENT_DATA"]) {
      expect(rings("began", change("ALARM", previous))).toBe(true);
      expect(rings("over", change("ALARM", previous))).toBe(false);
    }
    expect(rings("over", change("OK", "ALARM"))).toBe(true);
    expect(rings("over", change("OK", "INSUFFICIENT_DATA"))).toBe(false);
    expect(rings("began", change("OK", "ALARM"))).toBe(false);
    expect(rings("began", change("ALARM", "OK", undefined, "demo-other-storm"))).toBe(false);
  });
});

describe("the messages of a storm", () => {
  const everything: StormMessage = {
    language: "ja",
    title: "嵐です",
    overTitle: "収まりました",
    mention: ["here"],
    fields: ["alarm", "state", "reason", "time", "account", "region", { label: "Own", path: "$.resources[0]" }],
    links: [{ runbook: "https://example.com" }],
    footer: "f",
  };

  it.each<[StormChange, StormMessage]>([
    ["began", { language: "en" }],
    ["over", { language: "ja" }],
    ["began", everything],
    ["over", everything],
  ])("are accepted by Slack, the same in both readings, for any reason: %s %j", (of, message) => {
    const transformer = transformerOf(of, message);
    expect(transformerProblems(transformer)).toEqual([]);
    fc.assert(
      fc.property(fc.option(anyText, { nil: undefined }), (reason) => {
        const event = change(of === "began" ? "ALARM" : "OK", "ALARM", reason);
        const body = delivered(transformer, event);
        expect(delivered(transformer, event, "raw")).toEqual(body);
        expect(slackProblems(body)).toEqual([]);
      }),
    );
  });

  it("say how many events in what time, and when it is over, in both languages", () => {
    const title = (...args: Parameters<typeof transformerOf>) =>
      delivered(transformerOf(...args), change("ALARM", "OK", "x")).blocks[0].text.text;
    expect(title("began")).toBe("⛈️ 20 times or more within 5 minutes: A task crashed");
    expect(title("over")).toBe("🌤️ All clear for “A task crashed”: fewer than 20 times within 5 minutes");
    expect(title("began", { language: "ja" })).toBe("⛈️ 5 分間に 20 回以上: タスクが異常終了しました");
    expect(title("over", { language: "ja" }, ["api"])).toBe(
      "🌤️ 収束しました: 「api が異常終了しました」の多発 (5 分間に 20 回未満)",
    );
    expect(title("began", everything)).toBe("嵐です");
    expect(title("over", everything)).toBe("収まりました");
  });

  it("link to the alarm and the cluster's tasks, and mention nobody when it is over", () => {
    const body = (of: StormChange) => {
      const message: StormMessage = { language: "en", mention: ["here"] };
      return delivered(transformerOf(of, message), change("ALARM", "OK", "x"));
    };
    expect(mrkdwnTexts(body("began"))).toEqual([
      "<!here>",
      "<https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1#alarmsV2:alarm/demo-crashed-storm|Alarm demo-crashed-storm>  ·  <https://ap-northeast-1.console.aws.amazon.com/ecs/v2/clusters/demo/tasks?region=ap-northeast-1|Tasks of the cluster>",
    ]);
    expect(mrkdwnTexts(body("over"))).toHaveLength(1);
    expect(body("over").attachments[0].color).toBe("good");
    expect(body("began").attachments[0].color).toBe("danger");
  });

  it("have the links to the alarm and the tasks before custom ones, and none for an empty list", () => {
    const links = (links: StormMessage["links"]) =>
      mrkdwnTexts(delivered(transformerOf("over", { language: "en", ...(links && { links }) }), change("OK", "ALARM")))
        .flatMap((text) => text.split("  ·  "))
        .map((link) => link.replace(/^.*\||>$/g, ""));
    expect(links(undefined)).toEqual(["Alarm demo-crashed-storm", "Tasks of the cluster"]);
    expect(links([{ runbook: "https://example.com" }, "stoppedTasks", { alarm: "other" }])).toEqual([
      "Alarm demo-crashed-storm",
      "Tasks of the cluster",
      "Runbook",
      "Alarm other",
    ]);
    expect(links([])).toEqual([]);
  });

  it.each([
    ["with the service's name if it fits", { events: 10, minutes: 5 }, "s".repeat(40), true],
    [
      "without it if it does not, with the largest numbers",
      { events: 1_000_000, minutes: 1440 },
      "s".repeat(100),
      false,
    ],
  ])("fit into a title, %s", (_what, storm, name, isNamed) => {
    const services = [name];
    const counted = [
      ...STOP_CAUSES.map((cause) => stopContext({ causes: [cause], services }, new Set())),
      ...ALL_INCIDENTS.map((kind) => incidentContext({ kinds: [kind], services }, new Set())),
    ];
    for (const context of counted)
      for (const change of ["began", "over"] as const)
        for (const language of ["en", "ja"] as const) {
          const { happening } = stormContext(change, storm, context, NAME);
          expect(`${happening.emoji} ${happening[language]}`.length).toBeLessThanOrEqual(150);
          expect(happening[language].includes(name)).toBe(isNamed);
        }
  });
});

describe("storms that AWS would refuse", () => {
  it.each<[string, object, string]>([
    [
      "a message for each event beside a storm",
      { events: 2, minutes: 1 },
      "'alerts.crashed.message' is for single events",
    ],
    ["no size", { minutes: 5 }, "'alerts.crashed.storm.events' is missing: set it."],
    ["one event", { events: 1, minutes: 5 }, "'alerts.crashed.storm.events' must be a whole number from 2 to 1000000"],
    ["no time", { events: 5, minutes: 0 }, "'alerts.crashed.storm.minutes' must be a whole number from 1 to 1440"],
    ["half a minute", { events: 5, minutes: 0.5 }, "'alerts.crashed.storm.minutes' must be a whole number"],
    ["more than a day", { events: 5, minutes: 1441 }, "'alerts.crashed.storm.minutes' must be a whole number"],
  ])("are refused: %s", (_what, storm, message) => {
    expect(refusal({ alerts: { crashed: { storm, message: { language: "en" } } } } as never)).toContain(message);
  });

  it("are refused if they make a name too long, or the same address twice", () => {
    const name = "n".repeat(58);
    expect(synthesize({ alerts: { main: { name, storm: STORM } } })).toHaveProperty("resource");
    expect(refusal({ alerts: { main: { name: `${name}n`, storm: STORM } } })).toContain(
      "'alerts.main.storm' makes the rule's name",
    );
    expect(refusal({ alerts: { a: { storm: STORM }, a_over: {} } })).toContain(
      "'alerts.a_over' names the Terraform resource 'a_over', and so does 'alerts.a': rename one.",
    );
  });

  it("are refused if another alert has the name of one of their rules or alarms", () => {
    for (const alerts of [
      { x: { storm: STORM }, "x-began": {} },
      { x: { name: "foo", storm: STORM }, y: { name: "foo-over" } },
    ])
      expect(refusal({ alerts })).toMatch(
        /names the rule '(demo-x-began|foo-over)', and so does 'alerts\.(x\.storm|y\.name)'/,
      );
    const alerts = { main: { storm: STORM }, "ecs-alert": { name: "other", storm: STORM } };
    expect(refusal({ alerts })).toContain("names the alarm 'demo-ecs-alert-storm', and so does 'alerts.ecs-alert'");
  });

  it("are refused if the alarm's name becomes too long, which follows the key alone", () => {
    const alerts = (length: number) => ({ ["k".repeat(length)]: { name: "x", storm: STORM } });
    const longest = 255 - "demo--storm".length;
    expect(synthesize({ alerts: alerts(longest) })).toHaveProperty("resource");
    expect(refusal({ alerts: alerts(longest + 1) })).toContain(
      "which must be 1 to 255 printable characters (CloudWatch's rule)",
    );
  });

  it("have each problem of their message reported once, at the setting that has it", () => {
    const message = { language: "en", title: "{service}", footer: "", overTitle: "x".repeat(151) } as const;
    const said = refusal({ alerts: { main: { storm: { ...STORM, message } } } });
    expect(said).toContain("have 3 problems");
    expect(said).toContain("'alerts.main.storm.message.title' has {service}");
    expect(said).toContain("'alerts.main.storm.message.overTitle' must be at most 150 characters");
    expect(said).toContain("'alerts.main.storm.message.footer' must be 1 to 300 characters");
  });

  it("count as three rules each", () => {
    const alerts = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, { storm: STORM }]));
    expect(refusal({ alerts: alerts(101) })).toContain("must make at most 300 rules");
  });
});
