import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asFailure, Failure } from "../../lib/cli/failure";
import { printable } from "../../lib/cli/output";
import { InvalidSettings } from "../../lib/problems/problem";
import { anyPrintedText } from "../preview/previews";

describe("what is printed", () => {
  it("holds no escape sequence, no command of a CI log and no webhook's URL", () => {
    expect(printable("\u001b[31mred\r\n  ::error::x\n##[error]y ##vso[task]z")).toBe(
      "␛[31mred\n  ∷error::x\n## [error]y ## vso[task]z",
    );
    expect(printable("at https://hooks.slack.com/services/T00/B00/secret now")).not.toContain("secret");
    fc.assert(
      fc.property(anyPrintedText, (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
        expect(printable(text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^\s*::/m);
      }),
    );
  });

  it("keeps emoji and scripts whole that need zero-width joiners", () => {
    for (const text of [
      "👨\u200d👩\u200d👧",
      "می\u200cخواهم",
      "क्\u200dष",
      "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ])
      expect(printable(text)).toBe(text);
    expect(printable("a\u200bb\u200ec\u2060d")).toBe("a\ufffdb\ufffdc\ufffdd");
  });
});

describe("an error", () => {
  it("that says what to do needs no stack trace", () => {
    expect(asFailure(new Failure("No.", 2))).toMatchObject({ message: "No.", exitCode: 2 });
    const problems = [{ setting: "namePrefix", text: "must not be empty." }];
    expect(asFailure(new InvalidSettings("s", problems))).toMatchObject({ exitCode: 1 });
    expect(asFailure(new TypeError("x is not a function"))).toBeUndefined();
  });

  it("about an input that is too deep or too long blames the input", () => {
    const deep = (depth: number): number => 1 + deep(depth + 1);
    const thrown = () => {
      try {
        return deep(0);
      } catch (error) {
        return asFailure(error);
      }
    };
    expect(thrown()).toMatchObject({ exitCode: 2, message: expect.stringContaining("nested too deeply") });
  });
});
