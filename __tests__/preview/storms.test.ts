import { describe, expect, it } from "vitest";
import { alertsOfStacks } from "../../lib/preview/read/alerts";
import { runEvents } from "../../lib/preview/run";
import { alarmEvents, stormSentences } from "../../lib/preview/storms";
import { variant } from "../sample-events";
import { synthesize } from "../synthesized";

const STORM = { stops: { causes: ["crashed"] }, storm: { events: 3, minutes: 5 } } as const;
const { alerts } = alertsOfStacks([{ name: "stack", json: synthesize({ alerts: { main: {}, storm: STORM } }) }]);

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
    const { results } = runEvents({ alerts }, crashes("00:00"));
    const verdicts = Object.fromEntries(results.map(({ alert, verdict }) => [alert.ruleName, verdict]));
    expect(verdicts).toEqual({
      "demo-ecs-alert": "rings",
      "demo-storm": "counts",
      "demo-storm-began": "silent",
      "demo-storm-over": "silent",
    });
  });

  it("is shown with both changes of its alarm, each by one message", () => {
    const events = alarmEvents(alerts, alerts);
    expect(events.map(({ name }) => name)).toEqual(["demo-storm-storm begins", "demo-storm-storm is over"]);
    const rings = runEvents({ alerts }, events).results.filter(({ verdict }) => verdict === "rings");
    expect(rings.map(({ event, alert }) => [event.name, alert.ruleName])).toEqual([
      ["demo-storm-storm begins", "demo-storm-began"],
      ["demo-storm-storm is over", "demo-storm-over"],
    ]);
  });

  it("says whether a list of events reaches its threshold within the window", () => {
    const sentence = (...times: readonly string[]) => stormSentences(runEvents({ alerts }, crashes(...times)))[0];
    expect(sentence("00:00", "02:30", "04:59")).toBe(
      "demo-storm-storm: 3 of the events count, at most 3 of them within 5 minutes by their times, and it takes 3: the storm begins.",
    );
    expect(sentence("00:00", "02:30", "05:00")).toContain("at most 2 of them within 5 minutes");
    expect(sentence("10:00", "00:00", "12:00", "14:00")).toContain("the storm begins");
    expect(sentence("00:00")).toContain("1 of the events count, at most 1 of them");
    expect(sentence("00:00")).toContain("and it takes 3: no storm.");
  });
});
