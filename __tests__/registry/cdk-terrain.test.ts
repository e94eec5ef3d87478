import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copySources, run as runIn } from "../project-copy";
import { codeBlocks } from "../terraform/page";
import { onNode } from "./node";

/** `cdktn-cli` asks for 22.19 or later. */
const NODE = "^22.19.0";
const [TURN_OVER = "", THEN = ""] = codeBlocks("docs/cdk-terrain.md", "Move to CDK Terrain", "sh");
const [INSTALL = "", TEST = ""] = THEN.split("\n");
/** `--skip-provider-lock`: cdktf would ask the public registry for checksums, wherever Terraform takes the provider from. */
const FLAGS = ["--app", "examples/original.ts", "--skip-provider-lock"];
const DEPLOY = ["npm", "run", "deploy", "--", "--auto-approve", ...FLAGS];
const DIFF = ["npm", "run", "diff", "--", ...FLAGS];
const SNAPSHOTS = "__tests__/__snapshots__";
const APPS = ["main.ts", ...readdirSync("examples").map((file) => join("examples", file))];

type Json = Record<string, unknown>;
/** Stacks by name. */
type Stacks = Readonly<Record<string, Json>>;

const root = mkdtempSync(join(tmpdir(), "cdk-terrain-"));
const project = join(root, "project");
let env: NodeJS.ProcessEnv = {};
const synthesized: { cdktf: Readonly<Record<string, Stacks>>; cdktn: Readonly<Record<string, Stacks>> } = {
  cdktf: {},
  cdktn: {},
};

beforeAll(() => {
  env = onNode(NODE, join(root, "node"));
  copySources(project);
  symlinkSync(join(process.cwd(), "node_modules"), join(project, "node_modules"), "dir");
  synthesized.cdktf = synthesizeApps("cdktf");
  run(...DEPLOY);

  shell(TURN_OVER);
  unlinkSync(join(project, "node_modules"));
  shell(INSTALL);
  synthesized.cdktn = synthesizeApps("cdktn");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the project, moved to CDK Terrain", () => {
  it.each(APPS)("synthesizes the same JSON from %s, but for cdktf's version and the provider's full name", (app) => {
    const { cdktf = {}, cdktn = {} } = { cdktf: synthesized.cdktf[app], cdktn: synthesized.cdktn[app] };
    expect(Object.keys(cdktf)).not.toHaveLength(0);
    expect(cdktn).toEqual(
      Object.fromEntries(Object.entries(cdktf).map(([name, stack]) => [name, as(cdktnVersion(), stack)])),
    );
  });

  it("synthesizes the same by its own command", () => {
    run("npx", "cdktn", "synth");
    expect(stacksIn(join(project, "cdktf.out"))).toEqual(synthesized.cdktn["main.ts"]);
  });

  it("passes its tests, with two lines of each snapshot changed", () => {
    expect(shell(TEST)).toMatch(/Tests +\d+ passed/);
    const snapshots = readdirSync(SNAPSHOTS);
    expect(snapshots).not.toHaveLength(0);
    for (const file of snapshots)
      expect(readFileSync(join(project, SNAPSHOTS, file), "utf8")).toBe(
        readFileSync(join(SNAPSHOTS, file), "utf8")
          .replaceAll('"version": "0.21.0"', `"version": "${cdktnVersion()}"`)
          .replaceAll('"source": "aws"', '"source": "hashicorp/aws"'),
      );
  });

  it("finds nothing to change in what was deployed before", () => {
    expect(run(...DIFF)).toContain("No changes.");
  });

  it("installs one copy of CDK Terrain, and nothing of CDKTF", () => {
    const { packages } = readJson(join(project, "package-lock.json"));
    const installed = Object.keys(packages ?? {}).map((path) => path.replace(/^.*node_modules\//, ""));
    expect(installed.filter((name) => name === "cdktn")).toHaveLength(1);
    expect(installed.filter((name) => /^(@cdktf\/|cdktf)/.test(name))).toEqual([]);
  });
});

/** A stack of cdktf as CDK Terrain writes it. `aws` alone is Terraform's short name of `hashicorp/aws`. */
function as(version: string, stack: Json): Json {
  return JSON.parse(JSON.stringify(stack), (key, value) => {
    if (key === "metadata" && "version" in value) return { ...value, version };
    if (key === "required_providers") return { ...value, aws: { ...value.aws, source: "hashicorp/aws" } };
    return value;
  });
}

function synthesizeApps(name: string): Record<string, Stacks> {
  return Object.fromEntries(
    APPS.map((app, index) => {
      const outdir = mkdtempSync(join(root, `${name}-${index}-`));
      runIn(project, ["node", "-r", "./lib/app/typescript.js", app], {}, { ...env, CDKTF_OUTDIR: outdir });
      return [app, stacksIn(outdir)];
    }),
  );
}

function stacksIn(outdir: string): Stacks {
  const { stacks } = readJson(join(outdir, "manifest.json"));
  return Object.fromEntries(
    Object.values<{ name: string; synthesizedStackPath: string }>(stacks ?? {}).map((stack) => [
      stack.name,
      readJson(join(outdir, stack.synthesizedStackPath)),
    ]),
  );
}

function cdktnVersion(): string {
  return readJson(join(project, "node_modules/cdktn/package.json")).version;
}

function shell(command: string): string {
  return run("sh", "-ec", command);
}

function run(...command: readonly string[]): string {
  return runIn(project, command, {}, env);
}

// biome-ignore lint/suspicious/noExplicitAny: JSON has no type; whatever is read from it is compared
function readJson(file: string): Record<string, any> {
  return JSON.parse(readFileSync(file, "utf8"));
}
