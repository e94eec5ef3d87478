import { runCommand } from "./lib/cli/command";
import { previewCommand } from "./lib/preview/preview";
import { decode } from "./lib/preview/read/file";

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return decode(Buffer.concat(chunks));
}

runCommand("preview", (args) =>
  previewCommand(args, {
    env: process.env,
    terminal: process.stdout,
    print: (text) => process.stdout.write(text),
    standardInput,
  }),
);
