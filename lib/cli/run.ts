import { type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { errorCode, Failure } from "./failure";
import { stoppable } from "./interrupt";

/** What a program prints. @param problem what stands before its own words if it fails @throws Failure */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}, problem = "") {
  // In a process group of its own, so that Ctrl-C reaches it once: Terraform takes a second one for an emergency.
  const child = spawn(program, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  const [[status, signal], stdout, stderr] = await stoppable(ended, (sent) => child.kill(sent)).catch((error) => {
    const code = errorCode(error);
    const what = code === "ENOENT" ? "is missing: install it and put it on the PATH" : "cannot be run";
    throw new Failure(`${program} ${what} (${code}).`);
  });
  if (status === 0) return stdout;
  const words = stderr.trim() || stdout.trim() || `It ended with ${signal ?? `exit code ${status}`}.`;
  // Without the frame that Terraform draws around errors.
  throw new Failure(`${problem}\n${words.replace(/^[╷│╵] ?/gm, "")}`.trim());
}
