import { runInNewContext } from "node:vm";
import { Fn, TerraformStack, TerraformVariable } from "cdktf";
import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { event, text } from "../../lib/message/event-value";
import { InvalidSettings } from "../../lib/problems/problem";
import { app, refusal, synthesize } from "../synthesized";

const SECRET = "MarkedSecret";
const URL = `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}`;

/** What is refused in settings that came without types: from JSON, or through a cast. */
function refused(settings: object): string {
  return refusal(settings as StackSettings);
}

function variable(): TerraformVariable {
  return new TerraformVariable(new TerraformStack(app(), "other"), "v", { type: "string" });
}

describe("a webhook's URL", () => {
  it.each<[string, object]>([
    ["connectionName", { connectionName: URL }],
    ["connectionName", { connectionName: URL.replace(`/${SECRET}`, `/ "${SECRET}`) }],
    ["connectionName", { connectionName: URL.replace("https://", "") }],
    ["connectionName", { connectionName: URL.replace("https://hooks", "HTTPS://HOOKS") }],
    [
      "alerts.main.message.footer",
      { alerts: { main: { message: { language: "en", footer: encodeURIComponent(URL) } } } },
    ],
    [
      "alerts.main.message.inputTemplate",
      { alerts: { main: { message: { inputPaths: {}, inputTemplate: `{"text":"${URL.replaceAll("/", "\\/")}"}` } } } },
    ],
    ["alerts.main.message.color", { alerts: { main: { message: { language: "en", color: URL } } } }],
    ["webhooks.main.url", { webhooks: { main: { url: URL } } }],
    ["tags", { tags: { [URL]: "x" } }],
    ["tags.Team", { tags: { Team: URL } }],
    ["alerts", { alerts: { [URL]: { stops: { services: ["a b"] } } } }],
    ["alerts.main.stops.pattern.detail", { alerts: { main: { stops: { pattern: { detail: { [URL]: ["x"] } } } } } }],
    ["alerts.main.message.payload.text", { alerts: { main: { message: { payload: { text: URL } } } } }],
    [
      "alerts.main.message.payload.text",
      { alerts: { main: { message: { payload: { text: text`${"x"}${URL} ${event.region}` } } } } },
    ],
  ])("is refused in '%s' without being shown", (setting, settings) => {
    const said = refused(settings);
    expect(said).toContain(setting);
    expect(said).toContain("which is a secret: remove it, and give it to Terraform as the webhook's variable");
    expect(said).not.toContain(SECRET);
  });

  it("is in nothing that the error holds, not even in a stack's name", () => {
    const error = new InvalidSettings(`a${URL}`, [{ setting: `tags.${URL}`, text: `makes ${URL}` }]);
    expect(JSON.stringify([error, error.message, error.stack, error.problems])).not.toContain(SECRET);
  });
});

describe("a value that is known only when Terraform runs", () => {
  it("is accepted for tags, the role's path and boundary, the topic and in patterns", () => {
    const RESOLVED = '${lower("X")}';
    const later: string = Fn.lower("X");
    const { resource, provider } = synthesize({
      tags: { Team: later },
      role: { path: later, permissionsBoundary: later },
      alarms: { topicArn: later },
      alerts: {
        main: { stops: { pattern: { detail: { availabilityZone: [later] } } } },
        deployments: { incidents: { kinds: "abnormal", pattern: { detail: { deploymentId: [later] } } } },
      },
    });
    expect(provider.aws[0].default_tags[0].tags.Team).toBe(RESOLVED);
    expect(resource.aws_iam_role.eventbridge_role).toMatchObject({
      path: RESOLVED,
      permissions_boundary: RESOLVED,
    });
    expect(resource.aws_cloudwatch_event_rule.main.event_pattern).toContain(
      '"availabilityZone":[${jsonencode(lower("X"))}]',
    );
    expect(resource.aws_cloudwatch_event_rule.deployments.event_pattern).toContain(
      '"deploymentId":[${jsonencode(lower("X"))}]',
    );
  });

  const imported = (inputPaths: object) => ({ inputPaths, inputTemplate: '{"text":"<code>"}' });

  it.each<[string, (value: string) => object]>([
    ["namePrefix", (namePrefix) => ({ namePrefix })],
    ["connectionName", (name) => ({ connectionName: `x-${name}` })],
    ["alerts.main.message.footer", (footer) => ({ alerts: { main: { message: { language: "en", footer } } } })],
    ["alerts.main.stops.services.0", (name) => ({ alerts: { main: { stops: { services: [name] } } } })],
    ["alerts.main.message.payload.text", (value) => ({ alerts: { main: { message: { payload: { text: value } } } } })],
    ["alerts.main.message.inputPaths.code", (code) => ({ alerts: { main: { message: imported({ code }) } } })],
    ["tags", (key) => ({ tags: { [key]: "x" } })],
  ])("is refused in '%s', without showing the token", (setting, settings) => {
    const said = refused(settings(variable().stringValue));
    expect(said).toContain("have a problem:");
    expect(said).toContain(`'${setting}' must be known at synth time`);
    expect(said).not.toContain("TfToken");
  });

  it("is refused next to characters that would break the JSON of a pattern", () => {
    for (const beside of ['"', "\\", "\n", "$"])
      expect(
        refused({ alerts: { main: { stops: { pattern: { detail: { x: [`${Fn.lower("X")}${beside}`] } } } } } }),
      ).toContain("'alerts.main.stops.pattern.detail.x.0' has quotes, backslashes");
  });

  it("is refused as a number", () => {
    expect(refused({ webhooks: { main: { ratePerSecond: variable().numberValue } } })).toContain(
      "'webhooks.main.ratePerSecond' must be known at synth time",
    );
  });

  it("is refused if it was cut, or is a list", () => {
    const { stringValue, listValue } = variable();
    for (const value of [stringValue.slice(0, 14), stringValue.slice(0, -2), ...listValue])
      expect(refused({ tags: { Team: value } })).toContain(
        "'tags.Team' contains a truncated or non-string Terraform token",
      );
  });

  it("is refused as the variable's `value`, which is not a string, and as any other object or function", () => {
    for (const [value, said] of [
      [variable().value, "got an object of cdktf (its 'stringValue' is a string)"],
      [variable(), "got an object of cdktf (its 'stringValue' is a string)"],
      [new Date(), "got Date"],
      [() => "x", "got function"],
      [new Map(), "got Map"],
    ] as const)
      for (const settings of [
        { tags: { Team: value } },
        { alerts: { main: { stops: { pattern: { detail: { availabilityZone: [value] } } } } } },
        { alerts: { main: { message: { payload: { text: value } } } } },
      ]) {
        expect(refused(settings)).toMatch(/have a problem:\n.*$/);
        expect(refused(settings)).toContain(said);
      }
  });
});

describe("objects", () => {
  class Message {
    readonly text = "Stopped.";
    constructor(readonly attachments: readonly object[]) {}
  }

  it("are accepted from classes that hold only data, such as those that build messages", () => {
    const payload = new Message([{ fallback: "x" }]);
    const { resource } = synthesize({ alerts: { main: { message: { payload } } } });
    const [{ input_template }] = [resource.aws_cloudwatch_event_target.main.input_transformer];
    expect(JSON.parse(input_template)).toEqual({ text: "Stopped.", attachments: [{ fallback: "x" }] });
  });

  it("are refused where they refer to themselves, or stand in place of the settings", () => {
    const payload: Record<string, unknown> = { text: "x" };
    payload.blocks = [payload];
    expect(refused({ alerts: { main: { message: { payload } } } })).toContain(
      "'alerts.main.message.payload.blocks.0' refers to itself",
    );
    expect(refused(new Map())).toContain("  - The settings must be of type object, got Map");
  });
});

describe("values that JSON cannot express", () => {
  it.each<[string, object]>([
    ["alerts.main.stops.pattern.detail.cpu.0", { stops: { pattern: { detail: { cpu: [Number.NaN] } } } }],
    ["alerts.main.stops.pattern.detail.cpu", { stops: { pattern: { detail: { cpu: undefined } } } }],
    ["alerts.main.stops.pattern.detail.cpu.0", { stops: { pattern: { detail: { cpu: [undefined] } } } }],
    ["alerts.main.message.payload.blocks.0", { message: { payload: { text: "x", blocks: [undefined] } } }],
    ["alerts.main.message.payload.ts", { message: { payload: { text: "x", ts: Number.POSITIVE_INFINITY } } }],
  ])("are refused in '%s'", (setting, alert) => {
    const said = refused({ alerts: { main: alert } });
    expect(said).toContain("have a problem:");
    expect(said).toMatch(new RegExp(`'${setting}' must be .*, got (undefined|NaN|Infinity)`));
  });

  it("may be undefined where a setting or a part of a payload is optional", () => {
    const payload = { text: "x", blocks: undefined };
    const settings = { tags: undefined, alerts: { main: { stops: undefined, message: { payload } } } };
    expect(synthesize(settings as unknown as StackSettings)).toHaveProperty("resource");
  });
});

describe("settings from JSON", () => {
  it("are accepted from another realm, frozen, and without a prototype", () => {
    const foreign = runInNewContext('({ namePrefix: "prod", alerts: { main: { stops: { services: ["api"] } } } })');
    const bare = Object.assign(Object.create(null), { namePrefix: "prod", alerts: undefined });
    for (const settings of [foreign, Object.freeze({ ...foreign }), bare])
      expect(synthesize(settings).resource.aws_cloudwatch_event_rule.main.name).toBe("prod-ecs-alert");
  });

  it("are refused where they have the key __proto__, which would vanish", () => {
    for (const json of [
      '{"alerts":{"main":{"stops":{"pattern":{"detail":{"__proto__":["x"]}}}}}}',
      '{"tags":{"__proto__":"p"}}',
      '{"alerts":{"__proto__":{"stops":{"services":["a b"]}},"main":{}}}',
    ])
      expect(refused(JSON.parse(json))).toContain("has the key '__proto__': remove it.");
  });
});

describe("settings that are nested too deeply", () => {
  it("are refused with a clear message", () => {
    let deep: object = { x: ["y"] };
    for (let level = 0; level < 5000; level++) deep = { x: deep };
    expect(refused({ alerts: { main: { stops: { pattern: { detail: deep } } } } })).toContain(
      "is nested more than 100 levels deep",
    );
  });
});
