/** Words that a message has in each language. */
export interface Words {
  readonly en: string;
  readonly ja: string;
}

/** The language of titles and labels. */
export type Language = keyof Words;

/** Japanese writes a space between a Latin name and a particle, but not between two Japanese words. */
export const AFTER_NAME: Words = { en: "", ja: " " };

/** What happened, as the title says it: `%` stands for whom it happened to. */
export interface Happening extends Words {
  readonly emoji: string;
  /** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
  readonly color: "good" | "warning" | "danger" | `#${string}`;
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function mrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
