import { runCommand } from "../lib/cli/command";

runCommand("redeliver", async (args) => (await import("../lib/operations/redeliver.js")).redeliverCommand(args));
