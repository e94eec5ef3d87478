// The same checks as `zod` in a quarter of its loading time, which every synthesis pays.
import * as z from "zod/mini";

const texts = z.array(z.string());
const numbers = z.array(z.number());

const stops = z.strictObject({
  cluster: z.optional(z.enum(["variable", "any"])),
  services: z.optional(texts),
  families: z.optional(texts),
  excludeServices: z.optional(texts),
  excludeFamilies: z.optional(texts),
  containers: z.optional(texts),
  ignoreContainers: z.optional(texts),
  launchTypes: z.optional(z.array(z.enum(["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]))),
  capacityProviders: z.optional(texts),
  causes: z.optional(z.union([z.string(), texts], "must be 'abnormal' or a list of causes")),
  stopCodes: z.optional(texts),
  exitCodes: z.optional(numbers),
  ignoreExitCodes: z.optional(numbers),
  pattern: z.optional(z.looseObject({ detail: z.optional(z.looseObject({})) })),
});

const field = z.union(
  [
    z.string(),
    z.strictObject({ containers: z.number() }),
    z.strictObject({ label: z.string(), text: z.string() }),
    z.strictObject({ label: z.string(), path: z.string() }),
  ],
  "must be the name of a field, { containers }, { label, text } or { label, path }",
);

const link = z.union(
  [
    z.literal("stoppedTasks"),
    z.strictObject({ service: z.string() }),
    z.strictObject({ logGroup: z.string() }),
    z.strictObject({ runbook: z.string() }),
    z.strictObject({ url: z.string(), text: z.string() }),
  ],
  "must be 'stoppedTasks', { service }, { logGroup }, { runbook } or { url, text }",
);

/** One shape that has the members of every kind of message; which go together is for `messageProblems` to say. */
const message = z.union([
  z.literal("original"),
  z.strictObject({
    language: z.optional(z.string()),
    title: z.optional(z.string()),
    color: z.optional(z.string()),
    mention: z.optional(texts),
    fields: z.optional(z.array(field)),
    links: z.optional(z.array(link)),
    footer: z.optional(z.string()),
    payload: z.optional(z.looseObject({})),
    inputPaths: z.optional(z.record(z.string(), z.string())),
    inputTemplate: z.optional(z.string()),
  }),
]);

const alert = z.strictObject({
  stops: z.optional(stops),
  message: z.optional(message),
  webhook: z.optional(z.string()),
  maximumEventAgeSeconds: z.optional(z.number()),
  maximumRetryAttempts: z.optional(z.number()),
  name: z.optional(z.string()),
});

const settings = z.strictObject({
  namePrefix: z.optional(z.string()),
  alerts: z.optional(z.record(z.string(), alert)),
  webhooks: z.optional(
    z.record(z.string(), z.strictObject({ ratePerSecond: z.optional(z.number()), name: z.optional(z.string()) })),
  ),
  connectionName: z.optional(z.string()),
  role: z.optional(
    z.strictObject({
      name: z.optional(z.string()),
      policyName: z.optional(z.string()),
      path: z.optional(z.string()),
      permissionsBoundary: z.optional(z.string()),
      confineToAccount: z.optional(z.boolean()),
    }),
  ),
  deadLetterQueue: z.optional(z.strictObject({ name: z.optional(z.string()) })),
  alarms: z.optional(z.strictObject({ topicArn: z.optional(z.string()) })),
  tags: z.optional(z.record(z.string(), z.string())),
});

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

/**
 * Settings that are not of the type that they should be, or that do not exist: what the compiler says to who has one,
 * said to settings out of JSON or JavaScript too. Values are not told, since one of them may be a secret.
 */
export function shapeProblems(value: unknown): string[] {
  const { error } = settings.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).flatMap((issue) => issueProblems(issue, []));
}

function issueProblems(issue: z.core.$ZodIssue, outer: readonly PropertyKey[]): string[] {
  const path = [...outer, ...issue.path];
  const setting = path.length > 0 ? `'${path.join(".")}'` : "The settings";
  if (issue.code === "invalid_union") {
    // Of a union with one object, the object's own problems say more than that nothing fits.
    const [deeper] = issue.errors.filter((issues) => issues.some(({ path }) => path.length > 0 || issues.length > 1));
    const unknown = issue.errors.flat().filter(({ code }) => code === "unrecognized_keys");
    const [best] = deeper ? [deeper] : issue.errors.length === 2 && unknown.length > 0 ? [unknown] : [];
    if (best && issue.message === "Invalid input") return best.flatMap((inner) => issueProblems(inner, path));
    const must = issue.message === "Invalid input" ? "must be 'original' or an object" : issue.message;
    return [`${setting} ${must}, got ${kindOf(issue.input)}: correct it.`];
  }
  if (issue.code === "unrecognized_keys")
    return issue.keys.map(
      (key) => `'${[...path, key].join(".")}' is no setting: look for another spelling, or take it out.`,
    );
  if (issue.code === "invalid_value")
    return [
      `${setting} must be ${issue.values.map((v) => `'${String(v)}'`).join(" or ")}, got ${kindOf(issue.input)}: correct it.`,
    ];
  if (issue.code === "invalid_type")
    return [`${setting} must be ${KINDS[issue.expected] ?? issue.expected}, got ${kindOf(issue.input)}: correct it.`];
  return [`${setting}: ${issue.message}.`];
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string")
    return value.length <= 30 && /^[\w*.-]*$/.test(value) ? JSON.stringify(value) : "another text";
  if (Number.isNaN(value)) return "NaN";
  return (
    { number: "a number", boolean: String(value), object: "an object" }[String(typeof value)] ?? `a ${typeof value}`
  );
}
