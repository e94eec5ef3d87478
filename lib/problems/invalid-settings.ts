import { type Problem, sentence } from "./problem";
import { redact } from "./redact";

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
