import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ALL_INCIDENTS, INCIDENTS } from "../../lib/incidents/service-incidents";
import { ALARM, INCIDENT, STOP } from "../../lib/message/event-kinds";
import { fieldNames } from "../../lib/message/fields";
import { previewOptions } from "../../lib/preview/preview";
import { STOP_CAUSES } from "../../lib/stops/causes";

const PAGES = ["README.md", "README.ja.md", ...readdirSync("docs").map((file) => join("docs", file))].filter((file) =>
  file.endsWith(".md"),
);
/** English pages that have a Japanese one, and that one. */
const PAIRS = PAGES.map((page) => [page, page.replace(/\.md$/, ".ja.md")] as const).filter(([, japanese]) =>
  PAGES.includes(japanese),
);
const SCRIPTS = Object.keys(JSON.parse(read("package.json")).scripts);
/** What a fragment of `main.ts` builds on. */
const PREAMBLE = `
import { App, S3Backend } from "cdktf";
import { EcsTaskAlertStack } from "./lib";
const app = new App();
`;
/** A message that a page takes from AWS. */
const MESSAGE = { inputPaths: { reason: "$.detail.stoppedReason" }, inputTemplate: '{"text": "`<reason>`\\n"}' };

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  it("links to files and headings that exist", () => {
    for (const [, link = ""] of withoutCode(text).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : join(dirname(page), file);
      expect(existsSync(target), link).toBe(true);
      if (anchor !== undefined) expect(anchors(target), link).toContain(anchor);
    }
  });

  it("names scripts of package.json, and files that exist", () => {
    for (const [, script = ""] of text.matchAll(/npm run (?:--silent )?([a-z]+(?::[a-z]+)?)/g))
      expect(SCRIPTS).toContain(script);
    for (const [file] of text.matchAll(/\b(?:__tests__|docs|events|examples|lib|scripts)\/[\w./-]+\.[a-z]+\b/g))
      expect(existsSync(file), file).toBe(true);
  });

  it("gives the preview only options that it accepts", () => {
    for (const [, args = ""] of text.matchAll(/npm run (?:--silent )?preview --((?: +(?!#)[\w./-]+)+)/g))
      expect(() => previewOptions(args.trim().split(/ +/)), args).not.toThrow();
  });
});

describe("TypeScript in the pages", () => {
  const programs = PAGES.flatMap((page) =>
    blocks(page, "ts").map((block, index) => ({
      name: `${page}, block ${index + 1}`,
      file: `${basename(page, ".md")}-${index + 1}.ts`,
      code: block.includes("new App()") ? block : `${PREAMBLE}${block}export {};\n`,
    })),
  );
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pages-"));
    vi.stubEnv("CDKTF_OUTDIR", join(folder, "out"));
    for (const name of ["lib", "node_modules"]) symlinkSync(resolve(name), join(folder, name), "dir");
    writeFileSync(join(folder, "message.json"), JSON.stringify(MESSAGE));
    for (const { file, code } of programs) writeFileSync(join(folder, file), code);
    const compilerOptions = { noUnusedLocals: false, typeRoots: [resolve("node_modules/@types")] };
    const files = programs.map(({ file }) => file);
    const config = { extends: resolve("tsconfig.json"), files, exclude: [], compilerOptions };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("compiles", () => {
    const tsc = [resolve("node_modules/typescript/lib/tsc.js"), "-p", folder];
    const { status, stdout } = spawnSync(process.execPath, tsc, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it.each(programs)("has settings that the stack accepts: $name", async ({ file }) => {
    await import(join(folder, file));
  });
});

describe.each(PAIRS)("%s and %s", (...pair) => {
  const [english, japanese] = pair;

  it("link to each other at the top", () => {
    const top = (page: string) => read(page).split("\n").slice(0, 4).join("\n");
    expect(top(english)).toContain(`](${basename(japanese)})`);
    expect(top(japanese)).toContain(`](${basename(english)})`);
  });

  it("have the same sections, code, tables and names", () => {
    for (const part of [levels, code, rows, names]) expect(part(japanese)).toEqual(part(english));
  });

  it("link to the same files, in their own language where there is one", () => {
    const links = (page: string) =>
      unique(linkedFiles(page)).filter((file) => !pair.includes(join(dirname(page), file)));
    expect(links(japanese)).toEqual(unique(links(english).map((file) => inJapanese(english, file))));
  });
});

describe.each(["docs/settings.md", "docs/settings.ja.md"])("the tables of %s", (page) => {
  const table = (first: string) => {
    const found =
      read(page)
        .split("\n\n")
        .find((part) => part.includes(`\n| \`${first}\` |`)) ?? "";
    return [...found.matchAll(/^\| `(\w+)` \|.*$/gm)].map(([row, name = ""]) => ({ row, name }));
  };

  it("have a row for each cause", () => {
    expect(table("failedToStart").map(({ name }) => name)).toEqual(STOP_CAUSES);
  });

  it("have a row for each kind of incident, with the names of its events", () => {
    const kinds = table("deploymentFailed");
    expect(kinds.map(({ name }) => name)).toEqual(ALL_INCIDENTS);
    for (const [index, kind] of ALL_INCIDENTS.entries())
      expect(kinds[index]?.row.match(/(?<=`)[A-Z_]+(?=`)/g)).toEqual(INCIDENTS[kind].events);
  });

  it("name the fields of each kind of event", () => {
    for (const kind of [STOP, INCIDENT, ALARM]) {
      const names = fieldNames(kind).map((name) => `\`${name}\``);
      expect(read(page).replaceAll("、", ", ")).toContain(`| ${names.join(", ")} |`);
    }
  });
});

it.each(["README.md", "README.ja.md"])("%s has at most 130 lines", (readme) => {
  expect(read(readme).trimEnd().split("\n").length).toBeLessThanOrEqual(130);
});

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function withoutCode(text: string): string {
  return text.replace(/^```.*?^```$/gms, "");
}

/** The code blocks of a page in a language, or in any. */
function blocks(page: string, language = "[a-z]+"): string[] {
  return [...read(page).matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code = ""]) => code);
}

function linkedFiles(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, file = ""]) => file);
}

/** The anchors that GitHub gives to the headings of a page. */
function anchors(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function inJapanese(page: string, file: string): string {
  const japanese = file.replace(/\.(md|svg)$/, ".ja.$1");
  return existsSync(join(dirname(page), japanese)) ? japanese : file;
}

function levels(page: string): string[] {
  return withoutCode(read(page)).match(/^#+ /gm) ?? [];
}

/** The code without its comments; a diagram has words of its language in it. */
function code(page: string): string[] {
  return blocks(page, "(?!mermaid)[a-z]+").map((block) => block.replace(/ *(?:#|\/\/) .*$/gm, ""));
}

function rows(page: string): number {
  return withoutCode(read(page)).match(/^\|/gm)?.length ?? 0;
}

function names(page: string): string[] {
  return unique(withoutCode(read(page)).match(/`[!-_a-~]+`/g) ?? []);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
