import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { requiredVariables } from "../../lib/app/project";
import { synthesize } from "../../lib/app/synthesize";
import { Failure } from "../../lib/cli/failure";
import { file, folder } from "../preview/files";

const CDKTF = JSON.stringify(require.resolve("cdktf"));
const STACK = JSON.stringify(join(process.cwd(), "lib/ecs-task-alert-stack"));
const app = (body: string) =>
  `import { App, TerraformOutput, TerraformStack, TerraformVariable } from ${CDKTF};\n${body}`;

/** What the app's refusal says, without the folder that it is in, and its exit code. */
async function refusal(path: string): Promise<{ readonly words: string; readonly exitCode: number }> {
  const error: unknown = await synthesize(path).catch((reason) => reason);
  if (!(error instanceof Failure)) throw new Error("It is no Failure.", { cause: error });
  return { words: error.message.replaceAll(/[^\s(]*preview-test-\w+\//g, ""), exitCode: error.exitCode };
}

let temporary = "";
beforeEach(() => {
  temporary = folder({});
  vi.stubEnv("TMPDIR", temporary);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  expect(readdirSync(temporary).filter((name) => name.startsWith("synth-"))).toEqual([]);
});

describe("an app", () => {
  it("returns its stacks, and sees the context but no Terraform variables", async () => {
    const project = folder({
      "cdktf.json": '{ "context": { "stage": "production" } }',
      "tsconfig.json": readFileSync("tsconfig.json", "utf8"),
      "app.js": app(`const app = new App();
        const b = new TerraformStack(app, "b");
        new TerraformOutput(b, "stage", { value: app.node.tryGetContext("stage") });
        new TerraformOutput(b, "variable", { value: process.env.TF_VAR_x ?? "unset" });
        new TerraformStack(app, "a");
        app.synth();`),
    });
    vi.stubEnv("CDKTF_OUTDIR", "mine");
    vi.stubEnv("TF_VAR_x", "secret");
    const here = process.cwd();
    process.chdir(project);
    const stacks = await synthesize("app.js").finally(() => process.chdir(here));
    expect(stacks.map(({ name, path }) => [name, path])).toEqual([
      ["a", "stacks/a/cdk.tf.json"],
      ["b", "stacks/b/cdk.tf.json"],
    ]);
    expect(stacks[1]?.json.output).toEqual({ stage: { value: "production" }, variable: { value: "unset" } });
    expect(existsSync("mine")).toBe(false);
  });

  it("may synthesize asynchronously, exit with 0 after that, or be an ES module", async () => {
    const stack = 'const app = new App(); new TerraformStack(app, "a");';
    expect(await synthesize(file("app.js", app(`${stack} setTimeout(() => app.synth(), 10);`)))).toHaveLength(1);
    expect(await synthesize(file("app.js", app(`${stack} app.synth(); process.exit(0);`)))).toHaveLength(1);
    const project = folder({ "package.json": '{ "type": "module" }', "app.mjs": app(`${stack} app.synth();`) });
    expect(await synthesize(join(project, "app.mjs"))).toHaveLength(1);
  });

  it("cannot print to standard output, which is for the report", async () => {
    const stdout = vi.spyOn(process.stdout, "write");
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await synthesize(file("app.js", app('process.stdout.write("noise\\n::error::x"); new App().synth();')));
    expect(stdout.mock.calls.flat().join()).not.toContain("noise");
    expect(stderr.mock.calls.flat()).toEqual(["noise\n", "∷error::x\n"]);
  });

  it("prints its warnings, and returns the variables of its stacks that have no default", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const [stack] = await synthesize(
      file(
        "app.js",
        app(`import { Annotations } from ${CDKTF};
          const app = new App();
          const stack = new TerraformStack(app, "a");
          Annotations.of(stack).addWarning("Beware.");
          new TerraformVariable(stack, "url", { sensitive: true, description: "The URL." });
          new TerraformVariable(stack, "name", {});
          new TerraformVariable(stack, "empty", { default: "" });
          app.synth();`),
      ),
    );
    if (stack === undefined) throw new Error("There is no stack.");
    expect(stderr.mock.calls.flat()).toEqual(["Warning (a): Beware.\n"]);
    expect(requiredVariables(stack)).toEqual([
      { name: "name", description: undefined, isSensitive: false },
      { name: "url", description: "The URL.", isSensitive: true },
    ]);
  });
});

describe("an app that does not synthesize", () => {
  it("may be missing, a folder or no program", async () => {
    const words = "there is no such app. Name a TypeScript file, such as main.ts.";
    for (const path of ["nowhere.ts", "lib", "README.md"])
      expect(await refusal(path)).toEqual({ words: `${path}: ${words}`, exitCode: 2 });
  });

  it("reports all problems of its settings, even alongside type errors, which come first", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const wrong = `import { EcsTaskAlertStack } from ${STACK};
      new EcsTaskAlertStack(new App(), "s", { namePrefix: "a b", connectionName: "c d" });`;
    const { words, exitCode } = await refusal(file("app.js", app(wrong)));
    expect(words).toMatch(/^app\.js does not synthesize\.\nThe settings of stack 's' have \d+ problems:\n {2}- '/);
    expect(exitCode).toBe(1);
    const both = await refusal(file("app.ts", app(`const count: number = "1"; console.error(count);\n${wrong}`)));
    expect(both.words).toMatch(
      /^app\.ts does not synthesize\.\n.*app\.ts\(2,7\): error TS2322: [^\n]*\nThe settings of stack 's' have/,
    );
  });

  it("reports the type errors alone if it throws anything else, or never ends", async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const refused = async (rest: string) => {
      const { words } = await refusal(file("app.ts", `const count: number = "1";\nconsole.error(count);\n${rest}`));
      expect(words).toMatch(/^app\.ts does not synthesize\.\napp\.ts\(1,7\): error TS2322: [^\n]*$/);
    };
    await Promise.all(['throw new Error("Oh no.");', "for (;;) {}"].map(refused));
  });

  it("may have unused names", async () => {
    expect(await synthesize(file("app.ts", app("const unused = 1; new App().synth();")))).toEqual([]);
  });

  it("says where an error was thrown, at once or later", async () => {
    const said = async (body: string) => (await refusal(file("app.js", body))).words.split("\n")[1];
    expect(await said('\nthrow new Error("Oh no.");')).toMatch(/^Oh no\. \(app\.js:2:\d+\)$/);
    expect(await said('throw "Oh no."')).toBe("Oh no.");
    expect(await said(app('new App().synth(); setTimeout(() => { throw new Error("Late."); }, 10);'))).toMatch(
      /^Late\./,
    );
    expect(await said(app('new App().synth(); void Promise.reject(new Error("Late."));'))).toMatch(/^Late\./);
    expect(await said(app("new App().synth(); process.exit(3);"))).toBe("It ended with exit code 3.");
  });

  it("must call synth, and leave the folder to CDKTF", async () => {
    const remedy =
      "It must end with `app.synth()`, and leave the output folder to CDKTF (`new App()` without `outdir`).";
    const elsewhere = JSON.stringify(folder({}));
    for (const body of ["new App();", "new App(); process.exit(0);", `new App({ outdir: ${elsewhere} }).synth();`])
      expect((await refusal(file("app.js", app(body)))).words).toBe(`app.js does not synthesize.\n${remedy}`);
  });

  it("says that the output folder cannot be written", async () => {
    const outdir = file("cdktf.out", "");
    const synthesis = synthesize(file("app.js", app("new App().synth();")), outdir);
    await expect(synthesis).rejects.toThrow(/cdktf\.out: cannot be used \(\w+\)\.$/);
  });
});
