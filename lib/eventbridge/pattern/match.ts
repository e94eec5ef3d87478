import type { EventList, EventValues, EventView } from "./event-values";
import type { ValueTest } from "./operators";
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
  for (const [index, condition] of inLists.entries()) {
    choices = choicesAfter(condition, choices, event, inLists.slice(index + 1));
    if (choices.length === 0) return false;
  }
  return true;
}

export function meetsAlone({ path, matches, matchesAbsence }: Condition, { values }: EventView): boolean {
  const present = values.get(path);
  return present === undefined ? matchesAbsence : hasLeaf(present, matches);
}

function hasLeaf({ leaves, lists }: EventValues, matches: ValueTest): boolean {
  if (leaves.some(matches)) return true;
  for (const elements of lists.values())
    for (const inner of elements.values()) if (hasLeaf(inner, matches)) return true;
  return false;
}

/**
 * The choices that meet one more condition, each without the lists that no later condition looks into: so their number
 * does not grow with each condition.
 */
function choicesAfter(
  { path, matches, matchesAbsence }: Condition,
  choices: readonly Choice[],
  event: EventView,
  later: readonly Condition[],
): readonly Choice[] {
  const paths = new Set(event.lists.map((list) => list.path));
  const open = new Set([...paths].filter((list) => later.some((one) => `${one.path}.`.startsWith(`${list}.`))));
  const reached = new Map<string, Choice>();
  const reach = (choice: Choice) => {
    const kept = [...choice].filter(([list]) => open.has(list.path)).sort(([one], [other]) => one.id - other.id);
    reached.set(kept.map(([list, index]) => `${list.id}:${index}`).join(), new Map(kept));
  };
  const meet = ({ leaves, lists }: EventValues, choice: Choice): void => {
    if (leaves.some(matches)) reach(choice);
    for (const [list, elements] of lists) {
      const chosen = choice.get(list);
      if (chosen !== undefined) {
        const inner = elements.get(chosen);
        if (inner) meet(inner, choice);
      } else {
        for (const [index, inner] of elements) meet(inner, new Map(choice).set(list, index));
      }
    }
  };
  const present = event.values.get(path);
  for (const choice of choices) {
    if (present) meet(present, choice);
    if (matchesAbsence && !(present && isVisible(present, choice))) reach(choice);
  }
  return [...reached.values()];
}

/** Whether there is a value in the chosen elements. */
function isVisible({ leaves, lists }: EventValues, choice: Choice): boolean {
  if (leaves.length > 0) return true;
  for (const [list, elements] of lists) {
    const chosen = choice.get(list);
    const inner = chosen === undefined ? undefined : elements.get(chosen);
    if (chosen === undefined || (inner && isVisible(inner, choice))) return true;
  }
  return false;
}
