import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { helpOf } from "../../lib/cli/command";

const HELP = readFileSync("help", "utf8");

describe("the file help", () => {
  it("fits 80 columns", () => {
    expect(HELP.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("names scripts of package.json only", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const [, script] of HELP.matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });

  it("gives a command its section without the heading, and several commands the one that they share", () => {
    expect(helpOf("synth")).toMatch(/^Check the types [^=]* cannot be used\.$/);
    expect(helpOf("destroy")).toBe(helpOf("deploy"));
  });
});
