import { withoutTokens } from "../terraform/text";
import { type Problem, quotedList } from "./problem";
import { holdsWebhook } from "./redact";

const TYPES = ["string", "number", "boolean", "list", "object"];

/** What a string must match, and what such a string is. */
export type TextRule = readonly [pattern: RegExp, what: string];

/** What a setting is at run time: TypeScript checks neither JavaScript and JSON nor misspelt settings of a variable. */
export interface Shape {
  /** Undefined for anything that JSON can express. */
  readonly type?: string;
  /** The string that may stand in its place; true for any string. */
  readonly orString?: string | true;
  /** What a string must be. */
  readonly rule?: TextRule;
  /** The least and the greatest whole number, and whose limits these are. */
  readonly range?: { readonly min: number; readonly max: number; readonly source: string };
  /** Whether a list or an object must have something in it. */
  readonly isFilled?: true;
  /** Whether the setting must be there: always, or beside this other one. */
  readonly required?: true | string;
  /** Whether it may hold a Terraform token. Other settings are checked, or become part of a name, at synth time. */
  readonly tokens?: "text" | "in JSON";
  /** The shape of every part, whose keys the user chooses. */
  readonly each?: Shape;
  /** The shape of each setting. */
  readonly known?: ReadonlyMap<string, Shape>;
}

type SettingOf<T> = T extends unknown ? keyof T & string : never;

/** An object with the settings of `T`, or of any member of a union. The compiler requires all of them. */
export function shapeOf<T>(known: Readonly<Record<SettingOf<T>, Shape>>): Shape {
  return { type: "object", known: new Map(Object.entries<Shape>(known)) };
}

export const STRING: Shape = { type: "string" };
export const string = (pattern: RegExp, what: string): Shape => ({ type: "string", rule: [pattern, what] });
/** A whole number. @param source whose limits these are */
export const number = (min: number, max: number, source: string): Shape => ({
  type: "number",
  range: { min, max, source },
});
export const oneOf = (...names: readonly string[]) =>
  string(new RegExp(`^(${names.join("|")})$`), `one of ${names.join(", ")}`);
/** A list of some of these names, or `abnormal` in its place. */
export const someOrAbnormal = (names: readonly string[]): Shape => {
  const rule = `one of ${names.join(", ")}, or write "abnormal" in place of the list`;
  return { ...some(string(new RegExp(`^(${names.join("|")})$`), rule)), orString: "abnormal" };
};
/** A string that may be a Terraform token. */
export const token = (pattern: RegExp, what: string): Shape => ({ ...string(pattern, what), tokens: "text" });
/** A list that is not empty. */
export const some = (each: Shape): Shape => ({ type: "list", each, isFilled: true });

/** Text beside a token that would end the JSON string around it, or that Terraform would read. */
const UNFIT_BESIDE_TOKEN = /["\\\p{Cc}$%]/u;
/** cdktf's tokens for numbers are below this. */
const NUMBER_TOKEN_BELOW = -1e280;
/** Deeper than any pattern or message. */
const MAX_DEPTH = 100;
const MUST_BE_KNOWN = "must be known at synth time: write the literal value.";

/** What is wrong with single values, and whether their types are right, so that the settings can be read on. */
export function checkShape(settings: unknown, shape: Shape): { problems: Problem[]; isReadable: boolean } {
  const problems: Problem[] = [];
  let isReadable = true;
  const check = (value: unknown, path: readonly string[], shape: Shape, outer: readonly unknown[]): void => {
    const { type, orString, rule, range, isFilled, required, tokens, each, known } = shape;
    const report = (text: string, at = path) => void problems.push({ setting: at.join("."), text });
    if (outer.includes(value) || outer.length > MAX_DEPTH) {
      isReadable = false;
      report(`refers to itself, or is nested more than ${MAX_DEPTH} levels deep: flatten it.`);
      return;
    }
    const actual = typeOf(value);
    const isOther = typeof value === "string" && (orString === true || value === orString);
    const isRight = isOther || (type === undefined ? TYPES.includes(actual) || value === null : actual === type);
    isReadable &&= isRight;
    const problem = secretOrToken(value, tokens);
    if (problem !== undefined) report(problem);
    else if (!isRight) report(`must be ${expected(shape)}, got ${shown(value)}.`);
    else if (rule && typeof value === "string" && withoutTokens(value) === value && !rule[0].test(value))
      report(`must be ${rule[1]}, got ${shown(value)}.`);
    else if (range && typeof value === "number" && !isWithin(value, range))
      report(`must be a whole number from ${range.min} to ${range.max} (${range.source}), got ${value}.`);
    if (!isRight || typeof value !== "object" || value === null) return;

    const parts = new Map<string, unknown>(Object.entries(value));
    if (isFilled && parts.size === 0) report(`must not be empty: list at least one${required ? "" : ", or omit it"}.`);
    for (const [key, { required }] of known ?? [])
      if (required && parts.get(key) === undefined && (required === true || parts.get(required) !== undefined)) {
        isReadable = false;
        report("is missing: set it.", [...path, key]);
      }
    for (const [key, part] of parts) {
      const at = [...path, holdsWebhook(key) ? "…" : key];
      const keyProblem = Array.isArray(value) ? undefined : secretOrToken(key, undefined);
      if (keyProblem !== undefined) report(keyProblem);
      else if (key === "__proto__") report("has the key '__proto__': remove it.");
      if (known?.has(key) === false)
        report(`is not a setting: remove it, or choose one of ${quotedList([...known.keys()])}.`, at);
      const inner = each ?? known?.get(key) ?? (tokens ? { tokens } : {});
      const isOptional = !each && !tokens && !Array.isArray(value);
      if (part !== undefined || !isOptional) check(part, at, inner, [...outer, value]);
    }
  };
  check(settings, [], shape, []);
  return { problems, isReadable };
}

function isWithin(value: number, { min, max }: NonNullable<Shape["range"]>): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function secretOrToken(value: unknown, tokens: Shape["tokens"]): string | undefined {
  if (typeof value === "number" && value < NUMBER_TOKEN_BELOW) return MUST_BE_KNOWN;
  if (typeof value !== "string") return undefined;
  if (holdsWebhook(value))
    return "contains a webhook's URL, which is a secret: remove it, and give it to Terraform as the webhook's variable.";
  const rest = withoutTokens(value);
  if (rest.includes("TfToken[")) return "contains a truncated or non-string Terraform token: pass the whole string.";
  if (rest === value) return undefined;
  if (!tokens) return MUST_BE_KNOWN;
  if (tokens === "in JSON" && UNFIT_BESIDE_TOKEN.test(rest))
    return "has quotes, backslashes, control characters, '$' or '%' beside a Terraform token: join them in a Terraform local value, and pass that.";
  return undefined;
}

/** `string`, `list`, `null`, `Date`, `NaN`… */
function typeOf(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? "number" : String(value);
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value !== "object") return typeof value;
  const { resolve, node } = Object(value);
  if (typeof resolve === "function" || typeof node?.tryFindChild === "function")
    return "an object of cdktf (its 'stringValue' is a string)";
  const tag = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return tag === "Object" ? "object" : tag;
}

function expected({ type = "string, number, boolean, list or object", orString }: Shape): string {
  if (orString === true) return `of type string or ${type}`;
  return orString === undefined ? `of type ${type}` : `"${orString}" or of type ${type}`;
}

function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Object(value) === value ? typeOf(value) : String(value);
}
