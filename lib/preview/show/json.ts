import type { Preview } from "../model";

/** The document of `npm run preview -- --json`: alerts, and what each does with each event. */
export function jsonReport({ alerts, results }: Preview): string {
  const report = {
    alerts: alerts.map(({ address, rule, problems }) => ({ address, rule: rule ?? null, problems })),
    results: results.map(({ event, alert, matched, sent, body, problems }) => ({
      event,
      alert,
      matched,
      sent,
      body: body ?? null,
      problems,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
