/** No problem ever tells a secret, even where it was put into the wrong setting. */
const WEBHOOK = /https?:\/\/hooks\.slack[^\s"'`]*/g;

/** Settings that AWS, Slack or Terraform would refuse: every problem of a stack, each naming the setting and the remedy. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";

  constructor(
    stack: string,
    readonly problems: readonly string[],
  ) {
    const told = problems.map(
      (problem) => `  - ${problem.replace(WEBHOOK, "(a webhook's URL: it belongs in a variable)")}`,
    );
    super(`The settings of stack '${stack}' have ${count(problems.length)}:\n${told.join("\n")}`);
  }
}

function count(problems: number): string {
  return problems === 1 ? "a problem" : `${problems} problems`;
}
