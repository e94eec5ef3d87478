import { redact } from "../../problems/redact";
import type { Preview } from "../model";
import { printableJson } from "./text";

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
