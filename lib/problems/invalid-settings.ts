import { redact } from "./redact";

/** Settings that AWS, Slack or Terraform would refuse: every problem of a stack, each naming the setting and the remedy. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";
  /** No problem ever tells a secret, even where it was put into the wrong setting. */
  readonly problems: readonly string[];

  constructor(stack: string, problems: readonly string[]) {
    const told = problems.map(redact);
    const list = told.map((problem) => `  - ${problem}`).join("\n");
    super(`The settings of stack '${redact(stack)}' have ${count(told.length)}:\n${list}`);
    this.problems = told;
  }
}

function count(problems: number): string {
  return problems === 1 ? "a problem" : `${problems} problems`;
}
