import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { describe, expect, it, onTestFinished } from "vitest";
import { EcsTaskAlertStack } from "../../lib/ecs-task-alert-stack";
import { projectCopy } from "../project-copy";
import { synthesizeApp } from "../synthesized";
import { codeBlocks, follow, shell } from "./page";
import { setEnvironment, startS3 } from "./s3";
import { SECRET, Workspace } from "./workspace";

const PAGE = "docs/pipeline.md";

describe("docs/pipeline.md", () => {
  it("takes the JSON with a pipeline's own backend, provider settings, provider version and lock file", async () => {
    await startS3();
    const pipeline = mkdtempSync(join(tmpdir(), "pipeline-"));
    onTestFinished(() => rmSync(pipeline, { recursive: true }));
    setEnvironment({ PIPELINE: pipeline });
    follow(projectCopy(), PAGE, "What the pipeline gets and what it brings");

    const folder = join(pipeline, "ecs-task-alert");
    override(folder, "backend", codeBlocks(PAGE, "Backend", "json"));
    override(folder, "provider", codeBlocks(PAGE, "Provider settings", "json"));
    const [make = "", keep = ""] = codeBlocks(PAGE, "Lock file", "sh");
    const [init = "", , copy = ""] = make.split("\n");
    shell(folder, init);
    const version = /version\s+= "([\d.]+)"/.exec(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8"))?.[1] ?? "";
    const pin = codeBlocks(PAGE, "Provider version", "json").map((json) => json.replace("6.25.0", version));
    override(folder, "versions", pin);
    shell(folder, init);
    shell(folder, copy);

    rmSync(join(folder, ".terraform"), { recursive: true });
    rmSync(join(folder, ".terraform.lock.hcl"));
    expect(shell(folder, keep)).toContain("from the dependency lock file");
    const done = follow(folder, PAGE, "Plan and apply");
    expect(done).toContain("7 added, 0 changed, 0 destroyed");
    expect(done).not.toContain(SECRET);

    const { configuration } = JSON.parse(shell(folder, "terraform show -json plan"));
    expect(configuration.provider_config.aws).toMatchObject({
      version_constraint: version,
      expressions: {
        region: { references: ["var.cluster_arn"] },
        assume_role: [{ role_arn: { constant_value: "arn:aws:iam::123456789012:role/deploy" } }],
        default_tags: [{ tags: { constant_value: { Pipeline: "alerts" } } }],
      },
    });

    const next = join(pipeline, "next");
    mkdirSync(next);
    for (const file of ["cdk.tf.json", "backend_override.tf.json", "provider_override.tf.json"])
      copyFileSync(join(folder, file), join(next, file));
    override(next, "versions", pin);
    expect(() => shell(next, "terraform init -input=false -lockfile=readonly")).toThrow(
      "Provider dependency changes detected",
    );
    shell(next, keep);
    expect(shell(next, "terraform plan -input=false")).toContain("No changes.");
  });

  it.each([
    { where: "the folder that was deployed from", fresh: false },
    { where: "a fresh clone", fresh: true },
  ])("moves a local state to a new backend from $where", async ({ fresh }) => {
    const project = projectCopy();
    const stack = "terraform -chdir=cdktf.out/stacks/ecs-task-alert";
    shell(project, `npm run synth && ${stack} init -input=false && ${stack} apply -input=false -auto-approve`);
    if (fresh) rmSync(join(project, "cdktf.out"), { recursive: true });

    await startS3();
    for (const app of codeBlocks(PAGE, "Backend", "ts")) writeFileSync(join(project, "main.ts"), app);
    const [migrate = "", push = ""] = codeBlocks(PAGE, "Move the state", "sh");
    const commands = fresh ? push : migrate.replace("-migrate-state", "-migrate-state -force-copy");
    expect(shell(project, commands)).toContain("No changes.");
  });

  it("takes the backend's settings from the command line", async () => {
    await startS3();
    const { "ecs-task-alert": json = "" } = await synthesizeApp("examples/original.ts");
    const { folder } = new Workspace(json);
    override(folder, "backend", [JSON.stringify({ terraform: { backend: { s3: {} } } })]);
    const settings = ["my-states", "ecs-task-alert.tfstate", "ap-northeast-1"];
    writeFileSync(
      join(folder, "my.s3.tfbackend"),
      ["bucket", "key", "region"].map((name, at) => `${name} = "${settings[at]}"\n`).join(""),
    );
    expect(shell(folder, "terraform init -input=false -backend-config=my.s3.tfbackend")).toContain(
      'Successfully configured the backend "s3"!',
    );
  });

  it("says in main.ts which provider version and which role, with the Region still from the cluster's ARN", () => {
    const stack = new EcsTaskAlertStack(Testing.app(), "ecs-task-alert");
    stack.addOverride("terraform.required_providers.aws.version", "6.25.0");
    stack.addOverride("provider.aws.0.assume_role", [{ role_arn: "arn:aws:iam::123456789012:role/deploy" }]);
    expect(JSON.parse(Testing.synth(stack, true))).toMatchObject({
      terraform: { required_providers: { aws: { version: "6.25.0" } } },
      provider: {
        aws: [
          {
            region: '${element(split(":", var.cluster_arn), 3)}',
            assume_role: [{ role_arn: "arn:aws:iam::123456789012:role/deploy" }],
          },
        ],
      },
    });
  });
});

function override(folder: string, name: string, [json = ""]: string[]): void {
  writeFileSync(join(folder, `${name}_override.tf.json`), json);
}
