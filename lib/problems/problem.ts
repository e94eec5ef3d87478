import { redact } from "./redact";

/** Something wrong with a setting. */
export interface Problem {
  /** Path of the setting, such as `alerts.crashed.stops.services`; empty for the settings as a whole. */
  readonly setting: string;
  /** What follows the setting in a sentence: the rule that it breaks and the remedy. */
  readonly text: string;
}

/** Takes note of a problem. */
export type Report = (setting: string, text: string) => void;

export function sentence({ setting, text }: Problem): string {
  return `${setting === "" ? "The settings" : `'${setting}'`} ${text}`;
}

/** Names in a list, each in quotes. */
export function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}

/** What a text must match, and what such a text is. */
export type TextRule = readonly [pattern: RegExp, what: string];

export interface Range {
  readonly min: number;
  readonly max: number;
  readonly source: string;
}

/** Reports a value that is not a whole number in the range. */
export function checkRange(report: Report, setting: string, value: number, { min, max, source }: Range): void {
  if (!Number.isInteger(value) || value < min || value > max)
    report(setting, `must be a whole number from ${min} to ${max} (${source}), got ${value}.`);
}

/** Settings that AWS, Slack or Terraform would refuse, with all their problems. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";
  /** Without secrets, even if one was put into the wrong setting. */
  readonly problems: readonly Problem[];

  constructor(stack: string, problems: readonly Problem[]) {
    const redacted = problems.map(({ setting, text }) => ({ setting: redact(setting), text: redact(text) }));
    const list = redacted.map((problem) => `  - ${sentence(problem)}`).join("\n");
    super(
      `The settings of stack '${redact(stack)}' have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${list}`,
    );
    this.problems = redacted;
  }
}
