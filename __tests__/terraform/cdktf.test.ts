import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { projectCopy, run } from "../project-copy";
import { CLUSTER_ARN, environment, SECRET, WEBHOOK_URL } from "./workspace";

/** What cdktf-cli brings along to run Terraform in; its types are not a module. */
const pty: {
  spawn(
    program: string,
    args: readonly string[],
    options: object,
  ): {
    onData(listener: (data: string) => void): void;
    onExit(listener: (exit: { readonly exitCode: number }) => void): void;
    write(text: string): void;
  };
} = require("@cdktf/node-pty-prebuilt-multiarch");

/** `--skip-provider-lock`: cdktf would ask the public registry for checksums, wherever Terraform takes the provider from. */
const FLAGS = ["--", "--auto-approve", "--skip-provider-lock"];
const STACK = "cdktf.out/stacks/ecs-task-alert";
const OUTPUT = `${STACK}/cdk.tf.json`;
const STATE = "terraform.ecs-task-alert.tfstate";
const NOTHING_GIVEN = { cluster_arn: undefined, slack_webhook_url: undefined };

describe("the project's commands", () => {
  it("deploy seven resources, then see no difference, then destroy them, and leave no plan behind", () => {
    const project = projectCopy();

    const deployed = run(project, ["npm", "run", "deploy", ...FLAGS]);
    expect(deployed).toContain("7 added, 0 changed, 0 destroyed");
    expect(deployed).not.toContain(SECRET);
    expect(statSync(join(project, STATE)).mode & 0o777).toBe(0o600);

    writeFileSync(join(project, STACK, "plan"), "from before");
    expect(run(project, ["npm", "run", "diff", "--", "--skip-provider-lock"])).toContain("No changes.");
    expect(existsSync(join(project, STACK, "plan"))).toBe(false);

    expect(run(project, ["npm", "run", "destroy", ...FLAGS])).toContain("7 destroyed");
  });

  it("synthesize the same bytes as cdktf's own command, in any folder", () => {
    const [direct, cdktf] = [projectCopy(), projectCopy()];
    run(direct, ["npm", "run", "synth"]);
    run(cdktf, ["npx", "cdktf", "synth"]);
    expect(readFileSync(join(direct, OUTPUT), "utf8")).toBe(readFileSync(join(cdktf, OUTPUT), "utf8"));
  });

  it("check the types of the app, but not of the tests, before cdktf's own commands run", () => {
    const project = projectCopy();
    appendFileSync(join(project, "__tests__/main.test.ts"), 'export const wrong: number = "1";\n');
    run(project, ["npx", "cdktf", "synth"]);
    appendFileSync(join(project, "main.ts"), 'export const wrong: number = "1";\n');
    for (const command of ["synth", "diff"])
      expect(() => run(project, ["npx", "cdktf", command])).toThrow(/main\.ts\(\d+,14\): error TS2322/);
  });
});

describe.each(["deploy", "diff", "destroy"])("npm run %s without a value for the variables", (command) => {
  it("ends with exit code 2 and names each with its description, if there is no terminal", () => {
    const started = Date.now();
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", command, ...FLAGS], {
      cwd: projectCopy(),
      env: environment(NOTHING_GIVEN),
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^Variables are missing\. .*\n {2}TF_VAR_cluster_arn: .+\n {2}TF_VAR_slack_webhook_url \(secret\): .+\n$/,
    );
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});

describe("npm run diff in a terminal", () => {
  it("asks for the variables, without showing the secret, and hands them to Terraform", async () => {
    const project = projectCopy();
    const program = ["-r", "./lib/app/typescript.js", "scripts/cdktf.ts", "diff", "--skip-provider-lock"];
    const terminal = pty.spawn(process.execPath, program, {
      cwd: project,
      env: environment(NOTHING_GIVEN),
      cols: 200,
    });
    let shown = "";
    // An answer may be early, as a paste is: the third one is, since the same question is still on the screen.
    const answers = [
      ["cluster_arn: ", CLUSTER_ARN],
      ["slack_webhook_url (not shown): ", ""],
      ["slack_webhook_url (not shown): ", WEBHOOK_URL],
    ] as const;
    let asked = 0;
    terminal.onData((data) => {
      shown += data;
      const [question, answer] = answers[asked] ?? [];
      if (question === undefined || !shown.slice(-question.length - 40).includes(question)) return;
      asked++;
      shown += "\n";
      terminal.write(`${answer}\r`);
    });
    const exitCode = await new Promise((done) => terminal.onExit((exit) => done(exit.exitCode)));
    expect(stripVTControlCharacters(shown)).toContain("Plan: 7 to add");
    expect(exitCode).toBe(0);
    expect(shown).not.toContain(SECRET);
  });
});

describe("an interrupted npm run diff", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("by %s ends with %i and leaves no plan behind, once Terraform has ended", async (signal, exitCode) => {
    const project = projectCopy();
    const program = ["-r", "./lib/app/typescript.js", "scripts/cdktf.ts", "diff", "--skip-provider-lock"];
    const child = spawn(process.execPath, program, { cwd: project, env: environment(), stdio: "ignore" });
    while (!existsSync(join(project, STACK, ".terraform.lock.hcl"))) await setTimeout(20);
    await setTimeout(500);
    child.kill(signal);
    expect(await new Promise((done) => child.on("close", done))).toBe(exitCode);
    await setTimeout(2000);
    expect(existsSync(join(project, STACK, "plan"))).toBe(false);
  });
});

describe("an interrupted npm run deploy", () => {
  it("starts nothing more, even if the Terraform that was running ends well", async () => {
    const project = projectCopy();
    const slow = join(project, "slow-terraform");
    const init = `trap '' INT; terraform "$@"; touch ${project}/ready; sleep 1; exit 0`;
    writeFileSync(slow, `#!/bin/sh\n[ "$1" = init ] && { ${init}; }\nexec terraform "$@"\n`, { mode: 0o755 });
    const program = ["-r", "./lib/app/typescript.js", "scripts/cdktf.ts", "deploy", ...FLAGS.slice(1)];
    const env = { ...environment(), TERRAFORM_BINARY_NAME: slow };
    const child = spawn(process.execPath, program, { cwd: project, env, stdio: "ignore" });
    while (!existsSync(join(project, "ready"))) await setTimeout(20);
    child.kill("SIGTERM");
    expect(await new Promise((done) => child.on("close", done))).toBe(143);
    expect(existsSync(join(project, STATE))).toBe(false);
  });
});
