import { parseArgs } from "node:util";

/** The other options of cdktf that take a value, so that what follows them is not taken for a stack. */
const WITH_VALUE = "outputs-file parallelism terraform-parallelism log-level log-file-directory".split(" ");

export type Options = ReturnType<typeof readOptions>;

/** What matters here among the options of cdktf, as it reads them; what it does not know, it refuses. */
export function readOptions(args: readonly string[]) {
  const value = { type: "string" } as const;
  const { values, positionals: stacks } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(WITH_VALUE.map((name) => [name, value])),
      app: { ...value, short: "a" },
      output: { ...value, short: "o" },
      var: { ...value, multiple: true },
      "var-file": { ...value, multiple: true },
      "skip-synth": { type: "boolean" },
    },
    strict: false,
    allowPositionals: true,
  });
  const texts = (name: string) => [values[name]].flat().filter((item) => typeof item === "string");
  const { "skip-synth": skipSynth = false } = values;
  const [[app], [output]] = [texts("app"), texts("output")];
  return { stacks, app, output, var: texts("var"), varFile: texts("var-file"), skipSynth };
}
