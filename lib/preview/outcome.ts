import type { Json } from "../eventbridge/json";
import { slackProblems } from "../slack/payload-problems";
import type { Alert, Preview, Result } from "./model";

/**
 * What becomes of an event at an alert. `lost`: it matches, or nobody can tell, and no message arrives. `warned`: a
 * message arrives, but something is wrong with it.
 */
export type Outcome = "rings" | "warned" | "lost" | "silent";

export function outcome(result: Result | undefined, alert: Alert): Outcome {
  if (result === undefined || !result.matched) return alert.problems.length > 0 ? "lost" : "silent";
  if (!arrives(result)) return "lost";
  return result.problems.length > 0 ? "warned" : "rings";
}

/** Whether a message reaches Slack and Slack takes it. */
export function arrives(result: Result | undefined): result is Result & { readonly body: string } {
  if (result?.matched !== true || !result.sent || result.body === undefined) return false;
  const body = parsed(result.body);
  return body !== undefined && slackProblems(body).length === 0;
}

/** The body as JSON; undefined where it is none. */
export function parsed(body: string): Json | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Finds the result of an event with an alert. */
export function resultsOf({ results }: Preview): (event: string, alert: string) => Result | undefined {
  const byBoth = new Map(results.map((result) => [keyOf(result.event, result.alert), result]));
  return (event, alert) => byBoth.get(keyOf(event, alert));
}

export function keyOf(event: string, alert: string): string {
  return JSON.stringify([event, alert]);
}

/** A short name for every address: the target's own, with its module where that alone tells it apart. */
export function shortNames(addresses: Iterable<string>): ReadonlyMap<string, string> {
  const candidates = Array.from(new Set(addresses), (address) => [address, namesOf(address)] as const);
  return new Map(
    candidates.map(([address, names]) => {
      const own = names.find((name) => candidates.filter(([, others]) => others.includes(name)).length === 1);
      return [address, own ?? address];
    }),
  );
}

/** `module.x.aws_cloudwatch_event_target.main["a"]` → `main["a"]`, `module.x.main["a"]`. */
function namesOf(address: string): string[] {
  const parts = address.match(/(?:[^.["]|\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\])+/g) ?? [];
  const name = parts.at(-1) ?? address;
  return [name, [...parts.slice(0, -2), name].join(".")];
}

export interface ProblemGroup {
  readonly problem: string;
  /** Addresses. */
  readonly alerts: readonly string[];
  /** Names of events; empty for a problem of the alerts themselves. */
  readonly events: readonly string[];
}

/** Every problem once, with all that it strikes. */
export function problemGroups(preview: Preview): ProblemGroup[] {
  return [
    ...grouped(preview.alerts.flatMap(({ address, problems }) => problems.map((problem) => ({ problem, address })))),
    ...grouped(
      preview.results.flatMap(({ alert, event, problems }) =>
        problems.map((problem) => ({ problem, address: alert, event })),
      ),
    ),
  ];
}

function grouped(
  found: readonly { readonly problem: string; readonly address: string; readonly event?: string }[],
): ProblemGroup[] {
  return Array.from(new Set(found.map(({ problem }) => problem)), (problem) => {
    const same = found.filter((one) => one.problem === problem);
    return {
      problem,
      alerts: [...new Set(same.map(({ address }) => address))],
      events: [...new Set(same.flatMap(({ event }) => (event === undefined ? [] : [event])))],
    };
  });
}

/** Names in a row, the first few of many. */
export function someOf(names: readonly string[], most = 4): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** Why the alert does not ring for the event: the first field of its pattern that the event does not meet. */
export function why({ mismatch }: Result, alert: Alert): string {
  if (mismatch === undefined) {
    return alert.problems.length > 0 ? "it cannot be told, see the problems" : "it cannot be told";
  }
  const { path, expected, actual } = mismatch;
  const found = actual === undefined ? "is missing" : `is ${brief(actual)}`;
  return `${path === "" ? "the event" : path} ${found}, the pattern wants ${brief(expected)}`;
}

function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
