import { runCommand } from "../lib/cli/command";
import { drillCommand } from "../lib/operations/drill";

runCommand("drill", drillCommand);
