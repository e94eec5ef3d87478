/** A text of cdktf's for a value that it, or Terraform, knows later. */
export const TOKEN = /\$\{TfToken\[TOKEN\.\d+\]\}/;
export const TOKENS = new RegExp(TOKEN, "g");
const OPENING = /[$%]\{(?!(?<=\$\{)TfToken\[TOKEN\.\d+\]\})/g;

/**
 * Text that Terraform takes as it stands: it reads `${` and `%{` in every string of `cdk.tf.json` as a template, unless
 * they are doubled. Tokens of cdktf are left for cdktf to resolve.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literal(text: string): string {
  return text.replace(OPENING, (opening) => opening[0] + opening);
}

/** A JSON document as a string argument: serialised once, tokens of cdktf kept, everything else literal. */
export function jsonDocument(value: unknown): string {
  return literal(jsonText(value));
}

/** JSON that stays what it is in Terraform. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value);
  return isKept(json) ? json : json.replace(/[^\x20-\x7e]/g, escaped);
}

/**
 * Whether Terraform keeps a text as it is: it normalizes every string (a letter with an accent of its own becomes one
 * letter), which would change what an event pattern matches.
 * https://developer.hashicorp.com/terraform/language/expressions/types#strings
 */
export function isKept(text: string): boolean {
  return text.normalize("NFC") === text && !/\p{Cs}/u.test(text);
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
