import { TextWithValues } from "../message/event-value";
import type { Problem } from "../problems/problem";
import { holdsWebhook } from "../problems/redact";
import { withoutTokens } from "../terraform/text";

/** Settings that may hold a Terraform token; the others are checked, or become part of a name, at synth time. */
const TOKENS_ALLOWED = [
  ["tags", "*"],
  ["role", "path"],
  ["role", "permissionsBoundary"],
  ["alarms", "topicArn"],
  ["alerts", "*", "stops", "pattern"],
  ["alerts", "*", "incidents", "pattern"],
];
/** Text beside a token that would end the JSON string around it, or that Terraform would read. */
const UNFIT_BESIDE_TOKEN = /["\\\p{Cc}$%]/u;
/** cdktf's tokens for numbers are below this. */
const NUMBER_TOKEN_BELOW = -1e280;
/** Deeper than any pattern or message. */
const MAX_DEPTH = 100;
const MUST_BE_KNOWN = "must be known at synth time: write the literal value.";

/**
 * What no setting may hold, whichever it is: secrets, tokens that cannot be resolved or checked, and values that JSON
 * cannot express.
 */
export function valueProblems(settings: unknown): Problem[] {
  const problems: Problem[] = [];

  const checkText = (value: string, path: readonly string[], isKey: boolean) => {
    const setting = path.join(".");
    const tokenless = withoutTokens(value);
    if (holdsWebhook(value))
      problems.push({
        setting,
        text: `contains a webhook's URL${isKey ? " as a key" : ""}, which is a secret: remove it, and give it to Terraform as the webhook's variable.`,
      });
    else if (tokenless.includes("TfToken["))
      problems.push({ setting, text: "contains a truncated or non-string Terraform token: pass the whole string." });
    else if (tokenless !== value && (isKey || !TOKENS_ALLOWED.some((allowed) => isBelow(path, allowed))))
      problems.push({ setting, text: MUST_BE_KNOWN });
    else if (tokenless !== value && path.includes("pattern") && UNFIT_BESIDE_TOKEN.test(tokenless))
      problems.push({
        setting,
        text: "has quotes, backslashes, control characters, '$' or '%' beside a Terraform token: join them in a Terraform local value, and pass that.",
      });
  };

  const walk = (value: unknown, path: readonly string[], outer: readonly unknown[]) => {
    const refuse = (text: string) => void problems.push({ setting: path.join("."), text });
    if (typeof value === "string") checkText(value, path, false);
    else if (value instanceof TextWithValues) {
      checkText(value.parts.filter((part) => typeof part === "string").join(""), path, false);
      for (const part of value.parts) if (typeof part !== "string") walk(part, path, outer);
    } else if (typeof value === "number" && value < NUMBER_TOKEN_BELOW) refuse(MUST_BE_KNOWN);
    else if (typeof value === "number" && !Number.isFinite(value)) refuse(`is ${value}, which JSON cannot express.`);
    else if (value === undefined && (Array.isArray(outer.at(-1)) || path.includes("pattern")))
      refuse("is undefined: remove it, or give it a value.");
    else if (isOfTerraform(value)) refuse("is an object of cdktf: pass its 'stringValue' if tokens are allowed here.");
    else if (outer.includes(value)) refuse("refers to itself, which JSON cannot express.");
    else if (outer.length > MAX_DEPTH) refuse(`is nested more than ${MAX_DEPTH} levels deep: flatten it.`);
    else if (Array.isArray(value) || typeName(value) === "Object")
      for (const [key, inner] of Object.entries(Object(value))) {
        if (key === "__proto__") refuse("has the key '__proto__': remove it.");
        if (!Array.isArray(value)) checkText(key, path, true);
        walk(inner, [...path, holdsWebhook(key) ? "…" : key], [...outer, value]);
      }
    else if (!["number", "boolean", "undefined"].includes(typeof value) && value !== null)
      refuse(`must consist of strings, numbers, lists and objects, got ${typeName(value)}.`);
  };
  walk(settings, [], []);
  return problems;
}

function isBelow(path: readonly string[], allowed: readonly string[]): boolean {
  return allowed.every((step, index) => path[index] === step || (step === "*" && path[index] !== undefined));
}

/** A construct, or something that cdktf resolves later. */
function isOfTerraform(value: unknown): boolean {
  const { resolve, node } = Object(value);
  return typeof resolve === "function" || typeof node?.tryFindChild === "function";
}

/** `Object`, `Array`, `Date`, `Map`, `Function`… */
function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
