import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { InputProblem } from "../../../lib/preview/model";
import { synthesizeApp } from "../../../lib/preview/read/synthesize-app";
import { file, folder } from "../files";

const CDKTF = JSON.stringify(require.resolve("cdktf"));
const STACK = JSON.stringify(join(process.cwd(), "lib/ecs-task-alert-stack"));
const app = (body: string) => `import { App, TerraformOutput, TerraformStack } from ${CDKTF};\n${body}`;

/** What the app's refusal says, without the folder that it is in. */
async function refusal(path: string): Promise<string> {
  const error: unknown = await synthesizeApp(path).catch((reason) => reason);
  if (!(error instanceof InputProblem)) throw new Error("It is no InputProblem.", { cause: error });
  return error.message.replaceAll(/[^\s(]*preview-test-\w+\//g, "");
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("an app", () => {
  it("gives its stacks, and leaves nothing behind", async () => {
    const path = file(
      "app.ts",
      app(`const app = new App();
        const b = new TerraformStack(app, "b");
        new TerraformOutput(b, "o", { value: app.node.tryGetContext("stage") });
        new TerraformStack(app, "a");
        app.synth();`),
    );
    const temporary = folder({});
    vi.stubEnv("TMPDIR", temporary);
    vi.stubEnv("CDKTF_OUTDIR", "mine");
    const stacks = await synthesizeApp(path, { stage: "production" });
    expect(stacks.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(stacks[1]?.json.output).toEqual({ o: { value: "production" } });
    expect(process.env.CDKTF_OUTDIR).toBe("mine");
    expect(process.env.CDKTF_CONTEXT_JSON).toBeUndefined();
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync("mine")).toBe(false);
    expect(await synthesizeApp(path)).toBe(stacks);
  });

  it("cannot print to standard output, which is for the report", async () => {
    const stdout = vi.spyOn(process.stdout, "write");
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await synthesizeApp(file("app.ts", app('process.stdout.write("noise"); new App().synth();')));
    expect(stdout.mock.calls.flat()).not.toContain("noise");
    expect(stderr.mock.calls.flat()).toContain("noise");
  });

  it("must exist", async () => {
    expect(await refusal("nowhere.ts")).toBe("nowhere.ts: does not exist.");
  });

  it("that does not synthesize says why: all problems of its settings", async () => {
    const path = file(
      "app.ts",
      app(`import { EcsTaskAlertStack } from ${STACK};
        new EcsTaskAlertStack(new App(), "s", { namePrefix: "a b", connectionName: "c d" });`),
    );
    expect(await refusal(path)).toMatch(
      /^app\.ts does not synthesize\. The settings of stack 's' have \d+ problems:\n {2}- '/,
    );
  });

  it("that does not synthesize says where, for an error of its own", async () => {
    expect(await refusal(file("app.ts", '\nthrow new Error("Oh no.");'))).toMatch(
      /^app\.ts does not synthesize\. Oh no\. \(app\.ts:2:\d+\)$/,
    );
    expect(await refusal(file("app.ts", 'throw "Oh no."'))).toBe("app.ts does not synthesize. Oh no.");
  });

  it("must call synth, and leave the folder to CDKTF", async () => {
    const remedy =
      "app.ts does not synthesize. It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).";
    expect(await refusal(file("app.ts", app("new App();")))).toBe(remedy);
    const elsewhere = JSON.stringify(folder({}));
    expect(await refusal(file("app.ts", app(`new App({ outdir: ${elsewhere} }).synth();`)))).toBe(remedy);
  });
});
