import { isJsonObject, type Json, type JsonObject } from "../json";

/** A value that holds no others: the only kind that a pattern's alternatives are held against. */
export type Leaf = string | number | boolean | null;

/** Where a leaf stands: for each list around it (lists are numbered), the index of the element it belongs to. */
export type Place = ReadonlyMap<number, number>;

export interface Occurrence {
  readonly value: Leaf;
  readonly place: Place;
}

export interface EventFields {
  /** The leaves of the event by their dotted path, in which lists leave no trace. */
  readonly leaves: ReadonlyMap<string, readonly Occurrence[]>;
  /** The paths at which the event holds a list. */
  readonly lists: ReadonlySet<string>;
}

export const NOWHERE: Place = new Map();

const known = new WeakMap<JsonObject, EventFields>();

/** The event as EventBridge sees it: an empty list or object is no field at all, and `null` is a value. */
export function fieldsOf(event: JsonObject): EventFields {
  const fields = known.get(event) ?? readFields(event);
  known.set(event, fields);
  return fields;
}

/** The place of two leaves taken together, or undefined when they stand in different elements of one list. */
export function together(one: Place, other: Place): Place | undefined {
  if (other.size === 0) return one;
  if (one.size === 0) return other;
  for (const [list, index] of other) if ((one.get(list) ?? index) !== index) return undefined;
  return new Map([...one, ...other]);
}

/** What stands at a dotted path: inside a list of objects, all that its elements hold there. */
export function valueAt(node: Json, path: string): Json | undefined {
  if (isList(node)) {
    const found = node.flatMap((element) => valueAt(element, path) ?? []);
    return found.length > 0 ? found : undefined;
  }
  if (!isJsonObject(node)) return undefined;
  for (const [key, value] of Object.entries(node)) {
    const found =
      key === path ? value : path.startsWith(`${key}.`) ? valueAt(value, path.slice(key.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function readFields(event: JsonObject): EventFields {
  const leaves = new Map<string, Occurrence[]>();
  const lists = new Set<string>();
  let listCount = 0;

  const read = (value: Json, path: string, place: Place): void => {
    if (isList(value)) {
      const list = listCount++;
      lists.add(path);
      for (const [index, element] of value.entries())
        read(element, path, holdsOthers(element) ? new Map([...place, [list, index]]) : place);
    } else if (isJsonObject(value)) {
      for (const [key, child] of Object.entries(value)) read(child, `${path}.${key}`, place);
    } else {
      const occurrences = leaves.get(path) ?? [];
      occurrences.push({ value, place });
      leaves.set(path, occurrences);
    }
  };

  for (const [key, value] of Object.entries(event)) read(value, key, NOWHERE);
  return { leaves, lists };
}

function holdsOthers(value: Json): boolean {
  return isList(value) || isJsonObject(value);
}
