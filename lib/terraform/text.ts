/** A string by which cdktf stands in for a value that it, or Terraform, resolves later. */
const TOKEN = /\$\{TfToken\[TOKEN\.\d+\]\}/;
const TOKENS = new RegExp(TOKEN, "g");
/** A JSON string with a token in it; settings may have no escapes beside one. */
export const STRING_WITH_TOKEN = /"[^"]*\$\{TfToken\[TOKEN\.\d+\]\}[^"]*"/g;
const OPENING = /[$%]\{(?!(?<=\$\{)TfToken\[TOKEN\.\d+\]\})/g;

export function withoutTokens(text: string): string {
  return text.replace(TOKENS, "");
}

/** Text that Terraform takes literally: it reads `${` and `%{` as templates unless they are doubled. Tokens stay. */
export function literal(text: string): string {
  return text.replace(OPENING, (opening) => opening[0] + opening);
}

/** JSON whose characters Terraform keeps. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value);
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return isKept(json) ? json : json.replace(/[^\x20-\x7e]/g, escaped);
}

/** Whether Terraform keeps the text: it normalizes strings to NFC, which would change what a pattern matches. */
export function isKept(text: string): boolean {
  return text.normalize("NFC") === text && !/\p{Cs}/u.test(text);
}
