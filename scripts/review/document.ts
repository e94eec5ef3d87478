import { fenced, htmlCode, inlineCode } from "../../lib/preview/show/markdown-text";

/** The first line of the document, which GitHub does not show: by it `scripts/comment.sh` finds the comment again. */
export const MARKER = "<!-- ecs-task-alert review -->";
/** GitHub refuses longer comments. */
export const MOST_CHARACTERS = 65_536;
const CUT_SHORT = "_More left out: the comment would be too long for GitHub._";
/** Headings of what is left out, and of tables of which only the head is left. */
const HEADINGS_AT_END = /(?:\n+(?:#+ [^\n]*|[A-Z][^\n]*:|\| Event [^\n]*(?:\n\| ---[^\n]*)?))+$/;
/** Around plan and alerts: headings, remarks, the fold. */
const AROUND = 1500;
const MOST_OF_A_REASON = 500;
/** Of a section's room, where the alerts would take all of it. */
const LEAST_PART_OF_THE_PLAN = 0.4;

/** What the change does to one stack. */
export interface StackReview {
  readonly name: string;
  /** What `terraform show` prints of the plan. */
  readonly plan: string;
  /** The preview's Markdown. */
  readonly alerts: string;
  /** Why the alerts are not compared, in Markdown. */
  readonly remark: string | undefined;
}

/**
 * The comment of a pull request, in Markdown that GitHub takes whatever the plans hold.
 * @param removed names of stacks that are there no more
 * @param commit what the document is about, so that nobody takes an old one for the newest
 */
export function reviewDocument(
  reviews: readonly StackReview[],
  removed: readonly string[] = [],
  commit?: string,
): string {
  const room = Math.floor(MOST_CHARACTERS / Math.max(1, reviews.length)) - AROUND;
  const gone = removed.map(
    (name) => `Stack ${inlineCode(name)} is no more. No plan here deletes its resources, so its alerts go on.`,
  );
  return finished([...about(commit), ...reviews.map((review) => section(review, Math.max(0, room))), ...gone]);
}

/** The comment where there is no plan to show. */
export function failureDocument(problem: string, commit?: string): string {
  return finished([...about(commit), `**This review failed.**\n\n${fenced(cutLines(problem, MOST_CHARACTERS / 4))}`]);
}

function about(commit: string | undefined): string[] {
  return commit === undefined ? [] : [`For commit ${inlineCode(commit)}.`];
}

export const NEW_STACK = "This stack is new, so there are no earlier alerts to compare with.";

/** The remark for an earlier version that does not synthesize. */
export function nothingToCompare(reason: string): string {
  const shown = reason.length > MOST_OF_A_REASON ? `${reason.slice(0, MOST_OF_A_REASON - 1)}…` : reason;
  return `The earlier version does not synthesize, so there is nothing to compare with: ${inlineCode(shown)}`;
}

/** Terraform's own summary of a plan. */
export function planSummary(plan: string): string {
  const words = /^(?:Plan: .*|No changes\.)/m.exec(plan)?.[0];
  return words ?? "No resource changes, only what the plan below says.";
}

/** The text up to the end of a line, with a last line that says how many more there were. */
export function cutLines(text: string, most: number): string {
  if (text.length <= most) return text;
  const lines = text.split("\n");
  const rest = (shown: number) => `… ${lines.length - shown} more lines, left out here`;
  let room = most - rest(0).length;
  const end = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return [...lines.slice(0, end), rest(end)].join("\n");
}

/** Markdown cut between two blocks, or two items of a list or rows of a table, so that no fence or fold stays open. */
export function cutMarkdown(markdown: string, most: number): string {
  if (markdown.length <= most) return markdown;
  const room = most - CUT_SHORT.length - 2;
  let fence: string | undefined;
  let folds = 0;
  let at = 0;
  let end = 0;
  for (const line of markdown.split("\n")) {
    const ticks = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && folds === 0 && at <= room && /^$|^- |^\| /.test(line)) end = at;
    if (fence !== undefined) {
      if (line === fence) fence = undefined;
    } else if (ticks !== undefined) fence = ticks;
    else folds += Number(line.startsWith("<details>")) - Number(line === "</details>");
    at += line.length + 1;
  }
  return `${markdown.slice(0, end).trimEnd().replace(HEADINGS_AT_END, "")}\n\n${CUT_SHORT}`;
}

function section({ name, plan, alerts, remark }: StackReview, room: number): string {
  const shown = cutLines(plan.trim(), Math.max(room * LEAST_PART_OF_THE_PLAN, room - alerts.length));
  const fold = `<details><summary>The plan of ${htmlCode(name)}</summary>\n\n${fenced(shown)}\n\n</details>`;
  const said = remark === undefined ? [] : [remark];
  return [
    `## ${inlineCode(name)}`,
    `**${planSummary(plan)}**`,
    fold,
    ...said,
    cutMarkdown(alerts.trim(), Math.max(0, room - shown.length)),
  ].join("\n\n");
}

function finished(blocks: readonly string[]): string {
  return `${cutMarkdown([MARKER, ...blocks].join("\n\n"), MOST_CHARACTERS - 1)}\n`;
}
