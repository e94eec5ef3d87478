/** Settings that AWS, Slack or Terraform would refuse: every problem of a stack, each naming the setting and the remedy. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings";

  constructor(
    stack: string,
    readonly problems: readonly string[],
  ) {
    super(
      `The settings of stack '${stack}' have ${count(problems.length)}:\n${problems.map((p) => `  - ${p}`).join("\n")}`,
    );
  }
}

function count(problems: number): string {
  return problems === 1 ? "a problem" : `${problems} problems`;
}
