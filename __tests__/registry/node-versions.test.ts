import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { copySources, run, shipMain } from "../project-copy";
import { synthesizeApp } from "../synthesized";
import { onNode } from "./node";

/** `--skip-provider-lock`: cdktf would ask the public registry for checksums, wherever Terraform takes the provider from. */
const FLAGS = ["--", "--auto-approve", "--skip-provider-lock"];

describe.each(["20", "22", "24"])("on Node.js %s, with install scripts off", (version) => {
  it("the project installs, passes its tests, synthesizes the same bytes and deploys", async () => {
    const root = mkdtempSync(join(tmpdir(), "node-"));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const env = onNode(version, join(root, "node"));
    const project = join(root, "project");
    copySources(project);
    const runs = (...command: readonly string[]) => run(project, command, {}, env);

    expect(runs("node", "--version")).toMatch(`v${version}.`);
    runs("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    expect(runs("npm", "test")).toMatch(/Tests +\d+ passed/);
    shipMain(project);
    const { "ecs-task-alert": json } = await synthesizeApp("examples/original.ts");
    for (const synth of [
      ["npm", "run", "synth"],
      ["npx", "cdktf", "synth"],
    ]) {
      rmSync(join(project, "cdktf.out"), { recursive: true, force: true });
      runs(...synth);
      expect(readFileSync(join(project, "cdktf.out/stacks/ecs-task-alert/cdk.tf.json"), "utf8")).toBe(json);
    }
    expect(runs("npm", "run", "deploy", ...FLAGS)).toContain("7 added, 0 changed, 0 destroyed");
    expect(runs("npm", "run", "destroy", ...FLAGS)).toContain("7 destroyed");
  });
});
