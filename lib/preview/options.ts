import { readArguments } from "../cli/arguments";
import { Failure } from "../cli/failure";

export const HELP = `What would the alerts send to Slack, and for which events? It needs no AWS account.

  npm run preview                        main.ts with the events in events/: a table, and a message
  npm run preview -- OPTIONS             npm passes on what follows --

Which alerts
  --app FILE      the stacks of another app
                    npm run preview -- --app examples/production.ts
  --plan FILE     what Terraform is about to deploy, from any configuration: a plan as JSON
                    terraform plan -out plan && terraform show -json plan > plan.json
                    npm run preview -- --plan plan.json

Which events
  --event FILE    instead of the samples, each event by itself: its messages, or why no alert rings.
                  Can be repeated; - is standard input. It takes an event, a list of events, JSON
                  Lines, and what CloudWatch Logs, an archive's replay and a dead-letter queue hold
                    npm run preview -- --event stopped.json --event events/crashed.json
                    aws logs filter-log-events --log-group-name /aws/events/ecs |
                      npm run preview -- --event -
                    aws sqs receive-message --queue-url URL --message-attribute-names All \\
                      --max-number-of-messages 10 | npm run preview -- --event -

What to do with them
  --body          show above each message its exact body and a link to Slack's Block Kit Builder
                    npm run preview -- --event events/crashed.json --body
  --json          print one JSON document and nothing else: the alerts, and results for each event
                    npm run --silent preview -- --json
  --markdown      print Markdown for a comment on a pull request
                    npm run --silent preview -- --plan plan.json --markdown
  --against FILE  show what changed since an earlier plan (JSON), synthesized stack (cdk.tf.json) or
                  app (.ts): events that now ring or fall silent, messages that differ
                    npm run preview -- --against before.json
  --send          post the messages to Slack, marked as tests, with their mentions, to the URL in
                  the alert's own variable (TF_VAR_slack_webhook_url)
                    npm run preview -- --event events/crashed.json --send
  --dry-run       with --send: say which messages would be posted where, and post nothing
                    npm run preview -- --send --dry-run
  --help          this text
                    npm run preview -- --help

Which cluster an app's alerts watch is decided when they are deployed. Until then every event counts
as one of that cluster, and TF_VAR_cluster_arn is ignored. A plan knows its cluster: the samples
count as events of that cluster, and the events of --event are taken as they are.

A message may say when EventBridge received the event: here, that is the event's own time.

Exit code 0: done. 1: Slack refused a message. 2: the arguments or files cannot be used.
`;

const GIVEN = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const FILES = { app: GIVEN, plan: GIVEN, event: { ...GIVEN, multiple: true }, against: GIVEN } as const;
const FLAGS = { body: FLAG, json: FLAG, markdown: FLAG, send: FLAG, "dry-run": FLAG } as const;
const OPTIONS = { ...FILES, ...FLAGS, help: { ...FLAG, short: "h" } } as const;

export type Options = ReturnType<typeof readOptions>;

/** @throws Failure for arguments that do not exist or cannot be combined */
export function readOptions(args: readonly string[]) {
  const { values } = readArguments({ args: [...args], options: OPTIONS }, "preview");
  const { app, plan, against, event: events = [], "dry-run": dryRun = false, ...flags } = values;
  const { json, markdown, send, body = false, help } = flags;

  refuse(app !== undefined && plan !== undefined, "--app and --plan both say which alerts: give one");
  const outputs = [json, markdown, send].filter(Boolean).length;
  refuse(outputs > 1, "--json, --markdown and --send all say what to do with the messages: give one");
  refuse(
    body && (outputs > 0 || against !== undefined),
    "--body shows messages in a terminal: leave out --json, --markdown, --send and --against",
  );
  refuse(against !== undefined && (json || send), "--against only shows what changed: leave out --json and --send");
  refuse(dryRun && !send, "--dry-run is for --send: give both");
  refuse(events.filter((file) => file === "-").length > 1, "--event -: standard input can be read only once");

  const output = help ? "help" : json ? "json" : markdown ? "markdown" : send ? "send" : "terminal";
  return { app, plan, against, events, output, body, dryRun };
}

function refuse(wrong: boolean | undefined, problem: string): void {
  if (wrong) throw new Failure(`${problem}.`, 2);
}
