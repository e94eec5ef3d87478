import { isJsonList, isJsonObject, type Json, type JsonObject } from "../json";
import type { Condition } from "./rules";

/** A value that contains no others: what the alternatives of a field are compared with. */
export type Leaf = string | number | boolean | null;

/** An element of a list in an event. The elements of one list have its number. */
type Element = { readonly id: number; readonly list: number; readonly path: string };

/** A value, and the elements around it from the outermost list to the innermost. */
type Found = { readonly leaf: Leaf; readonly elements: readonly Element[] };

/** What an event has, by dotted path, in which lists leave no trace. */
export type EventView = ReadonlyMap<string, readonly Found[]>;

/**
 * Reads these paths only. A key may itself have dots: `{"a.b": 1}` has the path of `{"a": {"b": 1}}`. An empty list or
 * object is no field, as in EventBridge, and `null` is a value.
 */
export function readEvent(event: JsonObject, paths: ReadonlySet<string>): EventView {
  const view = new Map<string, Found[]>();
  let id = 0;
  const read = (value: Json, path: string, elements: readonly Element[]): void => {
    if (isJsonObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const innerPath = path === "" ? key : `${path}.${key}`;
        if (paths.has(innerPath)) read(inner, innerPath, elements);
      }
    } else if (isJsonList(value)) {
      const list = id++;
      for (const one of value)
        read(one, path, isJsonObject(one) || isJsonList(one) ? [...elements, { id: id++, list, path }] : elements);
    } else {
      const found = view.get(path);
      if (found) found.push({ leaf: value, elements });
      else view.set(path, [{ leaf: value, elements }]);
    }
  };
  read(event, "", []);
  return view;
}

/** Whether any value at the path meets the condition, in whichever element it is. */
export function meetsAlone({ path, matches, matchesAbsence }: Condition, view: EventView): boolean {
  return view.get(path)?.some(({ leaf }) => matches(leaf)) ?? matchesAbsence;
}

/** An element of each list that matters: from no list more than one. */
type Choice = readonly Element[];

/**
 * The choices with which the event meets all conditions at once: each by one of its values, no two of them in different
 * elements of one list; none if it does not.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
 * @param next another condition: the lists around it matter too
 */
export function choicesFor(conditions: readonly Condition[], view: EventView, next?: Condition): readonly Choice[] {
  let choices: readonly Choice[] = [[]];
  for (const [index, condition] of conditions.entries()) {
    const found = view.get(condition.path) ?? [];
    if (found.every(({ elements }) => elements.length === 0)) {
      if (!meetsAlone(condition, view)) return [];
      continue;
    }
    // Lists that no later condition looks into are forgotten, so that the choices do not multiply.
    const later = [...conditions.slice(index + 1), ...(next ? [next] : [])];
    const isOpen = ({ path }: Element) => later.some((one) => one.path.startsWith(`${path}.`));
    const reached = new Map<string, Choice>();
    for (const choice of choices) {
      const visible = visibleIn(found, choice);
      const met = visible.filter(({ leaf }) => condition.matches(leaf)).map(({ elements }) => elements);
      if (visible.length === 0 && condition.matchesAbsence) met.push([]);
      for (const elements of met) {
        const chosen = [...new Set([...choice, ...elements])].filter(isOpen);
        reached.set(chosen.map(({ id }) => id).join(), chosen);
      }
    }
    choices = [...reached.values()];
  }
  return choices;
}

/** What stands in no element but those chosen, or of lists of which none was. */
function visibleIn(found: readonly Found[], choice: Choice): readonly Found[] {
  const isFree = (element: Element) => choice.every((one) => one.list !== element.list || one === element);
  return found.filter(({ elements }) => elements.every(isFree));
}

/** The value at a path, or the values if there are several, in the elements that one of the choices has. */
export function visibleAt(path: string, view: EventView, choices: readonly Choice[]): Json | undefined {
  const found = new Set(choices.flatMap((choice) => visibleIn(view.get(path) ?? [], choice)));
  const leaves = [...found].map(({ leaf }) => leaf);
  return leaves.length > 1 ? leaves : leaves[0];
}
