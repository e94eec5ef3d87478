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
export function jsonDocument(value: unknown, indent?: number): string {
  return literal(JSON.stringify(value, undefined, indent));
}
