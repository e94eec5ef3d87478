import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectCopy, run } from "../project-copy";
import { SECRET } from "./workspace";

/** `--skip-provider-lock`: cdktf would ask the public registry for checksums, wherever Terraform takes the provider from. */
const FLAGS = ["--", "--auto-approve", "--skip-provider-lock"];
const OUTPUT = "cdktf.out/stacks/ecs-task-alert/cdk.tf.json";

describe("the project's commands", () => {
  it("deploy seven resources, then see no difference, then destroy them", () => {
    const project = projectCopy();

    const deployed = run(project, ["npm", "run", "deploy", ...FLAGS]);
    expect(deployed).toContain("7 added, 0 changed, 0 destroyed");
    expect(deployed).not.toContain(SECRET);
    expect(existsSync(join(project, "terraform.ecs-task-alert.tfstate"))).toBe(true);

    expect(run(project, ["npm", "run", "diff", "--", "--skip-provider-lock"])).toContain("No changes.");

    expect(run(project, ["npm", "run", "destroy", ...FLAGS])).toContain("7 destroyed");
  });

  it("synthesize the same bytes as cdktf's own command, in any folder", () => {
    const [direct, cdktf] = [projectCopy(), projectCopy()];
    run(direct, ["npm", "run", "synth"]);
    run(cdktf, ["npx", "cdktf", "synth"]);
    expect(readFileSync(join(direct, OUTPUT), "utf8")).toBe(readFileSync(join(cdktf, OUTPUT), "utf8"));
  });
});
