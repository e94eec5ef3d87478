import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** Settings of the alert `main` that must not compile, and what the compiler says about each. */
const REFUSED: readonly (readonly [string, ...string[]])[] = [
  ['{ stops: { causes: ["oom"] } }', '"failedToStart"', '"outOfMemory"', '"interrupted"'],
  ["{ stops: { causes: ['crashed'], exitCodes: [1] } }", 'NotTogetherWith<"causes">'],
  ["{ stops: { services: ['a'], excludeFamilies: ['b'] } }", 'NotTogetherWith<"services">'],
  ["{ stops: { exitCodes: [1], ignoreExitCodes: [2] } }", 'NotTogetherWith<"ignoreExitCodes">'],
  ["{ stops: { cause: ['crashed'] } }", "Did you mean to write 'causes'?"],
  ["{ stops: {}, incidents: { kinds: 'abnormal' } }", 'NotTogetherWith<"stops">'],
  ["{ incidents: { kinds: ['steady'] } }", '"deploymentFailed"'],
  ["{ incidents: { kinds: 'abnormal' }, message: { language: 'en', fields: ['stopCode'] } }", '"stopCode"'],
  ["{ message: { language: 'fr' } }", '"en" | "ja"'],
  ["{ message: { language: 'en', fields: ['reason'] } }", '"stoppedReason"', '"service"'],
  ["{ message: { language: 'en', fields: [{ label: 'a', text: 'b', path: 'c' }] } }", 'NotTogetherWith<"path">'],
  ["{ message: { language: 'en', links: [{ runbook: 'u', text: 't' }] } }", 'NotTogetherWith<"another kind of link">'],
  ["{ message: { language: 'en', links: [{ url: 'u', text: 't', service: 'a' }] } }", "another kind of link"],
  ["{ message: { language: 'en', payload: {} } }", 'NotTogetherWith<"language">'],
];

describe("the compiler", () => {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  let errors: readonly string[];

  beforeAll(async () => {
    const settings = REFUSED.map(
      ([alert], index) => `export const _${index}: StackSettings = { alerts: { main: ${alert} } };`,
    );
    const path = JSON.stringify(join(process.cwd(), "lib"));
    writeFileSync(join(folder, "settings.ts"), [`import type { StackSettings } from ${path};`, ...settings].join("\n"));
    const compilerOptions = { typeRoots: [join(process.cwd(), "node_modules/@types")] };
    const config = {
      extends: join(process.cwd(), "tsconfig.json"),
      include: ["settings.ts"],
      exclude: [],
      compilerOptions,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = promisify(execFile)(process.execPath, ["node_modules/typescript/lib/tsc.js", "-p", folder]);
    const said = await tsc.then(
      () => "",
      (error: { stdout: string }) => error.stdout,
    );
    errors = said.split(/^(?=\S)/m);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(REFUSED.map((refused, index) => [index, ...refused] as const))(
    "%d refuses %s and says why",
    (index, ...rest) => {
      const [, ...words] = rest;
      const [error, ...more] = errors.filter((text) => text.includes(`settings.ts(${index + 2},`));
      expect(more).toEqual([]);
      for (const word of words) expect(error).toContain(word);
    },
  );
});
