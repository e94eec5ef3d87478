import { resolve } from "node:path";
import { expect, it } from "vitest";
import { alertsOfStacks } from "../../lib/preview/read/alerts";
import { readSamples } from "../../lib/preview/read/events";
import { runEvents } from "../../lib/preview/run";
import { terminalReport } from "../../lib/preview/show/terminal";
import { synthesizeApp } from "../synthesized";
import { terminalPicture } from "./terminal-picture";

const COLUMNS = 104;

it.each([
  ["examples/production.ts", "docs/preview.svg"],
  ["examples/several-channels.ts", "docs/preview.ja.svg"],
])("the preview of %s looks like %s: after a change, run npm test -- --update", async (app, picture) => {
  const stacks = Object.entries(await synthesizeApp(app)).map(([name, json]) => ({ name, json: JSON.parse(json) }));
  const preview = runEvents(alertsOfStacks(stacks), readSamples("events"));
  const report = terminalReport(preview, { width: COLUMNS, colour: true, detailed: false });
  const shown = `$ npm run --silent preview -- --app ${app}\n${report}`;
  await expect(terminalPicture(shown, COLUMNS)).toMatchFileSnapshot(resolve(picture));
});
