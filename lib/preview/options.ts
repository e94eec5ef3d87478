import { parseArgs } from "node:util";
import { Failure } from "../cli/failure";

const FILE = { type: "string" } as const;
const FLAG = { type: "boolean" } as const;
const FILES = { app: FILE, plan: FILE, event: { ...FILE, multiple: true }, against: FILE } as const;
const FLAGS = { body: FLAG, json: FLAG, markdown: FLAG, send: FLAG, "dry-run": FLAG } as const;

export type Options = ReturnType<typeof readOptions>;

/** @throws Failure for arguments that do not exist or cannot be combined */
export function readOptions(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: { ...FILES, ...FLAGS } });
  const { app, plan, against, event: events = [], "dry-run": dryRun = false, body = false } = values;
  const refuse = (isWrong: unknown, problem: string) => {
    if (isWrong) throw new Failure(`${problem}.`, 2);
  };
  const outputs = (["json", "markdown", "send"] as const).filter((name) => values[name]);
  refuse(app && plan, "--app and --plan both say which alerts: give one");
  refuse(outputs.length > 1, "--json, --markdown and --send all say what to do with the messages: give one");
  refuse(body && (outputs[0] || against), "--body is for a terminal: leave out --json, --markdown, --send, --against");
  refuse(against && (values.json || values.send), "--against only shows what changed: leave out --json and --send");
  refuse(dryRun && !values.send, "--dry-run is for --send: give both");
  refuse(events.filter((file) => file === "-").length > 1, "--event -: standard input can be read only once");
  const [output = "terminal"] = outputs;
  return { app, plan, against, events, output, body, dryRun };
}
