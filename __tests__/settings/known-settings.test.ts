import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { refusal, synthesize } from "../synthesized";

/** What is refused in settings that came without types: from JavaScript or JSON. */
function refused(json: string): string {
  const settings: StackSettings = JSON.parse(json);
  return refusal(settings);
}

describe("a key that is not a setting", () => {
  it("is refused with a list of those that are, alongside every other problem", () => {
    const stops = { causes: "abnormal", service: ["api"], ignoreContainer: ["envoy"] } as const;
    const alert = { stops, mesage: { language: "en" }, strom: { events: 5, minutes: 5 }, webhook: "missing" } as const;
    const said = refusal({ ...{ alerts: { main: alert }, deadletterQueue: {} } });
    for (const [wrong, right] of [
      ["alerts.main.stops.service", "services"],
      ["alerts.main.stops.ignoreContainer", "ignoreContainers"],
      ["alerts.main.mesage", "message"],
      ["alerts.main.strom", "storm"],
      ["deadletterQueue", "deadLetterQueue"],
    ])
      expect(said).toMatch(new RegExp(`'${wrong}' is not a setting: remove it, or choose one of .*'${right}'`));
    expect(said).toContain("'alerts.main.webhook' is 'missing'");
  });

  it.each([
    ["webhooks.main.rate", '{"webhooks":{"main":{"rate":1}}}'],
    ["role.boundary", '{"role":{"boundary":"x"}}'],
    ["alarms.topic", '{"alarms":{"topic":"x"}}'],
    ["deadLetterQueue.toString", '{"deadLetterQueue":{"toString":"x"}}'],
    ["alerts.a.incidents.service", '{"alerts":{"a":{"incidents":{"kinds":"abnormal","service":[]}}}}'],
    ["alerts.a.message.link", '{"alerts":{"a":{"message":{"language":"en","link":[]}}}}'],
    ["alerts.a.message.links.0.uri", '{"alerts":{"a":{"message":{"language":"en","links":[{"uri":"x"}]}}}}'],
    ["alerts.a.message.fields.0.lable", '{"alerts":{"a":{"message":{"language":"en","fields":[{"lable":"x"}]}}}}'],
    ["alerts.a.storm.message.titel", '{"alerts":{"a":{"storm":{"message":{"titel":"x"}}}}}'],
  ])("is refused in every object of settings: %s", (setting, json) => {
    expect(refused(json)).toContain(`'${setting}' is not a setting: `);
  });

  it("cannot be one whose name the user chooses", () => {
    const alert = { stops: { pattern: { account: ["1"] } }, message: { payload: { text: "x" } } };
    expect(synthesize({ alerts: { anything: alert }, tags: { Anything: "x" } })).toHaveProperty("resource");
  });
});

describe("a value of another type", () => {
  it.each([
    ["alerts.a.stops.services", 'of type list, got "api"', '{"stops":{"services":"api"}}'],
    ["alerts.a.stops.exitCodes.0", 'of type number, got "1"', '{"stops":{"exitCodes":["1"]}}'],
    ["alerts.a.stops.causes", '"abnormal" or of type list, got "crashed"', '{"stops":{"causes":"crashed"}}'],
    ["alerts.a.incidents.services", "of type list, got object", '{"incidents":{"kinds":"abnormal","services":{}}}'],
    ["alerts.a.incidents.kinds", '"abnormal" or of type list, got "steady"', '{"incidents":{"kinds":"steady"}}'],
    ["alerts.a.storm.events", 'of type number, got "10"', '{"storm":{"events":"10","minutes":5}}'],
    ["alerts.a.storm", "of type object, got true", '{"storm":true}'],
    ["alerts.a.message", '"original" or of type object, got null', '{"message":null}'],
    ["alerts.a.message.title", "of type string, got 5", '{"message":{"language":"en","title":5}}'],
    ["alerts.a.message.links.0", "of type string or object, got null", '{"message":{"language":"en","links":[null]}}'],
    ["alerts.a.message.mention", 'of type list, got "here"', '{"message":{"language":"en","mention":"here"}}'],
    ["alerts.a.webhook", "of type string, got list", '{"webhook":["main"]}'],
    ["alerts.a", "of type object, got null", "null"],
  ])("is refused before anything reads it: %s", (setting, text, alert) => {
    expect(refused(`{"alerts":{"a":${alert}}}`)).toContain(`'${setting}' must be ${text}`);
  });

  it("is refused at the top level too", () => {
    expect(refused('{"alerts":[]}')).toContain("'alerts' must be of type object, got list.");
    expect(refused('{"role":{"confineToAccount":"false"}}')).toContain(
      "'role.confineToAccount' must be of type boolean, got \"false\"",
    );
    expect(refused("null")).toContain("The settings must be of type object, got null");
  });

  it("is refused if it belongs to the other kind of alert", () => {
    expect(refused('{"alerts":{"a":{"stops":{},"incidents":{"kinds":"abnormal"}}}}')).toContain(
      "'alerts.a.stops' cannot be set together with 'incidents'",
    );
  });

  it("may be undefined for a setting, but not for a tag", () => {
    const none = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, undefined]));
    expect(synthesize({ ...none(["alerts", "role", "tags"]) })).toHaveProperty("resource");
    const tags: Record<string, string> = {};
    Object.assign(tags, none(["Team"]));
    expect(refusal({ tags })).toContain("'tags.Team' must be of type string, got undefined");
  });
});
