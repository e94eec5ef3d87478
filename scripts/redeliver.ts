import { runCommand } from "../lib/cli/command";
import { redeliverCommand } from "../lib/operations/redeliver";

runCommand("redeliver", redeliverCommand);
