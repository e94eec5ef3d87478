import { describe, expect, it } from "vitest";
import { terminalOptions } from "../../lib/preview/preview";

describe("the terminal", () => {
  it("is as wide as it says, and 100 columns where there is none", () => {
    expect(terminalOptions({ terminal: { isTTY: true, columns: 60 }, env: {} }).width).toBe(60);
    expect(terminalOptions({ terminal: {}, env: {} }).width).toBe(100);
  });

  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("has colour if it is one (%s), unless told otherwise: %j", (isTTY, env, colour) => {
    expect(terminalOptions({ terminal: { isTTY }, env }).colour).toBe(colour);
  });
});
