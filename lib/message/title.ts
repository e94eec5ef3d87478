import type { Report } from "../problems/problem";
import { SLACK_LIMITS } from "../slack/blocks";
import type { MessageContext } from "./context";
import { AFTER_NAME, type Language } from "./texts";

/** Replaced in a title by the service or family of the event. */
const SERVICE = "{service}";
/** A word in braces, which looks like `{service}` misspelt. */
const PLACEHOLDER = /(?<![$%{])\{[A-Za-z]+\}(?!\})/g;

/**
 * The block that shows the title, the title for places that cannot show a value of the event, and whether the block shows
 * the service or family.
 */
export function titleOf(title: string | undefined, language: Language, context: MessageContext) {
  const whole = title ?? defaultTitle(language, context);
  const plain = withoutService(whole, language, context);
  const hasService = whole.includes(SERVICE);
  return { block: titleBlock(whole, plain, context), plain, hasService };
}

export function checkTitle(report: Report, setting: string, title: string, context: MessageContext): void {
  const { headerText: most } = SLACK_LIMITS;
  const { length } = title.replaceAll(SERVICE, () => context.onlyService ?? SERVICE);
  if (title.trim() === "") report(setting, "must not be empty: omit it for the default title.");
  if (length > most)
    report(setting, `must be at most ${most} characters (Slack's header limit), got ${length}: shorten it.`);
  for (const [placeholder] of title.matchAll(PLACEHOLDER))
    if (placeholder !== SERVICE)
      report(setting, `has ${placeholder}, which nothing replaces: write ${SERVICE}, or leave out the braces.`);
  if (title.includes(SERVICE) && context.onlyService === undefined && !context.serviceIsKnown)
    report(setting, `has ${SERVICE}, ${context.serviceRemedy}, or remove it.`);
}

function defaultTitle(language: Language, { kind, happening, onlyService, serviceIsKnown }: MessageContext): string {
  const isNamed = onlyService !== undefined || serviceIsKnown;
  const who = isNamed ? SERVICE + AFTER_NAME[language] : kind.someone[language];
  return `${happening.emoji} ${happening[language].replace("%", () => who)}`;
}

function withoutService(title: string, language: Language, { kind, onlyService }: MessageContext): string {
  if (onlyService !== undefined) return title.replaceAll(SERVICE, () => onlyService);
  const someone = kind.someone[language];
  return title.replaceAll(SERVICE + AFTER_NAME[language], someone).replaceAll(SERVICE, someone);
}

function titleBlock(title: string, plain: string, { kind, onlyService }: MessageContext) {
  if (onlyService !== undefined || !title.includes(SERVICE))
    return { type: "header", text: { type: "plain_text", text: plain, emoji: true } } as const;
  const style = { bold: true } as const;
  const elements = title
    .split(SERVICE)
    .flatMap((part, index) => [
      ...(index > 0 ? [{ type: "text", text: kind.service, style } as const] : []),
      ...(part ? [{ type: "text", text: part, style } as const] : []),
    ]);
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] } as const;
}
