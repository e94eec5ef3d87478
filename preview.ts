import { text } from "node:stream/consumers";
import { runCommand } from "./lib/cli/command";
import { previewCommand } from "./lib/preview/preview";

runCommand("preview", (args) =>
  previewCommand(args, {
    env: process.env,
    terminal: process.stdout,
    print: (text) => process.stdout.write(text),
    standardInput: () => text(process.stdin),
  }),
);
