import { TextWithValues } from "../message/event-value";
import { holdsWebhook } from "../problems/redact";
import { TOKENS } from "../terraform/text";

/** Settings whose texts are for Terraform to know; all others are checked, and so known, before it runs. */
const KNOWN_LATER =
  /^'(tags\..*|role\.(path|permissionsBoundary)|alarms\.topicArn|alerts\.[^.]+\.stops\.pattern\..*)'$/s;
/** cdktf stands such numbers for values that are not known yet. */
const NUMBER_TOKEN_BELOW = -1e280;

/** What no setting may hold, whichever it is. */
export interface ValueProblems {
  /** Of webhooks' URLs. */
  readonly secret: readonly string[];
  readonly other: readonly string[];
  /** Texts with the URL of a webhook, which no other problem may quote. */
  readonly secretTexts: readonly string[];
}

/** Looks for secrets, values that are not known yet, and what is no value at all, in all settings and their keys. */
export function valueProblems(settings: unknown): ValueProblems {
  const found = { secret: [] as string[], other: [] as string[], secretTexts: [] as string[] };

  const text = (value: string, path: string, isKey: boolean) => {
    const tokenless = value.replace(TOKENS, "");
    if (holdsWebhook(value)) {
      found.secretTexts.push(value);
      found.secret.push(
        `${path} has ${isKey ? "a key with a webhook's URL" : "a webhook's URL"} in it, which is a secret: give it to Terraform as the webhook's variable, and take it out.`,
      );
    } else if (tokenless.includes("TfToken["))
      found.other.push(
        `${path} has a part of a value of Terraform's, or one that is no text, which cannot be resolved: give it whole, as a text.`,
      );
    else if (tokenless !== value && (isKey || !KNOWN_LATER.test(path))) found.other.push(notKnown(path));
  };

  const walk = (value: unknown, keys: readonly string[], outer: readonly unknown[]) => {
    const path = keys.length > 0 ? `'${keys.join(".")}'` : "The settings";
    if (typeof value === "string") text(value, path, false);
    else if (value instanceof TextWithValues) {
      text(value.parts.filter((part) => typeof part === "string").join(""), path, false);
      for (const part of value.parts) if (typeof part !== "string") walk(part, keys, outer);
    } else if (typeof value === "number" && value < NUMBER_TOKEN_BELOW) found.other.push(notKnown(path));
    else if (isOfTerraform(value))
      found.other.push(
        `${path} has an object of cdktf's, which is no text: take its 'stringValue' where a value may be known later, or write it out.`,
      );
    else if (outer.includes(value)) found.other.push(`${path} refers to itself, which no JSON can: take that out.`);
    else if (isData(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "__proto__") found.other.push(`${path} has the key '__proto__', which is none: take it out.`);
        if (!Array.isArray(value)) text(key, path, true);
        walk(inner, [...keys, holdsWebhook(key) ? "…" : key], [...outer, value]);
      }
    } else if (!["number", "boolean", "undefined"].includes(typeof value) && value !== null)
      found.other.push(
        `${path} must be made of texts, numbers, lists and objects, got ${kindOf(value)}: write it as one.`,
      );
  };
  walk(settings, [], []);
  return found;
}

/** A problem without the texts that hold a secret. */
export function withoutTexts(problem: string, secretTexts: readonly string[]): string {
  return secretTexts
    .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
    .reduce((rest, text) => rest.replaceAll(text, "(hidden)"), problem);
}

/** Lists, and objects of any class that has nothing but data. */
function isData(value: unknown): value is object {
  return Array.isArray(value) || kindOf(value) === "Object";
}

/** A construct, or what cdktf resolves later. */
function isOfTerraform(value: unknown): boolean {
  const { resolve, node } = Object(value);
  return typeof resolve === "function" || typeof node?.tryFindChild === "function";
}

/** `Object`, `Array`, `Date`, `Map`, `Function` … */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

function notKnown(path: string): string {
  return `${path} has a value that is known only when Terraform runs, but is checked, or becomes part of a name or message, before: write it out.`;
}
