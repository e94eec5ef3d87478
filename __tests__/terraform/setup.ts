import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** These tests are of no use without Terraform and the AWS provider, so without them they fail, and say what is missing. */
export default function setup(): void {
  const version = spawnSync("terraform", ["version"], { encoding: "utf8" });
  if (version.error)
    throw new Error(
      "Terraform is missing: install it (https://developer.hashicorp.com/terraform/install) and put it on the PATH.",
    );

  const folder = mkdtempSync(join(tmpdir(), "provider-"));
  try {
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "~> 6.25" } } } }),
    );
    const init = spawnSync("terraform", ["init", "-no-color"], { cwd: folder, encoding: "utf8" });
    if (init.status !== 0)
      throw new Error(
        `Terraform cannot get the provider hashicorp/aws ~> 6.25 from where its CLI configuration says (the public registry by default):\n${init.stderr}`,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
