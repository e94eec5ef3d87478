import { readArguments } from "../cli/arguments";
import { Failure } from "../cli/failure";

const GIVEN = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const FILES = { app: GIVEN, plan: GIVEN, event: { ...GIVEN, multiple: true }, against: GIVEN } as const;
const FLAGS = { body: FLAG, json: FLAG, markdown: FLAG, send: FLAG, "dry-run": FLAG } as const;

export type Options = ReturnType<typeof readOptions>;

/** @throws Failure for arguments that do not exist or cannot be combined */
export function readOptions(args: readonly string[]) {
  const { values } = readArguments({ args: [...args], options: { ...FILES, ...FLAGS } }, "preview");
  const { app, plan, against, event: events = [], "dry-run": dryRun = false, ...flags } = values;
  const { json, markdown, send, body = false } = flags;

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

  const output = json ? "json" : markdown ? "markdown" : send ? "send" : "terminal";
  return { app, plan, against, events, output, body, dryRun };
}

function refuse(wrong: boolean | undefined, problem: string): void {
  if (wrong) throw new Failure(`${problem}.`, 2);
}
