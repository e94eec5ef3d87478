import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The versions that `npm run test:registry` tries. */
const CDKTN = "0.24.0";
const PROVIDER_AWS = "25.7.0";
/** What `cdktn-cli` asks for. */
const NODE = ">=22.19";
const NODE_TYPES = "^22.0.0";

const NOT_SOURCE = new Set(["node_modules", "cdktf.out", ".git"]);
/** They speak of both. */
const LEFT_ALONE = new Set(["to-cdk-terrain.ts", "cdk-terrain.test.ts", "cdk-terrain.md"]);
const TEXT = /\.(ts|mts|md|ya?ml)$|^help$/;

const RENAMES: readonly (readonly [RegExp, string])[] = [
  [/"cdktf"/g, '"cdktn"'],
  [/@cdktf\/provider-aws\//g, "@cdktn/provider-aws/"],
  [/\bnpx cdktf\b/g, "npx cdktn"],
  // What a test says of the provider, by Terraform's short name and by its full one.
  [/source: "aws"/g, 'source: "hashicorp/aws"'],
  [/node: \[20, 22, 24\]/g, "node: [22, 24]"],
];

interface Package {
  engines: Record<string, string>;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides?: unknown;
}

/** Turns the project in the current folder over to CDK Terrain; `npm install` completes it. */
function turnOver(): void {
  for (const file of files("."))
    rewrite(file, (text) => RENAMES.reduce((done, [from, to]) => done.replace(from, to), text));
  rewrite("package.json", (text) => `${JSON.stringify(packageOf(JSON.parse(text)), null, 2)}\n`);
  console.log("Next: npm install && npm test -- --update, and read what changed in __tests__/__snapshots__.");
}

/** @returns the manifest without `overrides`: they replace what the archived packages depend on */
function packageOf({ overrides, ...manifest }: Package): Omit<Package, "overrides"> {
  const { cdktf, "@cdktf/provider-aws": bindings, ...dependencies } = manifest.dependencies;
  const { "cdktf-cli": cli, ...devDependencies } = manifest.devDependencies;
  return {
    ...manifest,
    engines: { node: NODE },
    scripts: Object.fromEntries(
      Object.entries(manifest.scripts).map(([name, command]) => [name, command.replace(/^cdktf /, "cdktn ")]),
    ),
    dependencies: { "@cdktn/provider-aws": PROVIDER_AWS, cdktn: CDKTN, ...dependencies },
    devDependencies: { ...devDependencies, "@types/node": NODE_TYPES, "cdktn-cli": CDKTN },
  };
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : files(join(folder, entry.name));
    return TEXT.test(entry.name) && !LEFT_ALONE.has(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function rewrite(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  if (changed === text) return;
  writeFileSync(file, changed);
  console.log(`Changed ${file}`);
}

turnOver();
