import { describe, expect, it } from "vitest";
import { helpOf } from "../../lib/cli/command";
import { asFailure } from "../../lib/cli/failure";
import { readOptions } from "../../lib/preview/options";

function refusalOf(read: () => unknown) {
  try {
    return read();
  } catch (error) {
    return asFailure(error);
  }
}

describe("arguments", () => {
  it("default to main.ts with the samples", () => {
    expect(readOptions([])).toEqual({
      app: undefined,
      plan: undefined,
      against: undefined,
      events: [],
      output: "terminal",
      body: false,
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
    expect(readOptions(["--event", "a.json", "--body"]).body).toBe(true);
  });

  it.each([
    ["--app a --plan b", "--app and --plan both say which alerts: give one."],
    ["--json --markdown", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--send --json", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--send --markdown", "--json, --markdown and --send all say what to do with the messages: give one."],
    ["--body --json", "--body is for a terminal: leave out --json, --markdown, --send, --against."],
    ["--body --against a", "--body is for a terminal: leave out --json, --markdown, --send, --against."],
    ["--against a --json", "--against only shows what changed: leave out --json and --send."],
    ["--against a --send", "--against only shows what changed: leave out --json and --send."],
    ["--dry-run", "--dry-run is for --send: give both."],
    ["--event - --event -", "--event -: standard input can be read only once."],
    ["--what", "Unknown option '--what'. --help lists all options."],
    ["what", "Unexpected argument 'what'. --help lists all options."],
    ["--plan", "Option '--plan <value>' argument missing. --help lists all options."],
  ])("that do not exist or cannot be combined are refused: %s", (args, problem) => {
    expect(refusalOf(() => readOptions(args.split(" ")))).toMatchObject({ message: problem, exitCode: 2 });
  });
});

describe("the help", () => {
  it("has examples that are no mistakes", () => {
    const examples = [...helpOf("preview").matchAll(/npm run (?:--silent )?preview -- (--(?!help).*)/g)];
    expect(examples.length).toBeGreaterThan(9);
    for (const [, args = ""] of examples) expect(() => readOptions(args.split(" ")), args).not.toThrow();
  });

  it.each([
    "--app",
    "--plan",
    "--event",
    "--body",
    "--json",
    "--markdown",
    "--against",
    "--send",
    "--dry-run",
    "--help",
  ])("has %s, with an example", (option) => {
    expect(helpOf("preview")).toMatch(new RegExp(`^  ${option} `, "m"));
    expect(helpOf("preview")).toMatch(new RegExp(`npm run .*preview -- .*${option}\\b`));
  });
});
