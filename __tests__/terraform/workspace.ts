import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export const CLUSTER_ARN = "arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo";
/** A webhook that is none; the marked end is looked for where it must not stand. */
export const SECRET = "MarkedSecretOfTheWebhook";
export const WEBHOOK_URL = `https://hooks.slack.com/services/T00000000/B00000000/${SECRET}`;

export type Variables = Readonly<Record<string, string | undefined>>;

const VARIABLES: Variables = { cluster_arn: CLUSTER_ARN, slack_webhook_url: WEBHOOK_URL };

/**
 * The environment of a command: no credentials but made-up ones, so that no test reaches an AWS account, and the
 * variables as a pipeline gives them. `undefined` leaves one out.
 */
export function environment(variables: Variables = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // To an emulator of AWS, an access key of twelve digits is the account: that of the cluster.
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
  };
  for (const name of ["AWS_PROFILE", "AWS_SESSION_TOKEN", "CI"]) delete env[name];
  for (const [name, value] of Object.entries({ ...VARIABLES, ...variables }))
    if (value !== undefined) env[`TF_VAR_${name}`] = value;
  return env;
}

/** A change that a plan makes to a resource. */
export interface ResourceChange {
  readonly address: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
  };
}

/** A project's folder with one synthesized stack in it, as `cdktf synth` leaves it, to run Terraform in. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), "stack-"));
  readonly folder = join(this.root, "cdktf.out", "stacks", "ecs-task-alert");

  constructor(json: string) {
    mkdirSync(this.folder, { recursive: true });
    this.write(json);
    onTestFinished(() => rmSync(this.root, { recursive: true }));
  }

  /** Takes another version of the stack. */
  write(json: string): void {
    writeFileSync(join(this.folder, "cdk.tf.json"), json);
  }

  run(args: readonly string[], variables?: Variables, more?: NodeJS.ProcessEnv): SpawnSyncReturns<string> {
    return spawnSync("terraform", args, {
      cwd: this.folder,
      env: { ...environment(variables), ...more },
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
  }

  /** Runs a command that must succeed, and gives what it printed. */
  terraform(args: readonly string[], variables?: Variables): string {
    const { status, stdout, stderr } = this.run(args, variables);
    if (status !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`);
    return stdout;
  }

  init(): this {
    this.terraform(["init", "-input=false", "-no-color"]);
    return this;
  }

  apply(variables?: Variables): string {
    return this.terraform(["apply", "-auto-approve", "-input=false", "-no-color"], variables);
  }

  /** What a plan would change, by address; resources that stay as they are left out. */
  changes(variables?: Variables): Record<string, string> {
    return Object.fromEntries(
      this.plan(variables)
        .filter(({ change }) => change.actions.join() !== "no-op")
        .map(({ address, change }) => [address, change.actions.join(" and ")]),
    );
  }

  plan(variables?: Variables): ResourceChange[] {
    this.terraform(["plan", "-input=false", "-no-color", "-out=plan"], variables);
    const shown = JSON.parse(this.terraform(["show", "-json", "plan"]));
    return shown.resource_changes.filter(({ mode }: ResourceChange) => mode === "managed");
  }

  /** The words of a plan that fails, without Terraform's frame and line breaks. */
  refusal(variables: Variables, more?: NodeJS.ProcessEnv): string {
    const { status, stdout, stderr } = this.run(["plan", "-input=false", "-no-color"], variables, more);
    if (status === 0) throw new Error("The plan did not fail.");
    return `${stdout}${stderr}`.replace(/[╷│╵\s]+/g, " ");
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }
}
