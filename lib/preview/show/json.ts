import { redact } from "../../problems/redact";
import type { Preview } from "../model";

/** What a terminal would obey or not show, and what begins a command to Azure Pipelines; JSON has an escape for each. */
const ESCAPED = /[^\P{C}\n\t]|[\u2028\u2029]|#(?=#(?:vso)?\[)/gu;

/** The document of `npm run preview -- --json`: the alerts, and what each does with each event. */
export function jsonReport({ alerts, results }: Preview): string {
  const report = {
    alerts: alerts.map(({ address, rule = null, problems, notes }) => ({ address, rule, problems, notes })),
    results: results.map(({ event, alert, matched, sent, body = null, problems }) => {
      return { event: event.name, alert: alert.address, matched, sent, body, problems };
    }),
  };
  const redacted = JSON.stringify(report, (_key, value) => (typeof value === "string" ? redact(value) : value), 2);
  return `${printableJson(redacted)}\n`;
}

/** JSON for a terminal, which says the same. Webhook URLs have to be hidden before. */
export function printableJson(json: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll("\r\n", "\n").replace(ESCAPED, (character) => character.split("").map(escaped).join(""));
}
