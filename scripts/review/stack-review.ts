import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SynthesizedStack } from "../../lib/app/stacks";
import { orFailure, run } from "../../lib/cli/run";
import { type Previewed, preview } from "../../lib/preview/preview";
import { NEW_STACK, nothingToCompare } from "./document";
import type { Earlier } from "./earlier";

/** What the change does to one stack. */
export interface StackReview extends Pick<Previewed, "preview" | "comparison"> {
  readonly name: string;
  /** What `terraform show` prints of the plan. */
  readonly plan: string;
  /** Why the alerts are not compared, in Markdown. */
  readonly remark: string | undefined;
}

/**
 * What a change does to a stack, by Terraform and by the preview.
 * @param temporary a folder that nobody else can read, since plans hold secrets
 * @throws Failure with Terraform's own words
 */
export async function reviewStack(
  { name, path }: SynthesizedStack,
  outdir: string,
  earlier: Earlier | undefined,
  temporary: string,
): Promise<StackReview> {
  const options = { cwd: join(outdir, dirname(path)), env: { ...process.env, TF_IN_AUTOMATION: "1" } };
  const terraform = (command: string, ...args: string[]) =>
    orFailure(
      run("terraform", [command, ...args], options),
      ({ message }) => `${name}: terraform ${command} failed.\n${message}`,
    );
  const file = join(temporary, "plan");
  const json = join(temporary, "plan.json");
  await terraform("init", "-input=false", "-no-color");
  await terraform("plan", "-input=false", "-no-color", "-lock-timeout=5m", `-out=${file}`);
  writeFileSync(json, await terraform("show", "-json", file));
  const plan = await terraform("show", "-no-color", file);

  const before = earlier?.stacks.find((stack) => stack.name === name);
  const remark = earlier === undefined || before !== undefined ? undefined : whyNot(earlier);
  const against = before === undefined ? {} : { against: before.file };
  return { ...(await preview({ plan: json, ...against })), name, plan, remark };
}

function whyNot({ missing }: Earlier): string {
  return missing === undefined ? NEW_STACK : nothingToCompare(missing);
}
