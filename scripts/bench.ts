import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runCommand } from "../lib/cli/command";
import { withTemporaryFolder } from "../lib/cli/interrupt";
import { say } from "../lib/cli/output";
import { run } from "../lib/cli/run";

const ROUNDS = 5;
const EVENTS = ["rule", "target", "api-destination", "connection"].map((name) => `cloudwatch-event-${name}`);
const BINDINGS = [...EVENTS, "iam-role", "iam-policy", "iam-role-policy-attachment"];
const MODULES = ["cdktf", ...BINDINGS.map((name) => `@cdktf/provider-aws/lib/${name}`)];
const TEMPLATE = "node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json";

runCommand("bench", () => withTemporaryFolder("bench", bench));

async function bench(temporary: string): Promise<undefined> {
  const node = "node -r ./lib/app/typescript.js";
  const samples = readdirSync("events").map((file): unknown => JSON.parse(readFileSync(join("events", file), "utf8")));
  const written = (name: string, text: string) => {
    writeFileSync(join(temporary, name), text);
    return join(temporary, name);
  };
  const alerts = (count: number) => `${node} ${written(`${count}.ts`, appWith(count))}`;
  const events = (count: number) => {
    const list = Array.from({ length: count }, (_, index) => samples[index % samples.length]);
    const file = written(`${count}.json`, JSON.stringify(list));
    return `${node} preview.ts --app examples/production.ts --json --event ${file}`;
  };
  const commands = {
    "node loads cdktf and seven bindings": `node -e '${MODULES.map((name) => `require("${name}");`).join("")}'`,
    "npm run synth": "npm run synth",
    "npx cdktf synth": `npx cdktf synth --output ${join(temporary, "cdktf")}`,
    "npx ts-node main.ts, as cdktf init": `cd ${await cdktfInit(join(temporary, "template"))} && npx ts-node main.ts`,
    "1 alert": alerts(1),
    "300 alerts": alerts(300),
    "1 event": events(1),
    "1000 events": events(1000),
    "20000 events": events(20_000),
  };
  const env = { ...process.env, CDKTF_OUTDIR: join(temporary, "out"), CHECKPOINT_DISABLE: "1", CI: "true" };
  const times = new Map<string, number[]>();
  // Round by round, so that a slow moment of the machine meets all alike.
  for (let round = 1; round <= ROUNDS; round++)
    for (const [name, command] of Object.entries(commands)) {
      const start = performance.now();
      await run("sh", ["-c", command], { env }, `${name} failed.`);
      times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
    }
  const medians = [...times.values()].map((all) => all.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]);
  const [floor = 0, synth = 0, cdktf = 0, tsNode = 0, one = 0, many = 0] = medians;
  const cost = (ms = 0) => `${ms.toFixed(ms < 100 ? 2 : 0)} ms, ${(ms / floor).toFixed(3)} × the floor`;
  for (const [index, name] of Object.keys(commands).entries()) say(`${name.padEnd(36)} ${cost(medians[index])}`);
  say(`npm run synth takes ${(synth / cdktf).toFixed(2)} of cdktf synth, ${(synth / tsNode).toFixed(2)} of ts-node`);
  say(`One more alert: ${cost((many - one) / 299)}`);
}

/** An app with as many alerts, one for each service. */
function appWith(count: number): string {
  return `import { App } from "cdktf";
import { EcsTaskAlertStack } from ${JSON.stringify(resolve("lib"))};
const alert = (name) => ({ stops: { causes: "abnormal", services: [name] }, message: { language: "en" } });
const names = Array.from({ length: ${count} }, (_, index) => "service-" + index);
const app = new App();
new EcsTaskAlertStack(app, "ecs-task-alert", { alerts: Object.fromEntries(names.map((name) => [name, alert(name)])) });
app.synth();`;
}

/** What `cdktf init --template=typescript` makes, with the seven bindings. ts-node does not run with TypeScript 7. */
async function cdktfInit(folder: string): Promise<string> {
  await run("npm", ["install", "--prefix", folder, "ts-node@10", "typescript@5", "@types/node@20"]);
  for (const name of ["cdktf", "constructs", "@cdktf"])
    symlinkSync(resolve("node_modules", name), join(folder, "node_modules", name));
  writeFileSync(join(folder, "tsconfig.json"), readFileSync(TEMPLATE));
  const imports = MODULES.map((name) => `import "${name}";\n`).join("");
  const app = 'const app = new App(); new TerraformStack(app, "demo"); app.synth();';
  writeFileSync(join(folder, "main.ts"), `import { App, TerraformStack } from "cdktf";\n${imports}${app}`);
  return folder;
}
