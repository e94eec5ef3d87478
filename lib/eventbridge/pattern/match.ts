import type { EventList, EventValues, EventView, Leaf } from "./event-values";
import type { Condition } from "./rules";

/** The element chosen of each list. */
type Choice = ReadonlyMap<EventList, number>;

/**
 * Whether the event meets all conditions at once: each by one of its values, no two of them in different elements of
 * one list. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 * @param conditions in the order of their paths
 */
export function meetsTogether(conditions: readonly Condition[], event: EventView): boolean {
  const isInList = ({ path }: Condition) => (event.values.get(path)?.lists.size ?? 0) > 0;
  if (!conditions.every((one) => meetsAlone(one, event) || (one.matchesAbsence && isInList(one)))) return false;
  const inLists = conditions.filter(isInList);
  let choices: readonly Choice[] = [new Map()];
  for (const [index, condition] of inLists.entries())
    choices = choicesAfter(condition, choices, event, inLists.slice(index + 1));
  return choices.length > 0;
}

export function meetsAlone({ path, matches, matchesAbsence }: Condition, { values }: EventView): boolean {
  const present = values.get(path);
  return present === undefined ? matchesAbsence : hasLeaf(present, matches);
}

function hasLeaf({ leaves, lists }: EventValues, matches: Condition["matches"]): boolean {
  const isIn = (elements: ReadonlyMap<number, EventValues>) =>
    [...elements.values()].some((inner) => hasLeaf(inner, matches));
  return leaves.some(matches) || [...lists.values()].some(isIn);
}

/**
 * The choices that meet one more condition, each without the lists that no later condition looks into: so their number
 * does not grow with each condition.
 */
function choicesAfter(
  { path, matches, matchesAbsence }: Condition,
  choices: readonly Choice[],
  { values, listPaths }: EventView,
  later: readonly Condition[],
): Choice[] {
  const isOpen = (list: string) => later.some((one) => `${one.path}.`.startsWith(`${list}.`));
  const open = new Set([...listPaths].filter(isOpen));
  const reached = new Map<string, Choice>();
  const reach = (choice: Choice) => {
    const kept = [...choice].filter(([list]) => open.has(list.path)).sort(([one], [other]) => one.id - other.id);
    reached.set(kept.map(([list, index]) => `${list.id}:${index}`).join(), new Map(kept));
  };
  const present = values.get(path);
  for (const choice of choices) {
    const visible = present ? [...leavesIn(present, choice)] : [];
    for (const [leaf, chosen] of visible) if (matches(leaf)) reach(chosen);
    if (matchesAbsence && visible.length === 0) reach(choice);
  }
  return [...reached.values()];
}

/** The leaves in the chosen elements, each with the choice that leads to it. */
function* leavesIn({ leaves, lists }: EventValues, choice: Choice): Generator<readonly [leaf: Leaf, choice: Choice]> {
  for (const leaf of leaves) yield [leaf, choice];
  for (const [list, elements] of lists) {
    const chosen = choice.get(list);
    const inner = chosen === undefined ? undefined : elements.get(chosen);
    if (inner) yield* leavesIn(inner, choice);
    if (chosen !== undefined) continue;
    for (const [index, each] of elements) yield* leavesIn(each, new Map(choice).set(list, index));
  }
}
