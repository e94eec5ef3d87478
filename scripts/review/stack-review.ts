import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { orProblem, type Running, run, runScript } from "./command";
import { NEW_STACK, nothingToCompare, type StackReview } from "./document";
import type { Earlier } from "./earlier";
import type { Stack } from "./stacks";

/**
 * What a change does to a stack, by Terraform and by the preview.
 * @param temp a folder that nobody else can read, since plans hold secrets
 * @throws ReviewProblem with Terraform's own words
 */
export async function reviewStack(
  stack: Stack,
  earlier: Earlier | undefined,
  temp: string,
  running: Running,
): Promise<StackReview> {
  const inFolder = { ...running, folder: stack.folder, env: { TF_IN_AUTOMATION: "1" } };
  const terraform = (command: string, ...args: string[]) =>
    orProblem(
      run("terraform", [command, ...args], inFolder),
      ({ words }) => `${stack.name}: terraform ${command} failed.\n${words}`,
    );
  const plan = join(temp, "plan");
  const json = join(temp, "plan.json");
  await terraform("init", "-input=false", "-no-color");
  await terraform("plan", "-input=false", "-no-color", "-lock-timeout=5m", `-out=${plan}`);
  writeFileSync(json, await terraform("show", "-json", plan));

  const before = earlier?.stacks.find(({ name }) => name === stack.name);
  const against = before === undefined ? [] : ["--against", before.file];
  return {
    name: stack.name,
    plan: await terraform("show", "-no-color", plan),
    alerts: await orProblem(
      runScript("preview.ts", ["--plan", json, "--markdown", ...against], running),
      ({ words }) => `${stack.name}: the preview failed.\n${words}`,
    ),
    remark: earlier === undefined || before !== undefined ? undefined : whyNot(earlier),
  };
}

function whyNot({ missing }: Earlier): string {
  return missing === undefined ? NEW_STACK : nothingToCompare(missing);
}
