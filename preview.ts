import { runCommand } from "./lib/cli/command";
import { previewCommand } from "./lib/preview/preview";

runCommand("preview", previewCommand);
