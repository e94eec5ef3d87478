import { describe, expect, it } from "vitest";
import { compare } from "../../lib/preview/compare";
import { alertsOfStacks } from "../../lib/preview/read/alerts";
import { runEvents } from "../../lib/preview/run";
import { alarmEvents, stormSentences } from "../../lib/preview/storms";
import type { StackSettings } from "../../lib/settings/stack-settings";
import { variant } from "../sample-events";
import { synthesize } from "../synthesized";

const STORM = { stops: { causes: ["crashed"] }, storm: { events: 3, minutes: 5 } } as const;
const alerts = alertsOfStacks([{ name: "stack", json: synthesize({ alerts: { main: {}, storm: STORM } }) }]);
type Alerts = NonNullable<StackSettings["alerts"]>;

/** Crashes at these minutes, and at seconds after them. */
function crashes(...times: readonly string[]) {
  return times.map((time, index) => ({
    name: `crash#${index}`,
    event: { ...variant("crashed", {}), time: `2026-01-01T00:${time}Z` },
    body: undefined,
  }));
}

describe("an alert for storms", () => {
  it("counts the events of its rule, without a message for each", () => {
    const { results } = runEvents(alerts, crashes("00:00"));
    const verdicts = Object.fromEntries(results.map(({ alert, verdict }) => [alert.ruleName, verdict]));
    expect(verdicts).toEqual({
      "demo-ecs-alert": "rings",
      "demo-storm": "counts",
      "demo-storm-began": "silent",
      "demo-storm-over": "silent",
    });
  });

  it("is shown with both changes of its alarm, each with one message", () => {
    const events = alarmEvents(alerts, alerts);
    expect(events.map(({ name }) => name)).toEqual(["demo-storm-storm begins", "demo-storm-storm is over"]);
    const rings = runEvents(alerts, events).results.filter(({ verdict }) => verdict === "rings");
    expect(rings.map(({ event, alert }) => [event.name, alert.ruleName])).toEqual([
      ["demo-storm-storm begins", "demo-storm-began"],
      ["demo-storm-storm is over", "demo-storm-over"],
    ]);
  });

  it("says whether a list of events reaches its threshold within the window", () => {
    const sentence = (...times: readonly string[]) => stormSentences(runEvents(alerts, crashes(...times)))[0];
    expect(sentence("00:00", "02:30", "04:59")).toBe(
      "demo-storm-storm: 3 of the events counted, at most 3 within 5 minutes by their times, and 3 needed: the storm begins.",
    );
    expect(sentence("00:00", "02:30", "05:00")).toContain("at most 2 within 5 minutes");
    expect(sentence("10:00", "00:00", "12:00", "14:00")).toContain("the storm begins");
    expect(sentence("00:00")).toContain("1 of the events counted, at most 1 within");
    expect(sentence("00:00")).toContain("and 3 needed: no storm.");
  });

  it("is the same alert as the one that it was before, in a comparison", () => {
    const run = (settings: Alerts) => {
      const alerts = alertsOfStacks([{ name: "stack", json: synthesize({ alerts: settings }) }]);
      return runEvents(alerts, [...crashes("00:00"), ...alarmEvents(alerts)]);
    };
    const plain = { storm: { stops: STORM.stops } };
    const changes = (before: Alerts, after: Alerts) =>
      compare(run(before), run(after)).changes.map(({ sign, subject, text }) => `${sign} ${subject} ${text}`);
    const counts = (events: number) => `matches what an alarm counts, ${events} within 5 minutes`;
    expect(changes(plain, { storm: STORM })).toEqual([
      "! No alert here rings any more for crash#0",
      "+ storm_began is a new alert",
      "+ storm_began now rings for demo-storm-storm begins",
      "+ storm_over is a new alert",
      "+ storm_over now rings for demo-storm-storm is over",
      "- storm no longer rings for crash#0: an alarm counts them",
      `~ storm ${counts(3)} (before: posts to slack_webhook_url)`,
    ]);
    expect(changes({ storm: STORM }, plain)).toContain(`~ storm posts to slack_webhook_url (before: ${counts(3)})`);
    expect(changes({ storm: STORM }, { storm: { ...STORM, storm: { events: 4, minutes: 5 } } })).toContain(
      `~ storm ${counts(4)} (before: ${counts(3)})`,
    );
    const unhealthy = { storm: { ...STORM, stops: { causes: ["unhealthy"] } } } as const;
    expect(changes({ storm: STORM }, unhealthy)[0]).toMatch(
      /^- storm no longer counts towards its alarm for crash#0: /,
    );
    expect(changes(unhealthy, { storm: STORM })[0]).toBe("+ storm now counts towards its alarm for crash#0");
  });
});
