import { type EventFields, NOWHERE, type Place, together } from "./fields";
import type { Condition } from "./rules";

type Leaves = EventFields["leaves"];

/**
 * Whether the event meets all conditions at once: each by one of its values, no two of them in different elements of
 * one list. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 * @param conditions in the order of their paths
 */
export function meetsTogether(conditions: readonly Condition[], fields: EventFields): boolean {
  const isInList = ({ path }: Condition) => fields.leaves.get(path)?.some(({ place }) => place.size > 0) === true;
  return (
    conditions.every((one) => meetsAlone(one, fields) || (one.matchesAbsence && isInList(one))) &&
    meetsInOnePlace(conditions.filter(isInList), fields.leaves)
  );
}

export function meetsAlone({ path, matches, matchesAbsence }: Condition, { leaves }: EventFields): boolean {
  const present = leaves.get(path);
  return present === undefined ? matchesAbsence : present.some(({ value }) => matches(value));
}

function meetsInOnePlace(conditions: readonly Condition[], leaves: Leaves): boolean {
  let places: readonly Place[] = [NOWHERE];
  for (const [index, { path, matches, matchesAbsence }] of conditions.entries()) {
    const present = leaves.get(path) ?? [];
    const met = present.filter(({ value }) => matches(value));
    const reached = places.flatMap((place) => {
      const next = met.flatMap((occurrence) => together(place, occurrence.place) ?? []);
      const isAbsent = matchesAbsence && !present.some((occurrence) => together(place, occurrence.place));
      return isAbsent ? [...next, place] : next;
    });
    if (reached.length === 0) return false;
    places = different(reached, listsAround(conditions.slice(index + 1), leaves));
  }
  return true;
}

/** The places that differ in the lists that still matter, so that their number does not grow with each condition. */
function different(places: readonly Place[], listsToCome: ReadonlySet<number>): readonly Place[] {
  const byElements = new Map<string, Place>();
  for (const place of places) {
    const elements = [...place].filter(([list]) => listsToCome.has(list)).sort(([one], [other]) => one - other);
    byElements.set(elements.join(";"), new Map(elements));
  }
  return [...byElements.values()];
}

function listsAround(conditions: readonly Condition[], leaves: Leaves): ReadonlySet<number> {
  return new Set(conditions.flatMap(({ path }) => (leaves.get(path) ?? []).flatMap(({ place }) => [...place.keys()])));
}
