import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_COMMENT_LENGTH } from "../../lib/preview/show/markdown";
import { MARKER } from "../../scripts/review/document";
import { projectCopy, run } from "../project-copy";
import { environment, SECRET, type Variables } from "./workspace";

const GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"];

function app(...stacks: readonly string[]): string {
  const made = stacks.map((stack) => `new EcsTaskAlertStack(app, ${stack});\n`).join("");
  return `import { App } from "cdktf";\nimport { EcsTaskAlertStack } from "./lib/ecs-task-alert-stack";\n\nconst app = new App();\n${made}app.synth();\n`;
}

const CRASHES_ONLY = app('"ecs-task-alert", { alerts: { main: { stops: { causes: ["crashed"] } } } }');
const ABNORMAL_IN_WORDS = app(
  '"ecs-task-alert", { alerts: { main: { stops: { causes: "abnormal" }, message: { language: "en" } } } }',
);

/** A repository with the project, whose main.ts was one and is another now. */
function repository(before: string, now: string): string {
  const project = projectCopy();
  writeFileSync(join(project, "main.ts"), before);
  // A link is no folder to git, so .gitignore does not keep it out.
  writeFileSync(join(project, ".gitignore"), `${readFileSync(".gitignore", "utf8")}node_modules\n`);
  run(project, [...GIT, "init", "--quiet"]);
  run(project, [...GIT, "add", "--all"]);
  run(project, [...GIT, "commit", "--quiet", "--message=Before"]);
  writeFileSync(join(project, "main.ts"), now);
  run(project, [...GIT, "commit", "--quiet", "--all", "--message=Change"]);
  return project;
}

/** What the review says, and whether it leaves anything behind in the folder for temporary files. */
function review(project: string, args: readonly string[], variables?: Variables, more: NodeJS.ProcessEnv = {}) {
  const temp = join(project, "cdktf.out", "temp");
  mkdirSync(temp, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "./lib/app/typescript.js", "scripts/review.ts", ...args],
    {
      cwd: project,
      env: { ...environment(variables), TMPDIR: temp, ...more },
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  const left = readdirSync(temp).filter((name) => name.startsWith("review-"));
  return { status, stdout, stderr, left };
}

const CLEAN = { left: [] };

describe("the review of a change", () => {
  it("shows the plan in a fold and who is told what from now on, and leaves nothing behind", () => {
    const project = repository(CRASHES_ONLY, ABNORMAL_IN_WORDS);
    const file = join(project, "review.md");
    const done = review(project, ["--base", "HEAD^1", "--output", file]);
    expect(done).toEqual({ status: 0, stdout: "", stderr: "", ...CLEAN });

    const text = readFileSync(file, "utf8");
    expect(
      text.startsWith(`${MARKER}\n\n## \`ecs-task-alert\`\n\n**Plan: 7 to add, 0 to change, 0 to destroy.**`),
    ).toBe(true);
    const fold =
      /<details><summary>The plan of [^\n]*\n\n```text\n([\s\S]*?)\n```\n\n<\/details>/.exec(text)?.[1] ?? "";
    expect(fold).toContain("# aws_cloudwatch_event_rule.main will be created");
    expect(fold).toMatch(/invocation_endpoint\s+= \(sensitive value\)/);
    expect(text).toMatch(/^\+ main now rings for /m);
    expect(text).toMatch(/^~ main has another message for .*crashed/m);
    expect(text).not.toContain(SECRET);
    expect(text.length).toBeLessThanOrEqual(MAX_COMMENT_LENGTH);
  });

  it("says so where nothing changes, in AWS and for the alerts", () => {
    const project = repository(CRASHES_ONLY, `${CRASHES_ONLY}// The same.\n`);
    run(project, ["node", "-r", "./lib/app/typescript.js", "scripts/synth.ts"]);
    const folder = join(project, "cdktf.out/stacks/ecs-task-alert");
    run(folder, ["terraform", "init", "-input=false"]);
    run(folder, ["terraform", "apply", "-auto-approve", "-input=false"]);
    const { stdout } = review(project, ["--base", "HEAD^1"]);
    expect(stdout).toContain("**No changes.**");
    expect(stdout).toContain("Nothing changes: the same events ring, with the same messages.");
  });

  it("has a section for each stack, and says which are new and which are gone", () => {
    const [staging, old, production] = ['"staging"', '"old"', '"production", { namePrefix: "prod" }'];
    const project = repository(app(staging, old), app(staging, production));
    const { stdout, status } = review(project, ["--base", "HEAD^1"]);
    expect(status).toBe(0);
    expect(stdout.match(/^## .*$/gm)).toEqual(["## `production`", "## `staging`"]);
    expect(stdout.match(/^\*\*Plan: 7 to add/gm)).toHaveLength(2);
    expect(stdout.match(/This stack is new/g)).toHaveLength(1);
    expect(stdout).toContain("Stack `old` was removed from the app");
  });

  it("counts only what the branch changed, even if its base has moved on", () => {
    const project = repository(CRASHES_ONLY, `${CRASHES_ONLY}// The same.\n`);
    run(project, [...GIT, "checkout", "--quiet", "-b", "trunk", "HEAD^1"]);
    writeFileSync(join(project, "main.ts"), ABNORMAL_IN_WORDS);
    run(project, [...GIT, "commit", "--quiet", "--all", "--message=Others"]);
    run(project, [...GIT, "checkout", "--quiet", "main"]);
    expect(review(project, ["--base", "trunk"]).stdout).toContain("Nothing changes: ");
  });

  it("shows the alerts alone where the base does not synthesize", () => {
    const project = repository('throw new Error("Not yet.");\n', CRASHES_ONLY);
    const done = review(project, ["--base", "HEAD^1"]);
    expect(done).toMatchObject({ status: 0, ...CLEAN });
    expect(done.stdout).toContain(
      "since the earlier version failed:\n\n```text\nmain.ts does not synthesize.\nNot yet. (main.ts:1:7)\n```\n",
    );
    expect(done.stdout).toContain("### Who is told what");
    expect(done.stdout).not.toContain("What changes");
  });

  it("compares with a file instead of a commit", () => {
    const project = repository(CRASHES_ONLY, ABNORMAL_IN_WORDS);
    writeFileSync(join(project, "earlier.ts"), CRASHES_ONLY);
    expect(review(project, ["--against", "earlier.ts"]).stdout).toMatch(/^\+ main now rings for/m);
    expect(review(project, ["--against", "nothing.json"])).toMatchObject({
      status: 2,
      stderr: "--against nothing.json: does not exist.\n",
    });
  });
});

describe("a review that cannot be made", () => {
  it("says so in Terraform's words and in the document, but never shows the webhook's URL", () => {
    const project = repository(CRASHES_ONLY, ABNORMAL_IN_WORDS);
    const slack_webhook_url = `https://hooks.slack.com/elsewhere/${SECRET}`;
    const file = join(project, "review.md");
    const done = review(project, ["--base", "HEAD^1", "--output", file], { slack_webhook_url });
    expect(done).toMatchObject({ status: 1, ...CLEAN });
    expect(done.stderr).toMatch(/^ecs-task-alert: terraform plan failed\.\nError: /);
    expect(done.stderr).toContain("slack_webhook_url must be the full URL of a Slack incoming webhook");
    const document = readFileSync(file, "utf8");
    expect(document.startsWith(`${MARKER}\n\n**This review failed.**`)).toBe(true);
    expect(document + done.stderr).not.toContain(SECRET);
  });

  it("says what is missing: Terraform, the commit, settings that can be synthesized", () => {
    const project = repository(CRASHES_ONLY, app('"ecs-task-alert", { namePrefix: "" }'));
    expect(review(project, [], {}, { PATH: "" })).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^terraform is missing: install it and put it on the PATH/),
    });
    expect(review(project, ["--base", "nobody"])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^main\.ts does not synthesize\.\nThe settings of stack 'ecs-task-alert'/),
    });
    writeFileSync(join(project, "main.ts"), CRASHES_ONLY);
    expect(review(project, ["--base", "nobody"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^--base nobody: this repository has no such commit\. Fetch it first/),
    });
  });
});
