import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { projectCopy, run } from "../project-copy";
import { codeBlocks, follow as followCommands, shell } from "./page";
import { setEnvironment, startS3 } from "./s3";
import type { ResourceChange } from "./workspace";

const PAGE = "docs/taking-over.md";
const HAND_WRITTEN = readFileSync("__tests__/terraform/fixtures/hand-written.tf", "utf8");
const STACK = "cdktf.out/stacks/ecs-task-alert";
const NEW_MESSAGE = { "aws_cloudwatch_event_target.main": "update" };

describe("docs/taking-over.md", () => {
  it("hands over a local state, and gives it back", () => {
    const handWritten = applied({ "main.tf": HAND_WRITTEN });
    const project = projectCopy();
    follow(project, "Prepare");
    expect(follow(project, "A local state")).toContain("Plan: 0 to add, 1 to change, 0 to destroy.");
    expect(changes(project, STACK)).toEqual(NEW_MESSAGE);
    expect(follow(project, "Read the plan")).toContain("No changes.");

    follow(project, "The way back");
    expectOnlyUpdates(handWritten);
  });

  it("hands over a state in S3, and gives it back", async () => {
    await startS3();
    const s3 = { bucket: "my-states", key: "alerts.tfstate", region: "ap-northeast-1", use_lockfile: true };
    const handWritten = applied({
      "main.tf": HAND_WRITTEN,
      "backend.tf.json": JSON.stringify({ terraform: { backend: { s3 } } }),
    });
    const project = projectCopy();
    follow(project, "Prepare");
    follow(project, "A remote state");
    expect(changes(project, STACK)).toEqual(NEW_MESSAGE);
    expect(follow(project, "Read the plan")).toContain("No changes.");

    follow(project, "The way back");
    expectOnlyUpdates(handWritten);
  });

  it("keeps other names, another message and other arguments, so that nothing changes at all", () => {
    applied({
      "main.tf": HAND_WRITTEN,
      "names_override.tf.json": JSON.stringify({
        locals: {
          rule: "tell-slack",
          webhook: "slack",
          connection: "slack-webhook",
          role: "EventBridgeToSlack",
          policy: "InvokeSlack",
        },
        resource: {
          aws_cloudwatch_event_target: { main: { target_id: "slack" } },
          aws_iam_policy: { eventbridge_policy: { description: "Lets EventBridge post to Slack" } },
        },
      }),
    });
    const project = projectCopy();
    follow(project, "Prepare");
    follow(project, "Other names, messages and arguments");
    follow(project, "A local state");
    expect(changes(project, STACK)).toEqual({});
  });

  it("keeps a message that is imported as JSON, byte for byte", () => {
    const handWritten = applied({ "main.tf": HAND_WRITTEN });
    const { values } = JSON.parse(run(handWritten, ["terraform", "show", "-json"]));
    const [message] = values.root_module.resources.flatMap(
      (resource: { values: { input_transformer?: unknown[] } }) => resource.values.input_transformer ?? [],
    );
    const project = projectCopy();
    const json = JSON.stringify({ inputPaths: message.input_paths, inputTemplate: message.input_template });
    writeFileSync(join(project, "message.json"), json);
    for (const app of codeBlocks(PAGE, "Keep an existing message", "ts")) writeFileSync(join(project, "main.ts"), app);
    follow(project, "Prepare");
    follow(project, "A local state");
    expect(changes(project, STACK)).toEqual({});
  });

  it("moves resources from other addresses", () => {
    applied({
      "alerts/main.tf": HAND_WRITTEN,
      "main.tf.json": JSON.stringify({
        variable: { cluster_arn: {}, slack_webhook_url: {} },
        module: {
          alerts: {
            source: "./alerts",
            cluster_arn: "${var.cluster_arn}",
            slack_webhook_url: "${var.slack_webhook_url}",
          },
        },
      }),
    });
    const project = projectCopy();
    follow(project, "Prepare");
    follow(project, "Other addresses");
    expect(follow(project, "A local state").match(/has moved to|moved from/g)).toHaveLength(7);
    expect(changes(project, STACK)).toEqual(NEW_MESSAGE);
    expect(follow(project, "Read the plan")).toContain("No changes.");
  });

  it("takes its part of a larger state", () => {
    const other = JSON.stringify({ resource: { terraform_data: { other: { input: "stays" } } } });
    const handWritten = applied({
      "main.tf": HAND_WRITTEN.replace(/(aws_cloudwatch_event_(?:rule|target)"?[. ]"?)main/g, "$1stopped"),
      "other.tf.json": other,
    });
    const project = projectCopy();
    follow(project, "Prepare");
    const [split = "", push = ""] = codeBlocks(PAGE, "A state that holds more", "sh");
    shell(project, split);
    expect(changes(project, STACK)).toEqual(NEW_MESSAGE);
    expect(follow(project, "Read the plan")).toContain("No changes.");

    rmSync(join(handWritten, "main.tf"));
    expect(shell(project, push)).toContain("No changes.");
  });
});

/** The folder of a hand-written configuration that is applied, and where the page's commands find it. */
function applied(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "hand-written-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  run(folder, ["terraform", "init", "-input=false"]);
  run(folder, ["terraform", "apply", "-input=false", "-auto-approve"]);
  setEnvironment({ HAND_WRITTEN: folder });
  return folder;
}

/** Does what stands under a heading of the page: takes its `main.ts`, and runs its commands. Gives what they print. */
function follow(project: string, heading: string): string {
  for (const app of codeBlocks(PAGE, heading, "ts")) writeFileSync(join(project, "main.ts"), app);
  return followCommands(project, PAGE, heading);
}

function expectOnlyUpdates(folder: string): void {
  run(folder, ["terraform", "plan", "-input=false", "-out=plan"]);
  for (const [address, action] of Object.entries(changes(folder))) expect(action, address).toBe("update");
}

/** What the saved plan in a folder would change, by address. */
function changes(...folder: string[]): Record<string, string> {
  const shown = JSON.parse(run(join(...folder), ["terraform", "show", "-json", "plan"]));
  const planned: ResourceChange[] = shown.resource_changes;
  return Object.fromEntries(
    planned
      .filter(({ change }) => change.actions.join() !== "no-op")
      .map(({ address, change }) => [address, change.actions.join(" and ")]),
  );
}
