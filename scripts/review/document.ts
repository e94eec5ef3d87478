import {
  htmlCode,
  inlineCode,
  layOut,
  MAX_COMMENT_LENGTH,
  markdownSections,
  type Section,
} from "../../lib/preview/show/markdown";
import type { StackReview } from "./stack-review";

/** The first line of the document, which GitHub does not show: by it `scripts/comment.sh` finds the comment again. */
export const MARKER = "<!-- ecs-task-alert review -->";
export const NEW_STACK = "This stack is new, so there are no earlier alerts to compare with.";
const MAX_REASON_LENGTH = 500;
const BLANK_LINE = "\n\n";

/**
 * The comment of a pull request, in Markdown that GitHub takes whatever the plans hold.
 * @param removed names of the stacks that the app no longer has
 * @param commit what the document is about, so that nobody takes an old one for the newest
 */
export function reviewDocument(
  reviews: readonly StackReview[],
  removed: readonly string[] = [],
  commit?: string,
): string {
  const gone = removed.map((name) => ({
    start: `Stack ${inlineCode(name)} is no more. No plan here deletes its resources, so its alerts go on.`,
  }));
  const head = layOut([...about(commit), ...gone], MAX_COMMENT_LENGTH / 4);
  const room = Math.floor((MAX_COMMENT_LENGTH - 1 - head.length) / reviews.length) - BLANK_LINE.length;
  return `${[head, ...reviews.map((review) => layOut(sectionsOf(review), room))].join(BLANK_LINE)}\n`;
}

/** The comment if there is no plan to show. */
export function failureDocument(problem: string, commit?: string): string {
  const failed = { start: "**This review failed.**", code: () => problem };
  return `${layOut([...about(commit), failed], MAX_COMMENT_LENGTH / 4)}\n`;
}

/** The remark for an earlier version that does not synthesize. */
export function nothingToCompare(reason: string): string {
  const shown = reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH - 1)}…` : reason;
  return `The earlier version does not synthesize, so there is nothing to compare with: ${inlineCode(shown)}`;
}

/** Terraform's own summary of a plan. */
export function planSummary(plan: string): string {
  const words = /^(?:Plan: .*|No changes\.)/m.exec(plan)?.[0];
  return words ?? "No resource changes, only what the plan below says.";
}

function about(commit: string | undefined): Section[] {
  return [{ start: MARKER }, ...(commit === undefined ? [] : [{ start: `For commit ${inlineCode(commit)}.` }])];
}

function sectionsOf({ name, plan, remark, preview, comparison }: StackReview): Section[] {
  return [
    { start: `## ${inlineCode(name)}` },
    { start: `**${planSummary(plan)}**` },
    { start: `The plan of ${htmlCode(name)}`, code: () => plan.trim(), isFold: true },
    ...(remark === undefined ? [] : [{ start: remark }]),
    ...markdownSections(preview, comparison),
  ];
}
