import { parseArgs } from "node:util";
import { InputProblem } from "./model";

export const HELP = `What would the alerts send to Slack, for which events? It needs no AWS account.

  npm run preview                        main.ts with the events of events/: a table, and a message
  npm run preview -- OPTIONS             anything else (npm hands on what stands behind --)

Which alerts
  --app FILE      the stacks of another app
                    npm run preview -- --app examples/production.ts
  --plan FILE     what Terraform is about to deploy, of any configuration: the JSON of a plan
                    terraform plan -out plan && terraform show -json plan > plan.json
                    npm run preview -- --plan plan.json

Which events
  --event FILE    instead of the samples, each shown in full: the message, the exact body, a link to
                  Slack's Block Kit Builder, or why nothing rings; may be given several times, and
                  - is standard input. It takes an event, a list of events, JSON Lines, and what
                  CloudWatch Logs, an archive's replay and a dead-letter queue hold
                    npm run preview -- --event stopped.json --event events/crashed.json
                    aws logs filter-log-events --log-group-name /aws/events/ecs |
                      npm run preview -- --event -
                    aws sqs receive-message --queue-url URL --message-attribute-names All \\
                      --max-number-of-messages 10 | npm run preview -- --event -

What to do with them
  --json          print one JSON document and nothing else: alerts, and results for each event
                    npm run --silent preview -- --json
  --markdown      print Markdown for a comment on a pull request
                    npm run --silent preview -- --plan plan.json --markdown
  --against FILE  show what changed since an earlier plan (JSON), synthesized stack (cdk.tf.json) or
                  app (.ts): events that ring or fall silent now, messages that differ
                    npm run preview -- --against before.json
  --send          post the messages that ring to Slack, marked as a test and with their mentions, to
                  the webhook that is in the alert's own variable (TF_VAR_slack_webhook_url)
                    npm run preview -- --event events/crashed.json --send
  --dry-run       with --send: say which messages would be posted, and where, and post nothing
                    npm run preview -- --send --dry-run
  --help          this text
                    npm run preview -- --help

Which cluster the alerts of an app watch is settled when they are deployed. Until then every event
counts as one of that cluster, and TF_VAR_cluster_arn is not looked at. A plan knows its cluster:
the samples count as events of that one, and events of --event are taken as they are.

When EventBridge received an event, which a message may say, is taken to be the event's own time.

Exit code 0: done. 1: Slack refused a message. 2: the arguments or files cannot be used.
`;

export interface Options {
  readonly app: string | undefined;
  readonly plan: string | undefined;
  readonly against: string | undefined;
  /** Files of events; empty for the samples. */
  readonly events: readonly string[];
  readonly output: "terminal" | "json" | "markdown" | "send" | "help";
  readonly dryRun: boolean;
}

/** @throws InputProblem for arguments that do not exist or do not go together */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  const { app, plan, against, event: events = [], json, markdown, send, help } = values;
  const dryRun = values["dry-run"] ?? false;

  refuse(app !== undefined && plan !== undefined, "--app and --plan: both say which alerts, give one");
  refuse(json && markdown, "--json and --markdown: both say what to print, give one");
  refuse(send && (json || markdown), "--send prints what Slack answers: leave out --json and --markdown");
  refuse(
    against !== undefined && json,
    "--against and --json: a comparison is no part of the JSON document, leave out one",
  );
  refuse(against !== undefined && send, "--against and --send do not go together: leave out one");
  refuse(dryRun && !send, "--dry-run is for --send: give both");
  refuse(events.filter((file) => file === "-").length > 1, "--event -: standard input can be read once only");

  return { app, plan, against, events, output: outputOf({ json, markdown, send, help }), dryRun };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        app: { type: "string" },
        plan: { type: "string" },
        event: { type: "string", multiple: true },
        against: { type: "string" },
        json: { type: "boolean" },
        markdown: { type: "boolean" },
        send: { type: "boolean" },
        "dry-run": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputProblem(`${reason.split(/\.(?:\s|$)/)[0]}. All options: npm run preview -- --help`);
  }
}

function refuse(wrong: boolean | undefined, problem: string): void {
  if (wrong) throw new InputProblem(`${problem}.`);
}

function outputOf(flags: Readonly<Record<"json" | "markdown" | "send" | "help", boolean | undefined>>) {
  if (flags.help) return "help";
  if (flags.json) return "json";
  if (flags.markdown) return "markdown";
  return flags.send ? "send" : "terminal";
}
