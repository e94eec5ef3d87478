import type { Previewed } from "../../lib/preview/preview";
import {
  htmlCode,
  inlineCode,
  layOut,
  MAX_COMMENT_LENGTH,
  markdownSections,
  type Section,
} from "../../lib/preview/show/markdown";

/** What a change does to one stack. */
export interface StackReview extends Pick<Previewed, "preview" | "comparison"> {
  readonly name: string;
  /** What `terraform show` prints of the plan. */
  readonly plan: string;
  /** Why the alerts are not compared. */
  readonly remark?: Section | undefined;
}

/** The first line of the document, which GitHub does not show: by it `scripts/comment.sh` finds the comment again. */
export const MARKER = "<!-- ecs-task-alert review -->";

/** @param removed stacks that the app no longer has @param commit tells an old document from the newest */
export function reviewDocument(reviews: readonly StackReview[], removed: readonly string[] = [], commit?: string) {
  const gone = removed.map((name) => ({
    start: `Stack ${inlineCode(name)} was removed from the app. No plan below destroys its resources, so its alerts stay active.`,
  }));
  const head = layOut([...about(commit), ...gone], MAX_COMMENT_LENGTH / 4);
  // Two line feeds between all parts, and one at the end.
  const room = Math.floor((MAX_COMMENT_LENGTH - 1 - head.length) / reviews.length) - 2;
  return `${[head, ...reviews.map((review) => layOut(sectionsOf(review), room))].join("\n\n")}\n`;
}

/** The comment if there is no plan to show. */
export function failureDocument(problem: string, commit?: string): string {
  const failed = { start: "**This review failed.**", code: () => problem };
  return `${layOut([...about(commit), failed], MAX_COMMENT_LENGTH / 4)}\n`;
}

/** The remark for a stack of which the earlier version has none, or does not synthesize. */
export function nothingToCompare(problem: string | undefined): Section {
  if (problem === undefined) return { start: "This stack is new, so there are no earlier alerts to compare with." };
  return { start: "There is nothing to compare with, since the earlier version failed:", code: () => problem };
}

/** Terraform's own summary of a plan. */
export function planSummary(plan: string): string {
  return /^(?:Plan: .*|No changes\.)/m.exec(plan)?.[0] ?? "No resource changes, only what the plan below says.";
}

function about(commit: string | undefined): Section[] {
  return [{ start: MARKER }, ...(commit === undefined ? [] : [{ start: `For commit ${inlineCode(commit)}.` }])];
}

function sectionsOf({ name, plan, remark, preview, comparison }: StackReview): Section[] {
  return [
    { start: `## ${inlineCode(name)}` },
    { start: `**${planSummary(plan)}**` },
    { start: `The plan of ${htmlCode(name)}`, code: () => plan.trim(), isFold: true },
    ...(remark === undefined ? [] : [remark]),
    ...markdownSections(preview, comparison),
  ];
}
