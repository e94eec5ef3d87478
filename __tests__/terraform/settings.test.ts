import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertSettings, StackSettings } from "../../lib";
import { isKept } from "../../lib/terraform/text";
import { anyText, delivered } from "../message/delivered";
import { variant } from "../sample-events";
import { synthesize, synthesizeApp } from "../synthesized";
import { type ResourceChange, type Variables, WEBHOOK_URL, Workspace } from "./workspace";

const EVERY_VARIABLE: Variables = {
  on_call_slack_webhook_url: WEBHOOK_URL,
  team_slack_webhook_url: WEBHOOK_URL,
  oncall_slack_webhook_url: WEBHOOK_URL,
  quiet_slack_webhook_url: WEBHOOK_URL,
  alarm_topic_arn: "arn:aws:sns:ap-northeast-1:123456789012:on-call",
};

const before: StackSettings = { alerts: { main: {}, crashes: { stops: { causes: ["crashed"] } } } };

function workspace(props: StackSettings): Workspace {
  return new Workspace(JSON.stringify(synthesize(props))).init();
}

function planned(changes: readonly ResourceChange[], address: string) {
  return changes.find((change) => change.address === address)?.change.after ?? {};
}

describe.each(["examples/production.ts", "examples/several-channels.ts", "examples/storms.ts"])("%s", (example) => {
  it("is valid, can be applied, and then has nothing left to change", async () => {
    for (const json of Object.values(await synthesizeApp(example))) {
      const stack = new Workspace(json).init();
      expect(JSON.parse(stack.terraform(["validate", "-json"]))).toMatchObject({ valid: true, diagnostics: [] });
      stack.apply(EVERY_VARIABLE);
      expect(stack.changes(EVERY_VARIABLE)).toEqual({});
    }
  });
});

describe.each([
  ["aws-cn", "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/demo", "console.amazonaws.cn"],
  ["aws-us-gov", "arn:aws-us-gov:ecs:us-gov-west-1:123456789012:cluster/demo", "console.amazonaws-us-gov.com"],
  ["aws", "arn:aws:ecs:eu-west-1:123456789012:cluster/demo", "console.aws.amazon.com"],
])("in the partition %s", (partition, cluster_arn, host) => {
  it("account, Region, partition and console come from the cluster's ARN", async () => {
    const { "ecs-task-alert": json = "" } = await synthesizeApp("examples/production.ts");
    const region = cluster_arn.split(":")[3];
    const alarm_topic_arn = `arn:${partition}:sns:${region}:123456789012:on-call`;
    const changes = new Workspace(json).init().plan({ ...EVERY_VARIABLE, cluster_arn, alarm_topic_arn });
    const role = planned(changes, "aws_iam_role.eventbridge_role");
    const { Condition } = JSON.parse(String(role.assume_role_policy)).Statement[0];
    expect(Condition.StringEquals).toEqual({ "aws:SourceAccount": "123456789012" });
    expect(Condition.ArnLike["aws:SourceArn"]).toContain(
      `arn:${partition}:events:${region}:123456789012:rule/prod-crashed`,
    );
    const target = JSON.stringify(planned(changes, "aws_cloudwatch_event_target.crashed"));
    expect(target).toContain(`https://${region}.${host}/ecs/v2/clusters/demo/tasks?region=${region}`);
  });
});

describe("alerts for incidents and storms", () => {
  it("get the ARNs of services and of the alarm from the cluster's ARN", async () => {
    const { "ecs-task-alert": json = "" } = await synthesizeApp("examples/storms.ts");
    const changes = new Workspace(json).init().plan(EVERY_VARIABLE);
    const pattern = (name: string) =>
      JSON.parse(String(planned(changes, `aws_cloudwatch_event_rule.${name}`).event_pattern));
    expect(pattern("start-storm").resources).toEqual([
      { prefix: "arn:aws:ecs:ap-northeast-1:123456789012:service/demo/" },
    ]);
    expect(pattern("storm_over").resources).toEqual([
      "arn:aws:cloudwatch:ap-northeast-1:123456789012:alarm:shop-storm-storm",
    ]);
    expect(planned(changes, "aws_cloudwatch_metric_alarm.storm_storm").alarm_name).toBe("shop-storm-storm");
  });

  it("change three rules and an alarm, and no other alert, if a storm is added or removed", () => {
    const stack = workspace(before);
    stack.apply();
    const storm = { stops: { causes: ["crashed"] }, storm: { events: 5, minutes: 5 } } as const;
    stack.write(JSON.stringify(synthesize({ alerts: { ...before.alerts, storm } })));
    const added = ["rule.storm", "rule.storm_began", "rule.storm_over", "target.storm_began", "target.storm_over"];
    expect(stack.changes()).toEqual({
      ...Object.fromEntries(added.map((name) => [`aws_cloudwatch_event_${name}`, "create"])),
      "aws_cloudwatch_metric_alarm.storm_storm": "create",
    });
    stack.apply();
    stack.write(JSON.stringify(synthesize(before)));
    expect(new Set(Object.values(stack.changes()))).toEqual(new Set(["delete"]));
  });
});

describe("a change of the settings", () => {
  it("that adds an alert to a webhook in use adds a rule and a target, and changes nothing", () => {
    const stack = workspace(before);
    stack.apply();
    stack.write(
      JSON.stringify(synthesize({ alerts: { ...before.alerts, unhealthy: { stops: { causes: ["unhealthy"] } } } })),
    );
    expect(stack.changes()).toEqual({
      "aws_cloudwatch_event_rule.unhealthy": "create",
      "aws_cloudwatch_event_target.unhealthy": "create",
    });
  });

  it("that renames an alert replaces its rule and target alone", () => {
    const stack = workspace(before);
    stack.apply();
    stack.write(JSON.stringify(synthesize({ alerts: { main: {}, failures: { stops: { causes: ["crashed"] } } } })));
    expect(stack.changes()).toEqual({
      "aws_cloudwatch_event_rule.crashes": "delete",
      "aws_cloudwatch_event_target.crashes": "delete",
      "aws_cloudwatch_event_rule.failures": "create",
      "aws_cloudwatch_event_target.failures": "create",
    });
    stack.apply();
    expect(stack.changes()).toEqual({});
  });

  it("that removes an alert, or adds it again, changes the policies that name it, and nothing else", () => {
    const operated = { deadLetterQueue: {}, alarms: {}, role: { confineToAccount: true } };
    const stack = workspace({ ...before, ...operated });
    stack.apply(EVERY_VARIABLE);
    stack.write(JSON.stringify(synthesize({ alerts: { main: {} }, ...operated })));
    expect(stack.changes(EVERY_VARIABLE)).toEqual({
      "aws_cloudwatch_event_rule.crashes": "delete",
      "aws_cloudwatch_event_target.crashes": "delete",
      "aws_cloudwatch_metric_alarm.failed_invocations_crashes": "delete",
      "aws_iam_role.eventbridge_role": "update",
      "aws_sqs_queue_policy.dead_letter": "update",
    });
    stack.apply(EVERY_VARIABLE);
    stack.write(JSON.stringify(synthesize({ ...before, ...operated })));
    expect(stack.changes(EVERY_VARIABLE)).toEqual({
      "aws_cloudwatch_event_rule.crashes": "create",
      "aws_cloudwatch_event_target.crashes": "create",
      "aws_cloudwatch_metric_alarm.failed_invocations_crashes": "create",
      "aws_iam_role.eventbridge_role": "update",
      "aws_sqs_queue_policy.dead_letter": "update",
    });
  });

  it("that renames an alert's key but not its rule changes nothing, if it says what moved", () => {
    const crashed = { stops: { causes: ["crashed"] }, name: "crashed" } as const;
    const stack = workspace({ alerts: { crashes: crashed } });
    stack.apply();
    const moved = ["aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"].map((type) => ({
      from: `${type}.crashes`,
      to: `${type}.failures`,
    }));
    stack.write(JSON.stringify({ ...synthesize({ alerts: { failures: crashed } }), moved }));
    expect(stack.changes()).toEqual({});
  });

  it("that rotates a webhook changes the one API destination in place", () => {
    const stack = workspace(before);
    stack.apply();
    const rotated = { slack_webhook_url: `${WEBHOOK_URL}2` };
    expect(stack.changes(rotated)).toEqual({ "aws_cloudwatch_event_api_destination.main": "update" });
    stack.apply(rotated);
    expect(stack.changes(rotated)).toEqual({});
  });
});

/** What Terraform reads in a text, JSON escapes, and EventBridge takes for a placeholder. */
const NASTY = [
  ...[
    "${var.cluster_arn}",
    "%{ if true }x%{ endif }",
    "$${x}",
    "%%{x}",
    "$%{${",
    "$",
    "%",
    "${",
    "\\${x}",
    "\\u0024{x}",
  ],
  ...[
    '"\n\\',
    "<group>",
    "</group>",
    "\u003cgroup\u003e",
    "{{x}}",
    "~}",
    "a\t\r\u2028b",
    "絵文字 🚫",
    "e\u0301",
    "か\u3099",
    "\u212b",
  ],
];

/** Everywhere that a setting takes any text, and where the text then stands in what Terraform gives to AWS. */
const PLACES: Record<
  string,
  {
    /** @default - any text */
    readonly takes?: (text: string) => boolean;
    readonly alert: (text: string) => AlertSettings;
    readonly found: (alert: Planned) => unknown;
  }
> = {
  "a pattern": {
    alert: (text) => ({ stops: { pattern: { detail: { startedBy: [text] } } } }),
    found: ({ pattern }) => pattern.detail.startedBy[0],
  },
  "a title": {
    takes: (text) => !text.includes("\\u0024{x}"),
    alert: (title) => ({ message: { language: "en", title } }),
    found: ({ body }) => body.blocks[0].text.text,
  },
  "a field's label": {
    alert: (label) => ({ message: { language: "en", fields: [{ label, text: "x" }] } }),
    found: ({ body }) => body.attachments[0].fields[0].title,
  },
  "a field's text": {
    alert: (text) => ({ message: { language: "en", fields: [{ label: "x", text }] } }),
    found: ({ body }) => body.attachments[0].fields[0].value,
  },
  "a footer": {
    alert: (footer) => ({ message: { language: "en", footer } }),
    found: ({ body }) => body.attachments.at(-1).footer,
  },
  "a link's text": {
    alert: (text) => ({ message: { language: "en", links: [{ url: "https://example.com/", text }] } }),
    found: ({ body }) =>
      /^<https:\/\/example\.com\/\|(.*)>$/s
        .exec(body.blocks[1].text.text)?.[1]
        ?.replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&"),
  },
  "a payload": {
    alert: (text) => ({ message: { payload: { text, attachments: [{ fallback: text }] } } }),
    found: ({ body }) => (body.attachments[0].fallback === body.text ? body.text : body),
  },
  "a custom template": {
    takes: isKept,
    alert: (text) => ({
      message: { inputPaths: {}, inputTemplate: JSON.stringify({ text }).replaceAll("<", "\\u003c") },
    }),
    found: ({ body }) => body.text,
  },
};

interface Planned {
  // biome-ignore-start lint/suspicious/noExplicitAny: JSON has no type; whatever is read from it is compared
  readonly pattern: any;
  readonly body: any;
  // biome-ignore-end lint/suspicious/noExplicitAny: see above
}

describe("custom text", () => {
  it.each(Object.entries(PLACES))(
    "reaches AWS as it is written, whatever Terraform would read in it: %s",
    (_, place) => {
      const usable = anyText.filter((text) => text.trim() !== "" && text.length <= 100);
      const texts = [...NASTY, ...fc.sample(usable, { numRuns: 60, seed: 20_261_123 })].filter(place.takes ?? Boolean);
      const alerts = Object.fromEntries(
        texts.map((text, index) => [`t${index}`, { ...place.alert(text), webhook: "main" }]),
      );
      const changes = workspace({ alerts }).plan();
      const reached = texts.map((_text, index) => {
        const { event_pattern } = planned(changes, `aws_cloudwatch_event_rule.t${index}`);
        const { input_transformer } = planned(changes, `aws_cloudwatch_event_target.t${index}`);
        const [{ input_paths = {}, input_template }] = Object(input_transformer);
        const transformer = { inputPaths: input_paths ?? {}, inputTemplate: input_template };
        return place.found({
          pattern: JSON.parse(String(event_pattern)),
          body: delivered(transformer, variant("crashed", {})),
        });
      });
      expect(reached).toEqual(texts);
    },
  );

  it("reaches AWS as it is written in the role's path and boundary too", () => {
    const role = {
      path: "/${path.cwd}%{x/",
      permissionsBoundary: "arn:aws:iam::123456789012:policy/${path.cwd}%{x/boundary",
    };
    expect(planned(workspace({ role }).plan(), "aws_iam_role.eventbridge_role")).toMatchObject({
      path: role.path,
      permissions_boundary: role.permissionsBoundary,
    });
  });
});
