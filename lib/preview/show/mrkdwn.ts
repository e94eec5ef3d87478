import { type Line, type Span, type Style, span } from "./text";

/** https://docs.slack.dev/messaging/formatting-message-text: emphasis stands apart from letters and digits. */
const TOKEN = new RegExp(
  [
    "```\\n?(?<block>[^]+?)\\n?```",
    "`(?<code>[^`\\n]+)`",
    "<(?<reference>[^<>\\n]+)>",
    "(?<![\\p{L}\\p{N}*_~])(?<mark>[*_~])(?=\\S)(?<emphasis>(?:(?!\\k<mark>).)+)(?<=\\S)\\k<mark>(?![\\p{L}\\p{N}*_~])",
  ].join("|"),
  "gu",
);
const EMPHASES: Readonly<Record<string, Style>> = { "*": "bold", _: "italic", "~": "strike" };

/** Slack's own markup as Slack shows it; a link's address follows its text. */
export function mrkdwn(text: string, ...styles: readonly Style[]): Line {
  const spans: Span[] = [];
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    spans.push(span(decoded(text.slice(end, token.index)), ...styles), ...tokenSpans(token.groups ?? {}, styles));
    end = token.index + token[0].length;
  }
  return [...spans, span(decoded(text.slice(end)), ...styles)].filter((part) => part.text !== "");
}

/** Slack's three entities. */
export function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(url: string, text: string | undefined, ...styles: readonly Style[]): Line {
  const shown = span(text || url, ...styles, "cyan");
  return text && text !== url ? [shown, span(` (${url})`, "dim")] : [shown];
}

export function mention(text: string, ...styles: readonly Style[]): Span {
  return span(text, ...styles, "bold", "yellow");
}

function tokenSpans(groups: Readonly<Record<string, string | undefined>>, styles: readonly Style[]): Line {
  const code = groups.block ?? groups.code;
  if (code !== undefined) return [span(decoded(code), ...styles, "red")];
  if (groups.reference !== undefined) return reference(groups.reference, styles);
  return mrkdwn(groups.emphasis ?? "", ...styles, EMPHASES[groups.mark ?? ""] ?? "bold");
}

/** What stands between `<` and `>`: a special mention, a user, a channel, a date or a link. */
function reference(inner: string, styles: readonly Style[]): Line {
  const [target = "", ...rest] = inner.split("|");
  const label = rest.length > 0 ? decoded(rest.join("|")) : undefined;
  const [, kind, id] = /^(!subteam\^|[!@#])(.+)$/.exec(target) ?? [];
  if (id !== undefined) return [mention((kind === "#" ? "#" : "@") + (label ?? id).replace(/^[@#]/, ""), ...styles)];
  if (/^(https?|mailto|slack|tel):/i.test(target)) return link(decoded(target), label, ...styles);
  return [span(`<${decoded(inner)}>`, ...styles)];
}
