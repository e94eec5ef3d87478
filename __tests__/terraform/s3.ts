import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/**
 * An S3 for Terraform's S3 backend, for the time of the test: Terraform finds it by environment variables alone, so the
 * configuration that is tested stays as it is. Gives its address, from which objects can be fetched.
 */
export async function startS3(): Promise<string> {
  const server = spawn(
    process.execPath,
    ["-r", "./lib/app/typescript.js", "__tests__/terraform/fixtures/s3-server.ts"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  onTestFinished(() => void server.kill());
  const [port] = await once(createInterface(server.stdout), "line");
  const endpoint = `http://127.0.0.1:${port}`;
  setEnvironment({
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_STS: endpoint,
    TF_CLI_ARGS_init: "-backend-config=use_path_style=true",
  });
  return endpoint;
}

/** Environment variables for the time of the test. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}
