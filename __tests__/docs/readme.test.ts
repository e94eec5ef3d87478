import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const READMES = ["README.md", "README.ja.md"];
const PAGES = [
  ...READMES,
  ...readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];
const PACKAGE = JSON.parse(readFileSync("package.json", "utf8"));
/** What a fragment of `main.ts` may build on. */
const PREAMBLE = `
import { App, S3Backend } from "cdktf";
import { EcsTaskAlertStack } from "./lib/ecs-task-alert-stack";
declare const app: App;
`;

function read(file: string): string {
  return readFileSync(file, "utf8");
}

/** The code blocks of a page in a language. */
function blocks(file: string, language: string): string[] {
  return [...read(file).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(
    (match) => match[1] ?? "",
  );
}

describe.each(PAGES)("%s", (page) => {
  it("names only scripts of package.json, and files that are there", () => {
    for (const [, script = ""] of read(page).matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(Object.keys(PACKAGE.scripts), script).toContain(script);
    for (const [, link = ""] of read(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g))
      expect(existsSync(join(dirname(page), link)), link).toBe(true);
    for (const [file] of read(page).matchAll(
      /\b(?:examples|events|scripts|lib)\/[A-Za-z0-9_/-]+\.(?:ts|json|sh|mjs)\b/g,
    ))
      expect(existsSync(file), file).toBe(true);
  });

  it("has TypeScript that compiles", { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "readme-"));
    try {
      const code = blocks(page, "ts");
      code.forEach((block, index) => {
        const whole = block.includes("new App()");
        const program = `${whole ? "" : PREAMBLE}${block}export {};\n`.replaceAll('"./lib/', `"${process.cwd()}/lib/`);
        writeFileSync(join(folder, `${index}.ts`), program);
      });
      const compilerOptions = {
        noUnusedLocals: false,
        typeRoots: [join(process.cwd(), "node_modules/@types")],
        paths: { "*": [join(process.cwd(), "node_modules/*")] },
      };
      const config = { extends: join(process.cwd(), "tsconfig.json"), include: ["*.ts"], exclude: [], compilerOptions };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
      if (code.length > 0) execFileSync("npx", ["tsc", "-p", folder], { encoding: "utf8", stdio: "pipe" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the READMEs", () => {
  it("have the same sections, commands and settings in both languages", () => {
    const [english = "", japanese = ""] = READMES.map(read);
    const levels = (text: string) => text.match(/^#+ /gm);
    expect(levels(japanese)).toEqual(levels(english));
    const commands = (file: string) => blocks(file, "sh").map((block) => block.replace(/\s*#.*$/gm, ""));
    expect(commands("README.ja.md")).toEqual(commands("README.md"));
    const names = (text: string) => [...new Set(text.match(/`[A-Za-z_.:-]+`/g))].sort();
    expect(names(japanese)).toEqual(names(english));
  });

  it("show the messages that the preview draws", { timeout: 60_000 }, () => {
    for (const app of ["examples/original.ts", "examples/production.ts"]) {
      const shown = execFileSync(
        process.execPath,
        ["--import", "tsx", "preview.ts", "--app", app, "--event", "events/image-pull-failed.json"],
        { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } },
      );
      const [message = ""] = shown.split("\nBody\n");
      for (const readme of READMES) expect(read(readme)).toContain(message.split("\n").slice(1).join("\n").trim());
    }
  });
});
