import { expect, it } from "vitest";
import { synthesize } from "../synthesized";
import { Workspace } from "./workspace";

it("credentials of another account than the cluster's fail the plan", () => {
  const stack = new Workspace(JSON.stringify(synthesize())).init();
  expect(stack.refusal({}, { AWS_ACCESS_KEY_ID: "999999999999" })).toContain(
    "AWS account ID not allowed: 999999999999",
  );
  expect(Object.keys(stack.changes())).toHaveLength(7);
});
