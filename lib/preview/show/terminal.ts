import type { Preview, Result } from "../model";
import { arrives, problemGroups, shortNames, someOf } from "../outcome";
import { drawnBody, eventDetails, heading, problemLines } from "./detail";
import { eventTable } from "./table";
import { type Line, paint, span } from "./text";
import { wrap, wrapBehind } from "./wrap";

/** What `npm run preview` shows in a terminal. Only bodies and links are ever wider than `width`. */
export function terminalReport(
  preview: Preview,
  options: { readonly width: number; readonly colour: boolean; readonly detailed: boolean },
): string {
  const { width, colour, detailed } = options;
  const parts = detailed
    ? [
        problems({ ...preview, results: [] }, width),
        ...preview.events.map((event) => eventDetails(preview, event, width)),
      ]
    : [table(preview, width), problems(preview, width), firstMessage(preview, width)];
  const shown = parts.filter((part) => part.length > 0);
  return paint(
    shown.flatMap((part, index) => (index > 0 ? [[], ...part] : part)),
    colour,
  );
}

/** How many of the events ring anywhere, in a sentence. */
export function summary({ alerts, events, results }: Preview): string {
  if (alerts.length === 0) return "There is no alert: no rule with a target was found.";
  if (events.length === 0) return "There is no event to try.";
  const heard = new Set(results.filter(arrives).map(({ event }) => event)).size;
  const of = `${events.length} ${events.length === 1 ? "event" : "events"}`;
  const at = `${alerts.length} ${alerts.length === 1 ? "alert" : "alerts"}`;
  return `${of}, ${at}: ${heard} of the events ${heard === 1 ? "rings" : "ring"}, ${events.length - heard} ${events.length - heard === 1 ? "does" : "do"} not.`;
}

/** The first result that rings without a problem, or else with one. */
function firstThatRings({ results }: Preview): Result | undefined {
  const arriving = results.filter(arrives);
  return arriving.find(({ problems }) => problems.length === 0) ?? arriving[0];
}

function table(preview: Preview, width: number): Line[] {
  const lines = preview.alerts.length === 0 || preview.events.length === 0 ? [] : [...eventTable(preview, width), []];
  return [...lines, ...wrap([span(summary(preview))], width)];
}

function problems(preview: Preview, width: number): Line[] {
  const groups = problemGroups(preview);
  if (groups.length === 0) return [];
  const names = shortNames(preview.alerts.map(({ address }) => address));
  return [
    ...heading([span("Problems", "bold")], width),
    ...groups.flatMap(({ problem, alerts, events }) => {
      const where = someOf(alerts.map((alert) => names.get(alert) ?? alert));
      const of = events.length > 0 ? `${where}, for ${someOf(events)}` : where;
      return [...problemLines([problem], width), ...wrapBehind(span("    "), [span(of, "dim")], width)];
    }),
  ];
}

function firstMessage(preview: Preview, width: number): Line[] {
  const first = firstThatRings(preview);
  if (first?.body === undefined) return [];
  const name = shortNames(preview.alerts.map(({ address }) => address)).get(first.alert) ?? first.alert;
  const title = [span(first.event, "bold"), span(" → ", "dim"), span(name, "bold")];
  return [...heading(title, width), [], ...drawnBody(first.body, width)];
}
