import { expect, it } from "vitest";
import { synthesizeApp, withoutMetadata } from "./synthesized";

it("main.ts synthesizes what its snapshot says: after a change, run npm test -- --update and commit the difference", async () => {
  const stacks = Object.entries(await synthesizeApp("main.ts"));
  expect(stacks).not.toHaveLength(0);
  for (const [name, text] of stacks) {
    expect(withoutMetadata(text)).toMatchSnapshot(name);
    expect(text).not.toMatch(/TfToken\[|unresolved-token|stackTrace/);
  }
});
