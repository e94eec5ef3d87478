import { parseArgs } from "node:util";

/** The options of cdktf that take a value, so that what follows them is not taken for a stack. */
const WITH_VALUE = [
  "outputs-file",
  "parallelism",
  "terraform-parallelism",
  "log-level",
  "log-file-directory",
  "experimental-provider-schema-cache-path",
] as const;

export function helpOf(command: string): string {
  return `npm run ${command} [-- [STACK...] [OPTIONS]]

It checks the types and synthesizes the app, asks in a terminal for variables without a value (elsewhere it names them
and ends), and runs cdktf ${command} with the stacks and options behind --, which are listed below.

  --app FILE      another app, such as examples/production.ts

Variables are given as environment variables (TF_VAR_cluster_arn), in *.tfvars files or with --var and --var-file.
The plan, which holds them, is removed afterwards.

Exit code: cdktf's own. 1 also if the app does not synthesize. 2: the arguments cannot be used, or a variable has no
value.
`;
}

/** What matters here among the options of cdktf. */
export interface Options {
  readonly stacks: readonly string[];
  readonly app: string | undefined;
  readonly output: string | undefined;
  readonly var: readonly string[];
  readonly varFile: readonly string[];
  readonly skipSynth: boolean;
  readonly help: boolean;
}

/** Reads them as cdktf does; what it does not know, cdktf refuses. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      app: { type: "string", short: "a" },
      output: { type: "string", short: "o" },
      var: { type: "string", multiple: true },
      "var-file": { type: "string", multiple: true },
      "skip-synth": { type: "boolean" },
      help: { type: "boolean", short: "h" },
      ...Object.fromEntries(WITH_VALUE.map((name) => [name, { type: "string" } as const])),
    },
    strict: false,
    allowPositionals: true,
  });
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const texts = (value: unknown) => [value].flat().filter((item) => typeof item === "string");
  return {
    stacks: positionals,
    app: text(values.app),
    output: text(values.output),
    var: texts(values.var),
    varFile: texts(values["var-file"]),
    skipSynth: values["skip-synth"] === true,
    help: values.help === true,
  };
}
