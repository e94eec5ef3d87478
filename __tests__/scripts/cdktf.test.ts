import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SynthesizedStack } from "../../lib/app/project";
import { cdktfOptions, missingVariables } from "../../scripts/variables";
import { folder } from "../preview/files";

const STACK: SynthesizedStack = {
  name: "main",
  path: "stacks/main/cdk.tf.json",
  json: { variable: { a: {}, b: { sensitive: true, description: "B." }, c: { default: null } } },
};

function missing(files: Readonly<Record<string, string>>, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const outdir = folder(Object.fromEntries(Object.entries(files).map(([name, text]) => [`stacks/main/${name}`, text])));
  return missingVariables([STACK], outdir, cdktfOptions(args), env).map(({ name }) => name);
}

describe("the variables that cdktf would have to ask for", () => {
  it("are those without a default, each with its description", () => {
    expect(missingVariables([STACK, { ...STACK, name: "other" }], "nowhere", cdktfOptions([]), {})).toEqual([
      { name: "a", description: undefined, isSensitive: false },
      { name: "b", description: "B.", isSensitive: true },
    ]);
  });

  it("are not those that the environment, the stack's folder or an option gives, even if empty", () => {
    expect(missing({}, [], { TF_VAR_a: "", TF_VAR_b: "x" })).toEqual([]);
    expect(missing({ "terraform.tfvars": ' a = "x"\n# b = "y"' })).toEqual(["b"]);
    expect(missing({ "x.auto.tfvars.json": '{ "b": "x" }' })).toEqual(["a"]);
    expect(missing({ "x.tfvars": 'a = "x"' })).toEqual(["a", "b"]);
    expect(missing({}, ["--var", "a=x=y", "--var=b=z"])).toEqual([]);
  });

  it("are not those of a file that an option names", () => {
    const values = join(folder({ "values.tfvars": '"a" = 1\nb=2' }), "values.tfvars");
    expect(missing({}, ["--var-file", values])).toEqual([]);
    expect(missing({}, ["--var-file", "nowhere.tfvars"])).toEqual(["a", "b"]);
  });

  it("are none for HCP Terraform, which has its own", () => {
    for (const terraform of [{ cloud: {} }, { backend: { remote: {} } }]) {
      const stack = { ...STACK, json: { ...STACK.json, terraform } };
      expect(missingVariables([stack], "nowhere", cdktfOptions([]), {})).toEqual([]);
    }
  });
});

describe("the options of cdktf", () => {
  it("are not mistaken for stack names", () => {
    expect(
      cdktfOptions([
        "one",
        "--parallelism",
        "2",
        "--log-level",
        "debug",
        "--auto-approve",
        "two-*",
        "-a",
        "x.ts",
        "--unknown",
      ]),
    ).toMatchObject({
      stacks: ["one", "two-*"],
      app: "x.ts",
    });
  });
});
