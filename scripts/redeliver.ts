import { runCommand } from "../lib/cli/command";
import { say } from "../lib/cli/output";
import { redeliverCommand } from "../lib/operations/redeliver";

runCommand("redeliver", (args) =>
  redeliverCommand(args, { env: process.env, width: process.stdout.columns || 100, print: say }),
);
