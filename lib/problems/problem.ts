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

/** Such as `1 minute` and `2 minutes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Names in a list, each in quotes. */
export function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}

/** Settings that AWS, Slack or Terraform would refuse, with all their problems. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";
  /** Without secrets, even if one was put into the wrong setting. */
  readonly problems: readonly Problem[];

  constructor(stack: string, problems: readonly Problem[]) {
    const redacted = problems.map(({ setting, text }) => ({ setting: redact(setting), text: redact(text) }));
    const list = redacted.map((problem) => `  - ${sentence(problem)}`).join("\n");
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    super(`The settings of stack '${redact(stack)}' have ${count}:\n${list}`);
    this.problems = redacted;
  }
}
