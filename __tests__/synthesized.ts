import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, Testing } from "cdktf";
import { vi } from "vitest";
import { EcsTaskAlertStack, type StackSettings } from "../lib";

/** Arguments of resources by type and name, as they stand in `cdk.tf.json`. */
// biome-ignore lint/suspicious/noExplicitAny: JSON has no type; whatever tests read from it, they assert
export type Synthesized = Record<string, any>;

/** An app to put stacks into. No test looks at the folder that cdktf makes for it, so one folder serves them all. */
export function app(): App {
  return Testing.app({ outdir: join(tmpdir(), "ecs-task-alert-tests") });
}

/** The parsed `cdk.tf.json` of a stack with these settings, with cdktf's validations on. */
export function synthesize(props?: StackSettings): Synthesized {
  return JSON.parse(Testing.synth(new EcsTaskAlertStack(app(), "ecs-task-alert", props), true));
}

/** Text of the `cdk.tf.json` of each stack of an app, by the stack's name. */
export async function synthesizeApp(file: string): Promise<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "synthesized-"));
  vi.stubEnv("CDKTF_OUTDIR", outdir);
  vi.resetModules();
  try {
    await import(join(process.cwd(), file));
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    return Object.fromEntries(
      Object.values<{ name: string; synthesizedStackPath: string }>(stacks).map((stack) => [
        stack.name,
        readFileSync(join(outdir, stack.synthesizedStackPath), "utf8"),
      ]),
    );
  } finally {
    vi.unstubAllEnvs();
    rmSync(outdir, { recursive: true });
  }
}

/** A stack's JSON without cdktf's metadata: what a reviewer reads. */
export function withoutMetadata(json: string): Synthesized {
  return JSON.parse(json, (key, value) => (key === "//" ? undefined : value));
}

/** The error message for settings that are refused. */
export function refusal(props: StackSettings): string {
  try {
    new EcsTaskAlertStack(app(), "ecs-task-alert", props);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error("The settings were accepted.");
}
