import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectCopy, run } from "../project-copy";
import { SECRET, type Variables, WEBHOOK_URL } from "./workspace";

const CDKTF = ["--", "--skip-provider-lock"];
const APPLY = ["terraform", "apply", "-auto-approve", "-input=false"];

/**
 * The state, and the plan as JSON: Terraform's own account of everything, which has the value for who asks for it. The
 * plan file has it too, compressed.
 */
const KEPT_BY_TERRAFORM = ["plan.json", "terraform.ecs-task-alert.tfstate", "terraform.ecs-task-alert.tfstate.backup"];

it("the webhook's URL is in Terraform's state, and in nothing that is synthesized or shown", () => {
  const project = projectCopy();
  const stack = join(project, "cdktf.out/stacks/ecs-task-alert");

  hides(run(project, ["npm", "run", "synth"]));
  hides(run(project, ["npm", "run", "deploy", ...CDKTF, "--auto-approve"]));

  const rotated = { slack_webhook_url: `${WEBHOOK_URL}Rotated` };
  hides(run(project, ["npm", "run", "diff", ...CDKTF], rotated));
  hides(run(stack, ["terraform", "plan", "-out=kept.tfplan"], rotated));
  hides(run(stack, ["terraform", "show", "kept.tfplan"]));
  hides(run(stack, ["terraform", "apply", "kept.tfplan"], rotated));
  hides(run(stack, ["terraform", "state", "show", "aws_cloudwatch_event_api_destination.main"]));

  const malformed = { slack_webhook_url: `${WEBHOOK_URL}"` };
  hides(refusal(stack, APPLY, malformed), "slack_webhook_url must be");
  hides(refusal(stack, APPLY, { slack_webhook_url: SECRET }), "slack_webhook_url must be");
  hides(refusal(project, ["npm", "run", "diff", ...CDKTF], malformed), "slack_webhook_url must be");

  writeFileSync(join(project, "plan.json"), run(stack, ["terraform", "show", "-json", "kept.tfplan"]));
  for (const options of [
    ["--event", "events/crashed.json"],
    ["--send", "--dry-run"],
    ["--plan", "plan.json", "--json"],
    ["--plan", "plan.json", "--markdown", "--against", "examples/production.ts"],
  ])
    hides(run(project, ["npm", "run", "--silent", "preview", "--", ...options]));

  const main = readFileSync(join(project, "main.ts"), "utf8");
  const wrong = (settings: object) =>
    writeFileSync(
      join(project, "main.ts"),
      main.replace('"ecs-task-alert")', `"ecs-task-alert", ${JSON.stringify(settings)})`),
    );
  wrong({ connectionName: WEBHOOK_URL });
  for (const command of [
    ["npm", "run", "synth"],
    ["npx", "cdktf", "synth"],
    ["npm", "run", "diff", ...CDKTF],
    ["npm", "run", "--silent", "preview"],
  ])
    hides(refusal(project, command), "'connectionName' contains");

  wrong({ connectionName: [WEBHOOK_URL] });
  hides(refusal(project, ["npm", "run", "synth"]), "main.ts");
  rmSync(join(project, "main.ts"));

  expect(filesWithSecret(project)).toEqual(KEPT_BY_TERRAFORM);
});

function hides(shown: string, said = ""): void {
  expect(shown).toContain(said);
  expect(shown).not.toContain(SECRET);
}

/** All that a command prints that must fail. */
function refusal(folder: string, command: readonly string[], variables?: Variables): string {
  try {
    run(folder, command, variables);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error(`${command.join(" ")} did not fail.`);
}

/** Files of the project that have the secret; the tests' own sources, which make it up, are left out. */
function filesWithSecret(project: string): string[] {
  return readdirSync(project, { recursive: true, encoding: "utf8" })
    .filter((file) => !/[/\\]\.terraform[/\\]|__tests__.*\.ts$/.test(file))
    .filter((file) => lstatSync(join(project, file)).isFile() && readFileSync(join(project, file)).includes(SECRET))
    .sort();
}
