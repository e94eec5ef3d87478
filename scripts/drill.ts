import { runCommand } from "../lib/cli/command";

runCommand("drill", async (args) => (await import("../lib/operations/drill.js")).drillCommand(args));
