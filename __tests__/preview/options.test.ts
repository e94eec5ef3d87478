import { describe, expect, it } from "vitest";
import { InputProblem } from "../../lib/preview/model";
import { HELP, readOptions } from "../../lib/preview/options";

describe("arguments", () => {
  it("are none for main.ts with the samples", () => {
    expect(readOptions([])).toEqual({
      app: undefined,
      plan: undefined,
      against: undefined,
      events: [],
      output: "terminal",
      dryRun: false,
    });
  });

  it("say which alerts, which events, and what to do with them", () => {
    const args = ["--plan", "plan.json", "--event", "a.json", "--event=-", "--markdown", "--against", "old.json"];
    expect(readOptions(args)).toMatchObject({
      plan: "plan.json",
      events: ["a.json", "-"],
      output: "markdown",
      against: "old.json",
    });
    expect(readOptions(["--app", "a.ts", "--send", "--dry-run"])).toMatchObject({
      app: "a.ts",
      output: "send",
      dryRun: true,
    });
    expect(readOptions(["--json"]).output).toBe("json");
    expect(readOptions(["-h"]).output).toBe("help");
  });

  it.each([
    ["--app a --plan b", "--app and --plan: both say which alerts, give one."],
    ["--json --markdown", "--json and --markdown: both say what to print, give one."],
    ["--send --json", "--send prints what Slack answers: leave out --json and --markdown."],
    ["--send --markdown", "--send prints what Slack answers: leave out --json and --markdown."],
    ["--against a --json", "--against and --json: a comparison is no part of the JSON document, leave out one."],
    ["--against a --send", "--against and --send do not go together: leave out one."],
    ["--dry-run", "--dry-run is for --send: give both."],
    ["--event - --event -", "--event -: standard input can be read once only."],
    ["--what", "Unknown option '--what'. All options: npm run preview -- --help"],
    ["what", "Unexpected argument 'what'. All options: npm run preview -- --help"],
    ["--plan", "Option '--plan <value>' argument missing. All options: npm run preview -- --help"],
  ])("that do not go together or do not exist are refused: %s", (args, problem) => {
    expect(() => readOptions(args.split(" "))).toThrow(new InputProblem(problem));
  });
});

describe("the help", () => {
  it("fits 100 columns", () => {
    expect(HELP.split("\n").filter((line) => line.length > 100)).toEqual([]);
  });

  it.each(["--app", "--plan", "--event", "--json", "--markdown", "--against", "--send", "--dry-run", "--help"])(
    "has %s, with an example",
    (option) => {
      expect(HELP).toMatch(new RegExp(`^  ${option} `, "m"));
      expect(HELP).toMatch(new RegExp(`npm run .*preview -- .*${option}\\b`));
    },
  );
});
