import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import type { TaskStops } from "../../lib";
import { compare } from "../../lib/preview/compare";
import type { Preview } from "../../lib/preview/model";
import { alertsOfStacks } from "../../lib/preview/read/alerts";
import { readSamples } from "../../lib/preview/read/events";
import { runEvents } from "../../lib/preview/run";
import { markdownReport } from "../../lib/preview/show/markdown";
import { terminalReport } from "../../lib/preview/show/terminal";
import { synthesize, synthesizeApp } from "../synthesized";
import { terminalPicture } from "./terminal-picture";

const COLUMNS = 104;

it.each([
  ["examples/production.ts", "docs/preview.svg"],
  ["examples/several-channels.ts", "docs/preview.ja.svg"],
])("the preview of %s looks like %s: after a change, run npm test -- --update", async (app, picture) => {
  const report = terminalReport(previewOf(await synthesizeApp(app)), { width: COLUMNS, colour: true, detailed: false });
  const shown = `$ npm run --silent preview -- --app ${app}\n${report}`;
  await expect(terminalPicture(shown, COLUMNS)).toMatchFileSnapshot(resolve(picture));
});

it("docs/pull-requests.md quotes what the review says of its example", () => {
  const before = previewOfCauses(["failedToStart", "outOfMemory"]);
  const after = previewOfCauses(["failedToStart", "outOfMemory", "unhealthy"]);
  const [changes = ""] = markdownReport(after, compare(before, after)).split("\n\n#### Events");
  const quoted = changes.replace(/^.*$/gm, (line) => `> ${line}`.trimEnd());
  expect(readFileSync("docs/pull-requests.md", "utf8")).toContain(quoted);
});

function previewOfCauses(causes: TaskStops["causes"]): Preview {
  const stops = causes === undefined ? {} : { causes };
  return previewOf({ stack: JSON.stringify(synthesize({ alerts: { main: { stops, message: { language: "en" } } } })) });
}

function previewOf(stacks: Readonly<Record<string, string>>): Preview {
  const read = Object.entries(stacks).map(([name, json]) => ({ name, json: JSON.parse(json) }));
  return runEvents(alertsOfStacks(read), readSamples("events"));
}
