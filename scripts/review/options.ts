import { readArguments } from "../../lib/cli/arguments";
import { Failure } from "../../lib/cli/failure";

export const HELP = `What does this change do? Terraform's plan and what becomes of the alerts, as one Markdown document
for a comment on a pull request. It changes nothing in AWS.

  npm run --silent review -- --base origin/main > review.md

It synthesizes main.ts, runs terraform init, plan and show in the folder of each stack, and shows as
npm run preview does which events ring. Terraform takes credentials, variables (TF_VAR_cluster_arn,
TF_VAR_slack_webhook_url) and its own settings (TF_CLI_ARGS_plan=-lock=false) from the environment. A
backend_override.tf.json or .terraform.lock.hcl in a stack's folder is used.

Compare the alerts with (one of them; without, they are only shown)
  --base REF      another commit of this repository, or the one at which HEAD left it, so that what
                  others changed there since does not count: it is checked out into a temporary
                  folder and synthesized there with this checkout's node_modules
  --against FILE  an earlier plan (JSON), synthesized stack (cdk.tf.json) or app (.ts)

Where to
  --output FILE   the document; standard output otherwise. Where the review fails, it says so
  --commit SHA    a commit that the document says it is about
  --help          this text

Exit code 0: done. 1: the app, Terraform or the preview failed. 2: the arguments cannot be used.
`;

export type Options = ReturnType<typeof readOptions>;

/** @throws Failure for arguments that do not exist or do not go together */
export function readOptions(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    base: text,
    against: text,
    output: text,
    commit: text,
    help: { type: "boolean", short: "h" },
  } as const;
  const { values } = readArguments({ args: [...args], options }, "review");
  if (values.base !== undefined && values.against !== undefined) {
    throw new Failure("--base and --against: both say what to compare with, give one.", 2);
  }
  return values;
}
