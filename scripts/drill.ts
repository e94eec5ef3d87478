import { runCommand } from "../lib/cli/command";
import { say } from "../lib/cli/output";
import { drillCommand } from "../lib/operations/drill";

runCommand("drill", (args) => drillCommand(args, { env: process.env, print: say }));
