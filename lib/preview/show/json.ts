import { redact } from "../../problems/redact";
import type { Preview } from "../model";

/** What may be one of the characters below. Almost all text is passed over by this alone. */
const SUSPECT = /[^\n\t -~]+|#(?=#(?:vso)?\[)/g;
/** What a terminal would obey or not show, and what begins a command to Azure Pipelines; JSON has an escape for each. */
const ESCAPED = /[^\P{C}\n\t]|[\u2028\u2029]|#/gu;

/** The document of `npm run preview -- --json`: the alerts, and what each does with each event. */
export function jsonReport({ alerts, results }: Preview): string {
  const safe = (text: string | undefined) => (text === undefined ? null : redact(text));
  const report = {
    alerts: alerts.map(({ address, rule, problems, notes }) => {
      return { address: safe(address), rule: safe(rule), problems: problems.map(redact), notes: notes.map(redact) };
    }),
    results: results.map(({ event: { name }, alert: { address }, matched, sent, body, problems }) => {
      const texts = { body: safe(body), problems: problems.map(redact) };
      return { event: safe(name), alert: safe(address), matched, sent, ...texts };
    }),
  };
  return `${printableJson(JSON.stringify(report, undefined, 2))}\n`;
}

/** JSON for a terminal, which says the same. Webhook URLs have to be hidden before. */
export function printableJson(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const harmless = (text: string) => text.replace(ESCAPED, (character) => character.split("").map(escaped).join(""));
  return json.replaceAll("\r\n", "\n").replace(SUSPECT, harmless);
}
