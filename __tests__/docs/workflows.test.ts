import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";
import { MARKER } from "../../scripts/review/document";
import { codeBlocks } from "../terraform/page";

type LanguageService = typeof import("@actions/languageservice", { with: { "resolution-mode": "import" }});

interface Workflow {
  readonly on: object;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly if?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Step {
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: object;
}

interface GitLabJobs {
  readonly review: { readonly script: readonly string[]; readonly after_script: readonly string[] };
}

const FOLDER = ".github/workflows";
const READ_AT_MOST: Readonly<Record<string, string>> = { contents: "read" };

let service: LanguageService;

beforeAll(async () => {
  // GitHub's own modules import JSON in a way that only bundlers and tsx take.
  service = await tsImport("@actions/languageservice", __filename);
});

/** The service remembers what it parsed by the file's name. */
async function mistakes(name: string, text: string): Promise<string[]> {
  const found = await service.validate(TextDocument.create(`file:///${name}`, "yaml", 1, text));
  return found.map(({ range, message }) => `${range.start.line + 1}: ${message}`);
}

const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), "utf8");
  const workflow: Workflow = parse(text);
  return { name, text, workflow, jobs: Object.values(workflow.jobs) };
});

describe.each(workflows)("the workflow $name", ({ name, text, workflow, jobs }) => {
  it("has no mistakes that GitHub would find", async () => {
    expect(await mistakes(name, text)).toEqual([]);
  });

  it("pins every action to a commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /^\s*(?:- )?uses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it("grants only read access to all jobs, and more only to the job that needs it", () => {
    expect(READ_AT_MOST).toMatchObject(workflow.permissions ?? { permissions: "GitHub's default" });
    for (const { permissions } of jobs) {
      const isLeast = !(permissions?.["id-token"] === "write" && permissions["pull-requests"] === "write");
      expect(isLeast, "one job has AWS's credentials, another writes the comment").toBe(true);
    }
  });

  it("runs no code of a pull request with the rights of the base branch", () => {
    for (const event of ["pull_request_target", "workflow_run"]) expect(Object.keys(workflow.on)).not.toContain(event);
  });

  it("contains and requests no stored credentials", () => {
    expect(text).not.toMatch(
      /secrets\.|aws-(?:access-key-id|secret-access-key)|AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY)/,
    );
    expect(text).not.toMatch(/hooks\.slack/);
  });

  it("puts no expression into a shell script, where it would be run", () => {
    for (const { run = "" } of jobs.flatMap(({ steps }) => steps)) expect(run).not.toContain("${{");
  });

  it("leaves no token behind in the checkout", () => {
    const checkouts = jobs.flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ "persist-credentials": false });
  });
});

describe("the review's workflow", () => {
  const { plan, comment } = workflows.find(({ name }) => name === "review.yml")?.workflow.jobs ?? {};

  it("gives the AWS credentials to the job that plans, and the permission to comment to another", () => {
    expect(plan?.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(comment?.permissions).toEqual({ contents: "read", "pull-requests": "write" });
  });

  it("does not plan for a fork, or for packages that a bot proposes", () => {
    expect(plan?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(plan?.if).toContain("github.event.pull_request.user.login != 'dependabot[bot]'");
  });

  it("comments even if a step before the review fails", () => {
    const failed = plan?.steps.find((step) => step.if?.includes("failure()"));
    expect(failed?.run).toContain(MARKER);
    const { status, stdout } = spawnSync("sh", ["-c", String(failed?.run).replace("> review.md", "")], {
      env: { ...process.env, COMMIT: "abc123", LOG: "https://example.com/log" },
      encoding: "utf8",
    });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${MARKER}\n\n**This review failed** before it could begin, for commit \`abc123\`. The [log](https://example.com/log) says why.\n`,
    });
  });

  it("leaves the tests to a separate workflow, so that a failing test does not block the review", () => {
    const runs = (job: Job | undefined) => job?.steps.map(({ run }) => run ?? "") ?? [];
    expect(runs(plan).join()).not.toContain("npm test");
    const { workflow } = workflows.find(({ name }) => name === "test.yml") ?? {};
    expect(Object.keys(workflow?.on ?? {})).toContain("pull_request");
    expect(runs(workflow?.jobs.test)).toContain("npm test");
  });
});

describe("the GitLab job in docs/pull-requests.md", () => {
  const [yaml = ""] = codeBlocks("docs/pull-requests.md", "Other CI systems", "yaml");
  const { review }: GitLabJobs = parse(yaml);
  const post = (folder: string) => {
    const { stdout } = spawnSync("sh", ["-ec", ['curl() { cat "${5#body@}"; }', ...review.after_script].join("\n")], {
      cwd: folder,
      env: { ...process.env, CI_JOB_URL: "https://example.com/job" },
      encoding: "utf8",
    });
    return stdout;
  };

  it("posts the review even after a failure, or says that there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "gitlab-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(review.script.join()).toContain("--output review.md");
    expect(post(folder)).toBe("**This review failed** before it could begin: https://example.com/job\n");
    writeFileSync(join(folder, "review.md"), "The app does not synthesize.");
    expect(post(folder)).toBe("The app does not synthesize.");
  });
});

describe("the check of workflows", () => {
  it("finds keys, jobs and contexts that do not exist", async () => {
    const job = { needs: ["nobody"], "runs-on": "ubuntu-24.04", steps: [{ run: "echo ${{ githb.ref }}", iff: true }] };
    const found = (await mistakes("wrong.yml", JSON.stringify({ on: "push", jobs: { job } }, null, 1))).join("\n");
    for (const mistake of ["nobody", "githb", "iff"]) expect(found).toContain(mistake);
  });
});
