import { describe, expect, it } from "vitest";
import type { StackSettings } from "../../lib";
import { refusal, synthesize } from "../synthesized";

const BOTH = ["aws.ecs", "ecs-task-alert.drill"];

/** The sources in the pattern of each rule. */
function sources(settings: StackSettings) {
  const rules: Record<string, { event_pattern: string }> = synthesize(settings).resource.aws_cloudwatch_event_rule;
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, JSON.parse(rule.event_pattern).source]));
}

describe("the setting drills", () => {
  const alerts: StackSettings["alerts"] = {
    main: {},
    incidents: { incidents: { kinds: "abnormal" } },
    storm: { storm: { events: 9, minutes: 5 } },
  };

  it("lets drills trigger alerts for stops and incidents and count towards storms, but not pass for changes of an alarm", () => {
    expect(sources({ drills: true, alerts })).toEqual({
      main: BOTH,
      incidents: BOTH,
      storm: BOTH,
      storm_began: ["aws.cloudwatch"],
      storm_over: ["aws.cloudwatch"],
    });
  });

  it("is off by default, and then changes nothing", () => {
    expect(JSON.stringify(synthesize({ alerts }))).not.toContain("drill");
    expect(synthesize({ alerts, drills: false })).toEqual(synthesize({ alerts }));
  });

  it("counts towards the length of the pattern", () => {
    const settings = (length: number, drills: boolean): StackSettings => {
      const stops = { pattern: { detail: { startedBy: ["x".repeat(length)] } } };
      return { drills, alerts: { main: { stops } } };
    };
    const longest = 2048 - Number(/of (\d+) characters/.exec(refusal(settings(2048, false)))?.[1]) + 2048;
    synthesize(settings(longest, false));
    const more = ',"ecs-task-alert.drill"'.length;
    synthesize(settings(longest - more, true));
    expect(refusal(settings(longest - more + 1, true))).toContain("makes a pattern of 2049 characters");
  });
});
