import { parseArgs } from "node:util";

/** The other options of cdktf that take a value, so that what follows them is not taken for a stack. */
const WITH_VALUE = "outputs-file parallelism terraform-parallelism log-level log-file-directory".split(" ");

export function helpOf(command: string): string {
  return `npm run ${command} [-- [STACK...] [OPTIONS]]

It checks the types, synthesizes the app, asks in a terminal for variables without a value (elsewhere it names them
and ends), and runs cdktf ${command} with the stacks and options behind --, which are listed below.

  --app FILE      another app, such as examples/production.ts

Variables are given as environment variables (TF_VAR_cluster_arn), in *.tfvars files or with --var and --var-file.
The plan, which holds them, is removed afterwards.

Exit code: cdktf's own. 1 also if the app does not synthesize. 2: the arguments cannot be used, or a variable has no
value.
`;
}

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
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    allowPositionals: true,
  });
  const texts = (name: string) => [values[name]].flat().filter((item) => typeof item === "string");
  const { help = false, "skip-synth": skipSynth = false } = values;
  const [[app], [output]] = [texts("app"), texts("output")];
  return { stacks, app, output, var: texts("var"), varFile: texts("var-file"), skipSynth, help };
}
