import type { Preview, Result, Verdict } from "../model";
import { arrives } from "../verdict";
import type { Style } from "./text";

export const NOTHING_CHANGES = "Nothing changes";
export const SAME_AS_BEFORE = ": the same events ring, with the same messages.";
export const UNHEARD = "No alert here rings any more for";

/** How a table shows a verdict. */
export interface Mark {
  readonly sign: string;
  readonly style: Style;
  readonly meaning: string;
}

export const MARKS: Readonly<Record<Verdict, Mark>> = {
  rings: { sign: "●", style: "green", meaning: "rings" },
  warned: { sign: "●!", style: "yellow", meaning: "rings, with a problem" },
  lost: { sign: "!", style: "red", meaning: "no message arrives" },
  silent: { sign: "·", style: "dim", meaning: "silent" },
  "not an event": { sign: "-", style: "dim", meaning: "is the body of a message, not an event" },
};

/** The marks that a legend has to explain. */
export function usedMarks(results: readonly Result[]): readonly Mark[] {
  const used = new Set(results.map(({ verdict }) => MARKS[verdict]));
  return Object.values(MARKS).filter((mark) => used.has(mark));
}

/** How many of the events ring anywhere, in a sentence. */
export function summary({ alerts, events, results }: Preview): string {
  if (alerts.length === 0) return "There is no alert: no rule with a target was found.";
  if (events.length === 0) return "There is no event to try.";
  const heard = new Set(results.filter(arrives).map(({ event }) => event.name)).size;
  const quiet = events.length - heard;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const verbs = [heard === 1 ? "rings" : "ring", quiet === 1 ? "does" : "do"];
  const totals = `${count(events.length, "event")}, ${count(alerts.length, "alert")}`;
  return `${totals}: ${heard} of the events ${verbs[0]}, ${quiet} ${verbs[1]} not.`;
}

/** The first few of many names. */
export function someOf(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}
