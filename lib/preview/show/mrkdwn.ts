import { type Line, type Span, type Style, span } from "./text";

/** https://docs.slack.dev/messaging/formatting-message-text: emphasis stands apart from letters and digits. */
const TOKEN = new RegExp(
  [
    "```\\n?(?<block>[^]+?)\\n?```",
    "`(?<code>[^`\\n]+)`",
    "<(?<reference>[^<>\\n]+)>",
    emphasis("bold", "\\*"),
    emphasis("italic", "_"),
    emphasis("strike", "~"),
  ].join("|"),
  "gu",
);
const EMPHASES = ["bold", "italic", "strike"] as const;

/** Slack's own markup as Slack shows it; the address of a link stands behind its text. */
export function mrkdwn(text: string, ...styles: readonly Style[]): Line {
  const spans: Span[] = [];
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    spans.push(span(decoded(text.slice(end, token.index)), ...styles));
    spans.push(...tokenSpans(token.groups ?? {}, styles));
    end = token.index + token[0].length;
  }
  return [...spans, span(decoded(text.slice(end)), ...styles)].filter((part) => part.text !== "");
}

/** Slack's three entities. */
export function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(url: string, text: string | undefined, ...styles: readonly Style[]): Line {
  const shown = span(text || url, ...styles, "underline", "cyan");
  return text && text !== url ? [shown, span(` (${url})`, "dim")] : [shown];
}

function emphasis(name: string, mark: string): string {
  return `(?<![\\p{L}\\p{N}]|${mark})${mark}(?=\\S)(?<${name}>[^${mark}\\n]*[^${mark}\\s])${mark}(?![\\p{L}\\p{N}]|${mark})`;
}

function tokenSpans(groups: Readonly<Record<string, string | undefined>>, styles: readonly Style[]): Line {
  const code = groups.block ?? groups.code;
  if (code !== undefined) return [span(decoded(code), ...styles, "red")];
  if (groups.reference !== undefined) return reference(groups.reference, styles);
  return EMPHASES.flatMap((style) => {
    const inner = groups[style];
    return inner === undefined ? [] : mrkdwn(inner, ...styles, style);
  });
}

/** What stands between `<` and `>`: a special mention, a user, a channel, a date or a link. */
function reference(inner: string, styles: readonly Style[]): Line {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : decoded(inner.slice(bar + 1));
  const mention = (text: string) => [span(text, ...styles, "bold", "yellow")];
  if (target.startsWith("!date^")) return [span(label ?? target, ...styles)];
  if (target.startsWith("!subteam^")) return mention(withSign("@", label ?? target.slice("!subteam^".length)));
  if (target.startsWith("!")) return mention(`@${target.slice(1)}`);
  if (target.startsWith("@")) return mention(label === undefined ? target : withSign("@", label));
  if (target.startsWith("#")) return mention(label === undefined ? target : withSign("#", label));
  if (/^(https?|mailto|slack|tel):/i.test(target)) return link(decoded(target), label, ...styles);
  return [span(`<${decoded(inner)}>`, ...styles)];
}

function withSign(sign: string, label: string): string {
  return label.startsWith(sign) ? label : `${sign}${label}`;
}
