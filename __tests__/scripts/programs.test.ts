import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { helpOf } from "../../lib/cli/command";
import { file, folder } from "../preview/files";

const SCRIPTS = JSON.parse(readFileSync("package.json", "utf8")).scripts;
const CDKTF = JSON.stringify(require.resolve("cdktf"));
const node = (...args: readonly string[]) => [process.execPath, "-r", "./lib/app/typescript.js", ...args];

/** Runs a program of the project, with `cdktf.out` and temporary files in a folder of its own. */
function run(...args: readonly string[]) {
  const [program = "", ...rest] = node(...args);
  const temporary = folder({});
  const env = { ...process.env, CDKTF_OUTDIR: join(temporary, "out"), NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(program, rest, { env, encoding: "utf8" });
  return { status, stdout, stderr: stderr.replaceAll(/[^\s(]*preview-test-\w+\//g, ""), outdir: env.CDKTF_OUTDIR };
}

describe("npm run synth", () => {
  it("says what it wrote, and what comes next", () => {
    const { status, stdout, outdir } = run("scripts/synth.ts", "examples/environments.ts");
    expect(status).toBe(0);
    expect(stdout.match(/^Wrote .*cdk\.tf\.json$/gm)).toHaveLength(2);
    expect(stdout).toContain(
      "Next: npm run deploy -- ecs-task-alert-production --app examples/environments.ts   (or all of them: npm run deploy -- '*' --app examples/environments.ts)\n",
    );
    expect(stdout).toContain("ecs-task-alert-staging needs TF_VAR_staging_slack_webhook_url in the environment;");
    expect(existsSync(join(outdir, "stacks/ecs-task-alert-staging/cdk.tf.json"))).toBe(true);
  });

  it("writes nothing, and says so, for an app that does not end with synth", () => {
    const app = file("app.js", `const { App } = require(${CDKTF}); new App();`);
    const { status, stdout, stderr, outdir } = run("scripts/synth.ts", app);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^app\.js does not synthesize\.\nIt must end with `app\.synth\(\)`/);
    expect(existsSync(outdir)).toBe(false);
  });

  it("refuses arguments that it cannot use", () => {
    const refusal = (...args: readonly string[]) => {
      const { status, stderr } = run("scripts/synth.ts", ...args);
      return { status, stderr };
    };
    expect(refusal("a.ts", "b.ts")).toEqual({
      status: 2,
      stderr: "a.ts b.ts: name one app. npm run synth -- --help\n",
    });
    expect(refusal("--hcl")).toEqual({
      status: 2,
      stderr: "Unknown option '--hcl'. --help lists all options.\n",
    });
    expect(refusal("nowhere.ts").status).toBe(2);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("ends by %s with %i, even if the app never ends, and leaves nothing behind", async (signal, exitCode) => {
    const temporary = folder({ "app.js": 'console.log("started"); for (;;) {}' });
    const [program = "", ...args] = node("scripts/synth.ts", join(temporary, "app.js"));
    const child = spawn(program, args, {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.once("data", () => child.kill(signal));
    const code = await new Promise((done) => child.on("close", done));
    expect(code).toBe(exitCode);
    expect(readdirSync(temporary).filter((name) => name.startsWith("synth-"))).toEqual([]);
  });

  it("does not fail if the reader closes the pipe", () => {
    const app = `const { App, TerraformStack } = require(${CDKTF}); const app = new App(); new TerraformStack(app, "a"); app.synth();`;
    const command = `{ ${node("scripts/synth.ts", file("app.js", app)).join(" ")}; echo "exit code $?" >&2; } | true`;
    const env = { ...process.env, CDKTF_OUTDIR: join(folder({}), "out") };
    expect(spawnSync("sh", ["-c", command], { env, encoding: "utf8" }).stderr).toBe("exit code 0\n");
  });
});

describe("npm run review", () => {
  it("refuses unknown and conflicting arguments", () => {
    expect(run("scripts/review.ts", "--nope")).toMatchObject({
      status: 2,
      stderr: "Unknown option '--nope'. --help lists all options.\n",
    });
    expect(run("scripts/review.ts", "--base", "main", "--against", "plan.json")).toMatchObject({
      status: 2,
      stderr: "--base and --against: both say what to compare with, give one.\n",
    });
  });
});

describe("scripts/app.ts, which cdktf runs", () => {
  it("runs an app only if it type-checks", () => {
    const body = 'const count: number = COUNT;\nconsole.log(count, process.argv.length);\nthrow new Error("Mine.");\n';
    const wrong = run("scripts/app.ts", file("app.ts", body.replace("COUNT", '"1"')));
    expect(wrong).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^app\.ts\(1,7\): error TS2322/),
    });
    const right = run("scripts/app.ts", file("app.ts", body.replace("COUNT", "1")), "more");
    expect(right).toMatchObject({ status: 1, stdout: "1 3\n", stderr: expect.stringMatching(/^Error: Mine\.\n/) });
  });
});

describe("--help", () => {
  it.each(["synth", "preview", "review", "bench", "drill", "redeliver", "deploy", "diff", "destroy"])(
    "of npm run %s says what it does, and its exit codes, and does nothing",
    (command) => {
      const { status, stdout, stderr } = run(...SCRIPTS[command].split(" ").slice(3), "--help");
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${helpOf(command)}\n`, stderr: "" });
      expect(stdout).toMatch(/npm run [\s\S]*Exit code 0: done\./);
    },
  );
});
