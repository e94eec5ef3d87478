import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** What `cdktn-cli` asks for. */
const NODE = [22, 19] as const;
const NOT_COPIED = new Set(["node_modules", "cdktf.out", ".git"]);
const APPS = ["main.ts", ...readdirSync("examples").map((file) => join("examples", file))];

type Json = Record<string, unknown>;
/** Stacks by name. */
type Stacks = Readonly<Record<string, Json>>;

const root = mkdtempSync(join(tmpdir(), "cdk-terrain-"));
const project = join(root, "project");
/** The program that runs the commands. */
let node = "";
const synthesized: { cdktf: Readonly<Record<string, Stacks>>; cdktn: Readonly<Record<string, Stacks>> } = {
  cdktf: {},
  cdktn: {},
};

// These tests need Node.js 22.19 or later and the npm registry. Without them they fail, and say what is missing.
beforeAll(() => {
  node = suitableNode();
  cpSync(".", project, { recursive: true, filter: (path) => !NOT_COPIED.has(path) && !path.endsWith(".tfstate") });
  symlinkSync(join(process.cwd(), "node_modules"), join(project, "node_modules"), "dir");
  synthesized.cdktf = synthesizeApps("cdktf");

  run(["node", "--import", "tsx", "scripts/to-cdk-terrain.ts"]);
  unlinkSync(join(project, "node_modules"));
  run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], "The npm registry gives no CDK Terrain");
  synthesized.cdktn = synthesizeApps("cdktn");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("the project, turned over to CDK Terrain", () => {
  it.each(APPS)("synthesizes the same JSON from %s, but for cdktf's version and the provider's full name", (app) => {
    const { cdktf = {}, cdktn = {} } = { cdktf: synthesized.cdktf[app], cdktn: synthesized.cdktn[app] };
    const version = installedVersion("cdktn");
    expect(Object.keys(cdktf)).not.toHaveLength(0);
    expect(cdktn).toEqual(Object.fromEntries(Object.entries(cdktf).map(([name, stack]) => [name, as(version, stack)])));
  });

  it("synthesizes the same bytes by its own command", () => {
    run(["npx", "cdktn", "synth"]);
    expect(stacksIn(join(project, "cdktf.out"))).toEqual(synthesized.cdktn["main.ts"]);
  });

  it("has the types that it asks for", () => {
    run(["npx", "tsc"]);
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
      run(["node", "--import", "tsx", app], `${name} does not synthesize ${app}`, { CDKTF_OUTDIR: outdir });
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

function installedVersion(name: string): string {
  return String(readJson(join(project, "node_modules", name, "package.json")).version);
}

/** This Node.js where it is recent enough, else npm's. */
function suitableNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NODE[0] || (major === NODE[0] && minor >= NODE[1])) return process.execPath;
  // npm's package `node` fetches the program by an install script.
  const fetched = spawnSync(
    "npx",
    ["--yes", "--ignore-scripts=false", "--allow-scripts=node", `node@${NODE[0]}`, "-p", "process.execPath"],
    { cwd: root, encoding: "utf8" },
  );
  if (fetched.status !== 0)
    throw new Error(
      `Node.js ${NODE.join(".")} or later is missing: this is ${process.versions.node}, and npm's package node@${NODE[0]} cannot be fetched:\n${fetched.error ?? fetched.stderr}`,
    );
  return fetched.stdout.trim();
}

/** Runs a command that must succeed in the project, with `node`. */
function run([program = "", ...args]: readonly string[], problem?: string, env = {}): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: project,
    env: {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${process.env.PATH}`,
      CI: "true",
      CHECKPOINT_DISABLE: "1",
      ...env,
    },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${problem ?? "Failed"}: ${[program, ...args].join(" ")}\n${error ?? ""}${stdout}${stderr}`);
}

// biome-ignore lint/suspicious/noExplicitAny: JSON has no type; what is read from it, is compared
function readJson(file: string): Record<string, any> {
  return JSON.parse(readFileSync(file, "utf8"));
}
