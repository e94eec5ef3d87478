import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "../preview/files";

function run(file: string) {
  const args = ["-r", "./lib/app/typescript.js", file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { stdout, stderr };
}

describe("a TypeScript file", () => {
  it("runs in its current version, with modules that know their own path and packages that are ES modules", () => {
    const project = folder({
      "app.ts":
        'import { place } from "./lib/place.js";\nimport width from "string-width";\nconsole.log(place, width("あ"));',
      "lib/place.ts": "export const place: string = `${__dirname} ${__filename}`;",
    });
    const [app, place] = [join(project, "app.ts"), join(project, "lib/place.ts")];
    expect(run(app)).toEqual({ stdout: `${join(project, "lib")} ${place} 2\n`, stderr: "" });
    writeFileSync(place, "export const place: number = 1;");
    expect(run(app)).toEqual({ stdout: "1 2\n", stderr: "" });
  });

  it.each([
    ["at once", "fail();"],
    ["later", "setTimeout(fail, 1);"],
    ["by a promise", "void Promise.resolve().then(fail);"],
  ])("that throws %s reports the line", (_when, call) => {
    const text = `interface Unused {}\n\n\nfunction fail(): never {\n  throw new Error("Oh no.");\n}\n${call}\n`;
    expect(run(join(folder({ "app.ts": text }), "app.ts")).stderr).toMatch(
      /Error: Oh no\.\n {4}at \S*fail \(\S*app\.ts:5:9\)/,
    );
  });

  it("that cannot be parsed is reported with the place of the mistake", () => {
    expect(run(join(folder({ "app.ts": "const = 1;" }), "app.ts")).stderr).toContain("app.ts:1:6:");
  });
});
